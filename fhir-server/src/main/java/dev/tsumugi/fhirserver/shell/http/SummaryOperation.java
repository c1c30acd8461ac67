package dev.tsumugi.fhirserver.shell.http;

import dev.tsumugi.consent.Access;
import dev.tsumugi.fhirserver.PatientOperation;
import dev.tsumugi.fhirserver.PatientRecord;
import dev.tsumugi.fhirserver.PatientRecord.Chunk;
import dev.tsumugi.fhirserver.PatientRecord.Chunks;
import dev.tsumugi.fhirserver.PatientRecord.Selection;
import dev.tsumugi.fhirserver.PatientRecord.State;
import dev.tsumugi.fhirserver.StoredResource;
import dev.tsumugi.fhirserver.ips.IpsComposer;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.kernel.Ref;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * {@code GET|POST Patient/[id]/$summary} (<a
 * href="http://hl7.org/fhir/uv/ips/OperationDefinition/summary">IPS</a>).
 */
public final class SummaryOperation implements PatientOperation {
  private static final String PROFILE =
      "http://hl7.org/fhir/uv/ips/StructureDefinition/Bundle-uv-ips";

  /** A walk that a withdrawal ended is begun again, so that the summary is of one kind. */
  private static final int TRIES = 3;

  private final PatientRecord records;
  private final String base;

  /**
   * @param base address of the FHIR server, without a slash at the end
   */
  public SummaryOperation(PatientRecord records, String base) {
    this.records = records;
    this.base = base;
  }

  @Override
  public String name() {
    return "$summary";
  }

  @Override
  public String documentation() {
    return "The International Patient Summary of what may be seen, as a document; an empty section"
        + " is no proof of none";
  }

  @Override
  public String definition() {
    return "http://hl7.org/fhir/uv/ips/OperationDefinition/summary";
  }

  @Override
  public byte[] run(Access access, Call call) {
    call.demandOnly(List.of("profile"));
    Optional<String> profile = call.value("profile");
    if (profile.isPresent() && !profile.get().replaceFirst("\\|.*", "").equals(PROFILE)) {
      throw Problem.at(
          Problem.Kind.NOT_SUPPORTED, "profile", "the one summary offered is " + PROFILE);
    }
    Ref patient = call.instance().orElseThrow();
    for (int i = 0; i < TRIES; i++) {
      IpsComposer composer = new IpsComposer(base, UUID.randomUUID(), access.at(), patient);
      if (!compose(composer, access, patient)) continue;
      return Json.bytes(composer.bundle().orElseThrow(() -> Problem.notFound(patient)));
    }
    throw Problem.of(Problem.Kind.UNAVAILABLE, "what may be seen is changing; try again");
  }

  /** False if a permit was withdrawn on the way. */
  private boolean compose(IpsComposer composer, Access access, Ref patient) {
    Chunks chunks =
        records.of(patient, Selection.of("summary", IpsComposer.TYPES), Optional.empty());
    State state = State.MORE;
    while (state == State.MORE) {
      Chunk chunk = chunks.next(access);
      for (StoredResource found : chunk.found()) composer.take(Json.parseObject(found.json()));
      for (StoredResource along : chunk.along()) composer.take(Json.parseObject(along.json()));
      state = chunk.state();
    }
    return state == State.END;
  }
}
