package dev.tsumugi.terminology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tsumugi.kernel.Json;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Subsumption is a partial order, even over a system whose parents go round in a circle. */
class SubsumptionPropertyTest {
  @Provide
  Arbitrary<Json.Obj> systems() {
    return Drawn.system();
  }

  @Property(tries = 1_000)
  void isReflexiveAntisymmetricAndTransitive(@ForAll("systems") Json.Obj drawn) {
    ResourceSystem system = ResourceSystem.of(drawn);

    for (String a : system.codes()) {
      assertThat(system.subsumes(a, a)).isTrue();
      for (String b : system.codes()) {
        boolean above = system.subsumes(a, b);
        if (above && system.subsumes(b, a)) assertThat(a).isEqualTo(b);
        if (!above) continue;
        for (String c : system.codes()) {
          if (system.subsumes(b, c)) assertThat(system.subsumes(a, c)).isTrue();
        }
      }
    }
  }

  @Property(tries = 300)
  void whatIsUnknownIsSubsumedByNothing(@ForAll("systems") Json.Obj drawn) {
    ResourceSystem system = ResourceSystem.of(drawn);

    for (String code : system.codes()) {
      assertThat(system.subsumes("nowhere", code)).isFalse();
      assertThat(system.subsumes(code, "nowhere")).isFalse();
    }
    assertThat(system.subsumes("nowhere", "nowhere")).isFalse();
  }
}
