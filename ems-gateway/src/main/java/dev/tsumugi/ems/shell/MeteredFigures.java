package dev.tsumugi.ems.shell;

import dev.tsumugi.ems.LookUpFigures;
import dev.tsumugi.kernel.Problem;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;

/** Figures as Micrometer keeps them. Every tag is one of a few words of ours. */
final class MeteredFigures implements LookUpFigures {
  private static final Duration[] STEPS = {
    Duration.ofMillis(3),
    Duration.ofMillis(10),
    Duration.ofMillis(20),
    Duration.ofMillis(100),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofSeconds(5)
  };

  private final MeterRegistry registry;

  MeteredFigures(MeterRegistry registry) {
    this.registry = registry;
  }

  @Override
  public void answered(String finder, String outcome, boolean incident, Duration took) {
    Timer.builder("hub.ems.lookup")
        .description("emergency look-ups, by what was asked and what came of it")
        .tag("finder", finder)
        .tag("outcome", outcome)
        .tag("incident", incident ? "known" : "none")
        .serviceLevelObjectives(STEPS)
        .register(registry)
        .record(took);
  }

  @Override
  public void refused(Problem.Kind why) {
    registry.counter("hub.ems.lookup.refused", "why", why.issueCode()).increment();
  }

  @Override
  public void scanToSheet(Duration took) {
    Timer.builder("hub.ems.scan.to.sheet")
        .description("from the scan to the sheet on the screen, as tablets measured it")
        .serviceLevelObjectives(STEPS)
        .register(registry)
        .record(took);
  }
}
