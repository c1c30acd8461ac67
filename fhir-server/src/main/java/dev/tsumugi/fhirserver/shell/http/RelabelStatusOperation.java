package dev.tsumugi.fhirserver.shell.http;

import dev.tsumugi.consent.Access;
import dev.tsumugi.fhirserver.Labelling;
import java.util.Set;

/** {@code GET ValueSet/$relabel-status}: how far a change of the sensitivity value sets is. */
public final class RelabelStatusOperation implements LabellingOperation {
  private final Labelling labelling;

  public RelabelStatusOperation(Labelling labelling) {
    this.labelling = labelling;
  }

  @Override
  public String name() {
    return "$relabel-status";
  }

  @Override
  public String documentation() {
    return "How far a change of the sensitivity value sets is: state (restricting, lifting, settled),"
        + " rows done of total, by the hundred. Until it is settled, what may be sensitive by the old"
        + " or by the new sets is hidden as if it were";
  }

  @Override
  public byte[] run(Access access, Call call) {
    call.demandOnly(Set.of());
    Labelling.Progress progress = labelling.progress();
    return new ProgressParameters(progress.state().name())
        .count("generation", progress.generation())
        .count("done", progress.roundedDone())
        .count("total", progress.roundedTotal())
        .bytes();
  }
}
