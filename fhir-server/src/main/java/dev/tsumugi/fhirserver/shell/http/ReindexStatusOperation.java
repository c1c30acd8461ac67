package dev.tsumugi.fhirserver.shell.http;

import dev.tsumugi.consent.Access;
import dev.tsumugi.fhirserver.Operation;
import dev.tsumugi.fhirserver.Parameters;
import dev.tsumugi.fhirserver.ParametersInForce.Progress;
import dev.tsumugi.fhirserver.Records;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.kernel.Ref;
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
    Optional<Progress> known = parameters.progress(ref.id());
    if (known.isEmpty()) return new ProgressParameters("not-loaded").bytes();
    Progress progress = known.get();
    boolean active = progress.state() == Progress.State.ACTIVE;
    return new ProgressParameters(progress.state().name())
        .count("done", active ? progress.roundedTotal() : progress.roundedDone())
        .count("total", progress.roundedTotal())
        .bytes();
  }
}
