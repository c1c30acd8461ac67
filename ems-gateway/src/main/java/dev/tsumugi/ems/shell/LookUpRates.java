package dev.tsumugi.ems.shell;

import dev.tsumugi.consent.Access;
import dev.tsumugi.consent.Requester;
import dev.tsumugi.ems.LookUpLimits;
import dev.tsumugi.fhirserver.LookUpCounts;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.kernel.Problem.Issue;
import dev.tsumugi.kernel.Ref;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Stops those who go through the residents instead of looking for one. */
final class LookUpRates {
  private final LookUpCounts counts;
  private final LookUpLimits limits;

  LookUpRates(LookUpCounts counts, LookUpLimits limits) {
    this.counts = counts;
    this.limits = limits;
  }

  /**
   * Counts one look-up, and tells whether many of this person have just found nobody. Throws {@code
   * Problem} TOO_MANY, whoever was looked for.
   */
  boolean admit(Access access, Optional<Ref> incident) {
    Requester requester = access.requester();
    Map<String, Integer> most = new LinkedHashMap<>();
    put(most, "person " + requester.subject(), limits.person());
    requester.signOn().key().ifPresent(key -> put(most, "device " + key, limits.device()));
    incident.ifPresent(run -> put(most, "incident " + run, limits.incident()));
    Map<String, Integer> more = new LinkedHashMap<>();
    most.keySet().forEach(who -> more.put(who, 1));
    if (limits.misses() > 0) more.put(missed(requester), 0);
    if (more.isEmpty()) return false;
    Map<String, Integer> now = counts.count(more, access.at());
    most.forEach(
        (who, limit) -> {
          if (now.getOrDefault(who, 0) > limit) throw tooMany(limit, access.at());
        });
    int misses = now.getOrDefault(missed(requester), 0);
    return limits.misses() > 0 && misses >= limits.misses();
  }

  /** One found nobody: nobody there, or nobody who may be seen. */
  void missed(Access access) {
    if (limits.misses() > 0) counts.count(Map.of(missed(access.requester()), 1), access.at());
  }

  private static String missed(Requester requester) {
    return "missed " + requester.subject();
  }

  private static void put(Map<String, Integer> most, String who, int limit) {
    if (limit > 0) most.put(who, limit);
  }

  private static Problem tooMany(int limit, Instant at) {
    Instant next = at.truncatedTo(ChronoUnit.HOURS).plus(1, ChronoUnit.HOURS);
    Duration wait = Duration.between(at, next);
    long minutes = wait.toMinutes() + 1;
    return Problem.tooMany(
        new Issue(
            "",
            "more than "
                + limit
                + " look-ups in this hour: try again in "
                + minutes
                + " minutes, or ask your dispatch centre",
            "この1時間の照会が上限(" + limit + "件)を超えました。" + minutes + "分後にもう一度お試しになるか、指令センターにご連絡ください。"),
        wait.toSeconds() + 1);
  }
}
