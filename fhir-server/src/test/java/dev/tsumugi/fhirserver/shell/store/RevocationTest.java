package dev.tsumugi.fhirserver.shell.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tsumugi.fhirserver.Records;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
      assertThat(seen(told)).allSatisfy((how, share) -> assertThat(share).isBetween(0.1, 0.9));
    }
  }

  @Test
  void aStaleCacheIsCaught(@TempDir Path folder) throws Exception {
    try (TestStore town = new TestStore(folder)) {
      List<RevocationRace.Told> told =
          new RevocationRace(town, List.of(town.store), 3_000, RevocationTest::stale).run();

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
  private static Records stale(Records real) {
    Map<Object, Kept> kept = new ConcurrentHashMap<>();
    return (Records)
        Proxy.newProxyInstance(
            Records.class.getClassLoader(),
            new Class<?>[] {Records.class},
            (proxy, method, arguments) -> {
              if (!method.getName().equals("read")) return invoke(real, method, arguments);
              synchronized (kept) {
                Kept known = kept.get(arguments[1]);
                if (known == null || known.uses++ > KEPT) {
                  known = new Kept(invoke(real, method, arguments));
                  kept.put(arguments[1], known);
                }
                return known.answer;
              }
            });
  }

  private static final int KEPT = 40;

  private static final class Kept {
    final Object answer;
    int uses;

    Kept(Object answer) {
      this.answer = answer;
    }
  }

  private static Object invoke(Records real, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(real, arguments);
    } catch (InvocationTargetException failure) {
      throw failure.getCause();
    }
  }
}
