package dev.tsumugi.fhirserver.shell.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tsumugi.consent.Access;
import dev.tsumugi.fhirserver.AuditLine;
import dev.tsumugi.fhirserver.AuditQuery;
import dev.tsumugi.fhirserver.HistoryQuery;
import dev.tsumugi.fhirserver.Query;
import dev.tsumugi.fhirserver.Records;
import dev.tsumugi.fhirserver.StoredResource;
import dev.tsumugi.fhirserver.Write;
import dev.tsumugi.fhirserver.Written;
import dev.tsumugi.kernel.Ref;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No request begun after an acknowledged revocation shows the data, on whatever node. */
class RevocationTest {
  private static final boolean FULL = Boolean.getBoolean("tsumugi.test.full");

  /** Half of a million for one node, and the same for two. */
  private static final long LOOKS = FULL ? 500_000 : 6_000;

  @ParameterizedTest(name = "{0} nodes")
  @ValueSource(ints = {1, 2})
  void noLookBegunAfterARevocationShowsAnything(int nodes, @TempDir Path folder) throws Exception {
    try (TestStore town = new TestStore(folder);
        Store second = town.further("node-2")) {
      List<Store> stores = nodes == 1 ? List.of(town.store) : List.of(town.store, second);

      List<RevocationRace.Told> told =
          new RevocationRace(town, stores, LOOKS, records -> records).run();

      assertThat(violations(told)).isEmpty();
      assertThat(looks(told)).isGreaterThanOrEqualTo(LOOKS);
      assertThat(overlapped(told)).isGreaterThanOrEqualTo(LOOKS / 500);
      assertThat(seen(told)).allSatisfy((how, share) -> assertThat(share).isBetween(0.2, 0.8));
    }
  }

  @Test
  void aStaleCacheIsCaught(@TempDir Path folder) throws Exception {
    try (TestStore town = new TestStore(folder)) {
      List<RevocationRace.Told> told =
          new RevocationRace(town, List.of(town.store), 3_000, StaleRecords::new).run();

      assertThat(violations(told)).anyMatch(one -> one.startsWith("READ saw"));
    }
  }

  private static List<String> violations(List<RevocationRace.Told> told) {
    List<String> all = new ArrayList<>();
    for (var one : told) all.addAll(AccessHistory.violations(one.writes(), one.looks()));
    return all;
  }

  private static long looks(List<RevocationRace.Told> told) {
    return told.stream().mapToLong(one -> one.looks().size()).sum();
  }

  private static long overlapped(List<RevocationRace.Told> told) {
    return told.stream()
        .mapToLong(one -> AccessHistory.overlapped(one.writes(), one.looks()))
        .sum();
  }

  /** How often each kind of look showed something: neither always nor never. */
  private static Map<String, Double> seen(List<RevocationRace.Told> told) {
    Map<String, long[]> counts = new TreeMap<>();
    for (var one : told) {
      for (var look : one.looks()) {
        long[] count = counts.computeIfAbsent(look.how(), how -> new long[2]);
        count[look.saw() ? 1 : 0]++;
      }
    }
    Map<String, Double> shares = new TreeMap<>();
    counts.forEach((how, c) -> shares.put(how, (double) c[1] / (c[0] + c[1])));
    return shares;
  }

  /** What a well-meant cache would do: what was read once is given again for a while. */
  private static final class StaleRecords implements Records {
    private static final int KEPT = 40;
    private final Records real;
    private final Map<Ref, Kept> kept = new ConcurrentHashMap<>();

    private static final class Kept {
      final Optional<StoredResource> answer;
      int uses;

      Kept(Optional<StoredResource> answer) {
        this.answer = answer;
      }
    }

    StaleRecords(Records real) {
      this.real = real;
    }

    @Override
    public synchronized Optional<StoredResource> read(Access access, Ref ref) {
      Kept known = kept.get(ref);
      if (known == null || known.uses++ > KEPT) {
        known = new Kept(real.read(access, ref));
        kept.put(ref, known);
      }
      return known.answer;
    }

    @Override
    public Optional<StoredResource> vread(Access access, Ref ref, int version) {
      return real.vread(access, ref, version);
    }

    @Override
    public Optional<HistoryQuery.Page> history(Access access, HistoryQuery query) {
      return real.history(access, query);
    }

    @Override
    public Query.Page search(Access access, Query query, Optional<Query.Position> after) {
      return real.search(access, query, after);
    }

    @Override
    public List<Written> commit(Access access, List<Write> writes) {
      return real.commit(access, writes);
    }

    @Override
    public Optional<AuditLine> event(Access access, String id) {
      return real.event(access, id);
    }

    @Override
    public Page events(Access access, AuditQuery query, Optional<Query.Position> after) {
      return real.events(access, query, after);
    }
  }
}
