package dev.tsumugi.fhirserver.shell.http;

import dev.tsumugi.consent.Access;
import dev.tsumugi.fhirserver.Labelling;
import dev.tsumugi.fhirserver.Operation;
import dev.tsumugi.kernel.Json;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** {@code GET ValueSet/$relabel-status}: how far a change of the sensitivity value sets is. */
public final class RelabelStatusOperation implements Operation {
  private final Labelling labelling;

  public RelabelStatusOperation(Labelling labelling) {
    this.labelling = labelling;
  }

  @Override
  public String name() {
    return "$relabel-status";
  }

  @Override
  public Optional<String> type() {
    return Optional.of("ValueSet");
  }

  @Override
  public boolean onInstance() {
    return false;
  }

  @Override
  public String documentation() {
    return "How far a change of the sensitivity value sets is: state (restricting, lifting, settled),"
        + " rows done of total, by the hundred. Until it is settled, what may be sensitive by the old"
        + " or by the new sets is hidden as if it were";
  }

  @Override
  public boolean safe() {
    return true;
  }

  @Override
  public byte[] run(Access access, Call call) {
    call.demandOnly(Set.of());
    Labelling.Progress progress = labelling.progress();
    String state = progress.state().name().toLowerCase(Locale.ROOT);
    List<Json> parts =
        List.of(
            Json.object().put("name", "state").put("valueCode", state).build(),
            count("generation", progress.generation()),
            count("done", progress.roundedDone()),
            count("total", progress.roundedTotal()));
    return Json.bytes(
        Json.object().put("resourceType", "Parameters").put("parameter", parts).build());
  }

  private static Json count(String name, long number) {
    return Json.object().put("name", name).put("valueDecimal", number).build();
  }
}
