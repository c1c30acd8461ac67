package dev.tsumugi.acp;

import dev.tsumugi.fhirserver.reading.Elements;
import dev.tsumugi.kernel.FhirTime;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Period;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Why a person should look at their plan again.
 *
 * @param reason {@code yearly}, {@code admission}, {@code new-diagnosis}, {@code entered-home}
 */
public record Due(String reason, Instant since) {
  public static final String YEARLY = "yearly";
  public static final String ADMISSION = "admission";
  public static final String NEW_DIAGNOSIS = "new-diagnosis";
  public static final String ENTERED_HOME = "entered-home";

  private static final Set<String> EVENTS = Set.of(ADMISSION, NEW_DIAGNOSIS, ENTERED_HOME);
  private static final Set<String> OPEN =
      Set.of("requested", "received", "accepted", "ready", "in-progress", "on-hold");

  /** A year after it was last said to be so. */
  public static Instant yearly(Directive.Current current) {
    return current.confirmed().atZone(FhirTime.ZONE).plusYears(1).toInstant();
  }

  /**
   * @param asked Tasks by which the person was asked to confirm; the answer ends those before it
   */
  public static List<Due> of(Directive.Current current, List<Json.Obj> asked, Instant at) {
    List<Due> due = new ArrayList<>();
    Instant year = yearly(current);
    if (!at.isBefore(year)) due.add(new Due(YEARLY, year));
    for (Json.Obj task : asked) {
      Instant since = since(task);
      if (!Elements.is(task, "Task", OPEN) || !since.isAfter(current.confirmed())) continue;
      event(task).ifPresent(reason -> due.add(new Due(reason, since)));
    }
    return due;
  }

  private static Instant since(Json.Obj task) {
    return Optional.ofNullable(task.text("authoredOn"))
        .flatMap(FhirTime::parse)
        .map(Period::from)
        .orElse(Period.MIN);
  }

  private static Optional<String> event(Json.Obj task) {
    return Elements.codings(task, "reasonCode").stream()
        .map(coding -> coding.code())
        .filter(EVENTS::contains)
        .findFirst();
  }
}
