package dev.tsumugi.hub.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tsumugi.kernel.Json;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What counts as expected, and above all what does not. */
class ExpectationTest {
  private static final Expectation EXPECTATION = new Expectation(Set.of("general", "version:4"));

  private static Json.Obj json(String text) {
    return Json.parseObject(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }

  private static boolean fits(String expected, String actual) {
    return EXPECTATION.difference(json(expected), json(actual)) == null;
  }

  @Test
  void orderNeverCountsAndContentAlways() {
    assertThat(fits("{'a':1,'b':[1,2]}", "{'b':[2,1],'a':1}")).isTrue();
    assertThat(fits("{'b':[1,2]}", "{'b':[1,1]}")).isFalse();
    assertThat(fits("{'b':[1,2]}", "{'b':[1,2,3]}")).isFalse();
    assertThat(fits("{'b':[1,2]}", "{'b':[1]}")).isFalse();
    assertThat(fits("{'a':1}", "{'a':1,'b':2}")).isFalse();
    assertThat(fits("{'a':1,'b':2}", "{'a':1}")).isFalse();
    assertThat(fits("{'a':true}", "{'a':'true'}")).isFalse();
    assertThat(fits("{'a':1.0}", "{'a':1}")).isTrue();
  }

  @Test
  void anItemFindsItsOwnEvenIfAnotherWouldTakeIt() {
    String loose = "{'$optional-properties$':['v'],'n':'x'}";
    String expected = "{'b':[" + loose + ",{'n':'x','v':1}]}";

    assertThat(fits(expected, "{'b':[{'n':'x','v':1},{'n':'x'}]}")).isTrue();
    assertThat(fits(expected, "{'b':[{'n':'x'},{'n':'x'}]}")).isFalse();
  }

  @Test
  void onlyWhatIsMarkedMayLack() {
    assertThat(fits("{'$optional-properties$':['a'],'a':1}", "{}")).isTrue();
    assertThat(fits("{'$optional-properties$':['a'],'a':1}", "{'a':2}")).isFalse();
    assertThat(fits("{'p':[{'$optional$':true,'n':'x'}]}", "{}")).isTrue();
    assertThat(fits("{'p':[{'$optional$':true,'n':'x'},{'n':'y'}]}", "{'p':[{'n':'y'}]}")).isTrue();
    assertThat(fits("{'p':[{'$optional$':'version:4','n':'x'}]}", "{}")).isTrue();
    assertThat(fits("{'p':[{'$optional$':'version:5','n':'x'}]}", "{}")).isFalse();
    assertThat(fits("{'p':[{'$optional$':'!tx.fhir.org','n':'x'}]}", "{}")).isTrue();
    assertThat(fits("{'p':[{'$optional$':'!general','n':'x'}]}", "{}")).isFalse();
  }

  @Test
  void countedArraysAreOnlyCounted() {
    assertThat(fits("{'$count-arrays$':['c'],'c':[1,2]}", "{'c':[8,9]}")).isTrue();
    assertThat(fits("{'$count-arrays$':['c'],'c':[1,2]}", "{'c':[8]}")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "$choice:a|b$, b, true",
    "$choice:a|b$, c, false",
    "$fragments:One|two$, two and one, true",
    "$fragments:one|two$, one, false",
    "$external:3:fixed$, it is fixed here, true",
    "$external:3:fixed$, it is not, false",
    "$external:3$, anything, true",
    "$uuid$, urn:uuid:01234567-89ab-cdef-0123-456789abcdef, true",
    "$uuid$, 1234, false",
    "$instant$, 2026-11-22T10:00:00.123Z, true",
    "$instant$, 2026-11-22, false",
    "$id$, a-b.1, true",
    "$id$, a b, false",
    "$semver$, 1.2.3, true",
    "$semver$, 1.2, false",
    "http://x|$version$, http://x|4.0.1, true",
    "http://x|$version$, http://y|4.0.1, false",
    "$nonsense$, anything, false",
    "CodeSystem x, CodeSystem x, true",
    "CodeSystem x, CodeSystem y, false"
  })
  void theSuitesOwnWordsAreUnderstood(String expected, String actual, boolean fits) {
    assertThat(fits("{'t':'" + expected + "'}", "{'t':'" + actual + "'}")).isEqualTo(fits);
  }

  @Test
  void quotationMarksWithinTextsArePassedOver() {
    Json.Obj expected = Json.object().put("t", "CodeSystem 'x' is").build();
    assertThat(EXPECTATION.difference(expected, Json.object().put("t", "CodeSystem x is").build()))
        .isNull();
  }

  @Test
  void anIssueMayRepeatItsExpressionAndNothingElse() {
    String expected = "{'severity':'error','expression':['a']}";
    assertThat(fits(expected, "{'severity':'error','expression':['a'],'location':['a']}")).isTrue();
    assertThat(fits(expected, "{'severity':'error','expression':['a'],'location':['b']}"))
        .isFalse();
  }
}
