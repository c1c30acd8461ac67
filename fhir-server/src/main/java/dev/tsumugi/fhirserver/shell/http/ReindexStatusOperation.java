package dev.tsumugi.fhirserver.shell.http;

import dev.tsumugi.consent.Access;
import dev.tsumugi.fhirserver.Operation;
import dev.tsumugi.fhirserver.Parameters;
import dev.tsumugi.fhirserver.ParametersInForce.Progress;
import dev.tsumugi.fhirserver.Records;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.kernel.Ref;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** {@code GET SearchParameter/[id]/$reindex-status}: from when on searches are answered by it. */
public final class ReindexStatusOperation implements Operation {
  private final Records records;
  private final Parameters parameters;

  public ReindexStatusOperation(Records records, Parameters parameters) {
    this.records = records;
    this.parameters = parameters;
  }

  @Override
  public String name() {
    return "$reindex-status";
  }

  @Override
  public Optional<String> type() {
    return Optional.of("SearchParameter");
  }

  @Override
  public boolean onInstance() {
    return true;
  }

  @Override
  public String documentation() {
    return "How far a loaded search parameter is: state (not-loaded, indexing, active, retired), and"
        + " rows done of total, by the hundred";
  }

  @Override
  public boolean safe() {
    return true;
  }

  @Override
  public byte[] run(Access access, Call call) {
    Ref ref = call.instance().orElseThrow();
    if (records.read(access, ref).isEmpty()) throw Problem.notFound(ref);
    List<Json> parts = new ArrayList<>();
    Optional<Progress> progress = parameters.progress(ref.id());
    String state =
        progress.map(p -> p.state().name().toLowerCase(Locale.ROOT)).orElse("not-loaded");
    parts.add(Json.object().put("name", "state").put("valueCode", state).build());
    progress.ifPresent(
        p -> {
          parts.add(
              count(
                  "done", p.state() == Progress.State.ACTIVE ? p.roundedTotal() : p.roundedDone()));
          parts.add(count("total", p.roundedTotal()));
        });
    return Json.bytes(
        Json.object().put("resourceType", "Parameters").put("parameter", parts).build());
  }

  private static Json count(String name, long rows) {
    return Json.object().put("name", name).put("valueDecimal", rows).build();
  }
}
