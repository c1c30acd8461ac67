package dev.tsumugi.consent;

import static dev.tsumugi.consent.Asking.ALLERGY;
import static dev.tsumugi.consent.Asking.RESULT;
import static dev.tsumugi.consent.Asking.physician;
import static dev.tsumugi.consent.Asking.sato;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GateCostTest {
  private static final int ROUNDS = 20_000;

  private static Compartment withTwentyProvisions() {
    List<String> provisions = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      provisions.add(
          """
          {'type':'permit','actor':[%s],'purpose':[%s],'provision':[
            {'type':'deny','class':[%s]},{'type':'deny','class':[%s]},{'type':'permit','class':[%s]}]}
          """
              .formatted(
                  Asking.actor("Practitioner/physician"),
                  Asking.purpose("TREAT"),
                  Asking.dataClass("social"),
                  Asking.type("Immunization"),
                  Asking.type("AllergyIntolerance")));
    }
    return sato(Asking.policy(provisions.toArray(String[]::new)));
  }

  @Test
  void decidingAgainAllocatesNothing() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    Gate gate = physician().gate();
    Compartment compartment = withTwentyProvisions();
    Facet social = Asking.facet("Observation", DataClass.SOCIAL);
    List<Facet> facets = List.of(ALLERGY, RESULT, social);
    int permits = rounds(gate, compartment, facets);

    long before = threads.getCurrentThreadAllocatedBytes();
    permits += rounds(gate, compartment, facets);
    long bytes = threads.getCurrentThreadAllocatedBytes() - before;

    assertThat(permits).isEqualTo(2 * 2 * ROUNDS);
    // The JVM itself allocates a little now and then; a decision that does would need megabytes.
    assertThat(bytes).isLessThan(ROUNDS);
  }

  private static int rounds(Gate gate, Compartment compartment, List<Facet> facets) {
    int permits = 0;
    for (int i = 0; i < ROUNDS; i++) {
      for (int f = 0; f < facets.size(); f++) {
        if (gate.decide(Action.SEARCH, facets.get(f), compartment).permitted()) permits++;
      }
    }
    return permits;
  }
}
