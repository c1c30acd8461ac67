package dev.tsumugi.fhirserver.shell.store;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What an audit found so far. Rows are named by key, never by content. */
final class AuditNotes {
  private static final int SHOWN = 20;

  private final Map<Claim, List<String>> shown = new EnumMap<>(Claim.class);
  private final Map<Claim, Long> counts = new EnumMap<>(Claim.class);

  void add(Claim broken, String sentence) {
    counts.merge(broken, 1L, Long::sum);
    List<String> first = shown.computeIfAbsent(broken, c -> new ArrayList<>());
    if (first.size() < SHOWN) first.add(sentence);
  }

  StoreAudit.Verdict verdict(Claim claim) {
    return new StoreAudit.Verdict(
        claim.words(), shown.getOrDefault(claim, List.of()), counts.getOrDefault(claim, 0L), "");
  }
}
