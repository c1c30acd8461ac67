package dev.tsumugi.kernel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
  private static Json.Obj read(String text) {
    return Json.parseObject(text.getBytes(UTF_8));
  }

  @Test
  void numbersKeepTheirWrittenPrecision() {
    assertThat(Json.bytes(read("{ \"a\" : 1.00, \"b\": -2.5E+3 }")))
        .asString(UTF_8)
        .isEqualTo("{\"a\":1.00,\"b\":-2.5E+3}");
  }

  @Test
  void escapesAndJapaneseSurvive() {
    assertThat(read("{\"a\":\"\\u7d21\\n\\\"\\\\ 紡 \\ud83d\\ude91\"}").text("a"))
        .isEqualTo("紡\n\"\\ 紡 🚑");
  }

  @Test
  void membersAreEqualInAnyOrder() {
    assertThat(read("{\"a\":1,\"b\":[true,null]}")).isEqualTo(read("{\"b\":[true,null],\"a\":1}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "{\"a\":1,}",
        "{\"a\":01}",
        "{\"a\":1}x",
        "{\"a\":1,\"a\":2}",
        "{\"a\":\"\\u0000\"}",
        "{\"a\":\"\\ud800\"}",
        "{\"a\":\"\n\"}",
        "{'a':1}",
        "{\"a\":nul}",
        "{\"a\":.5}",
        "[1]"
      })
  void refusesWhatIsNotStrictJson(String text) {
    assertThatThrownBy(() -> read(text)).isInstanceOf(Problem.class);
  }

  @Test
  void refusesBadUtf8AndDeepNesting() {
    byte[] bad = {'{', '"', 'a', '"', ':', '"', (byte) 0xC3, (byte) 0x28, '"', '}'};
    assertThatThrownBy(() -> Json.parseObject(bad)).hasMessageContaining("UTF-8");
    assertThatThrownBy(() -> read("{\"a\":" + "[".repeat(10_000) + "]".repeat(10_000) + "}"))
        .hasMessageContaining("100 levels");
  }

  @Test
  void aReplacementCharacterThatWasWrittenIsNoBadUtf8() {
    assertThat(read("{\"a\":\"\uFFFD 紡\"}").text("a")).isEqualTo("\uFFFD 紡");
  }

  @Test
  void refusesManyMembersAndAmongManyTheSameTwice() {
    assertThat(read(members(500, ""))).isInstanceOf(Json.Obj.class);
    assertThatThrownBy(() -> read(members(501, ""))).hasMessageContaining("more than 500 members");
    for (String name : List.of("m0", "m31", "m32", "m99")) {
      assertThatThrownBy(() -> read(members(100, name))).hasMessageContaining("twice");
    }
  }

  /** Members {@code m0} and so on, and one more if it is named. */
  private static String members(int count, String more) {
    String all =
        IntStream.range(0, count)
            .mapToObj(i -> "\"m" + i + "\":1")
            .collect(Collectors.joining(",", "{", ""));
    return all + (more.isEmpty() ? "}" : ",\"" + more + "\":1}");
  }

  @Test
  void saysWhereItStopped() {
    assertThatThrownBy(() -> read("{\n  \"a\": tru\n}")).hasMessageContaining("line 2, column 8");
  }

  @Property(tries = 500)
  void writingAndReadingGivesTheSameValue(@ForAll("trees") Json tree) {
    Json.Obj wrapped = Json.object().put("x", tree).build();
    assertThat(Json.parseObject(Json.bytes(wrapped))).isEqualTo(wrapped);
  }

  /** Of any length and width, as Java's own encoder has it; half a pair too. */
  @Property(tries = 2000)
  void writesTheUtf8ThatJavaWrites(@ForAll("texts") String text) {
    String escaped = text.replace("\\", "\\\\").replace("\"", "\\\"");
    assertThat(Json.bytes(new Json.Text(text))).isEqualTo(("\"" + escaped + "\"").getBytes(UTF_8));
  }

  /** Where a text is written in parts, two halves in a row stand before a whole pair. */
  @Test
  void aPairBehindHalfOneIsNotCut() {
    String text = "a".repeat(255) + "\uD83D" + "🚑" + "b";
    assertThat(Json.bytes(new Json.Text(text))).isEqualTo(("\"" + text + "\"").getBytes(UTF_8));
  }

  @Provide
  Arbitrary<String> texts() {
    Arbitrary<String> any =
        Arbitraries.of("a", "\"", "\\", "é", "紡", "🚑", "\uD83D", "\uDE91", "\uFFFF");
    return any.list().ofMaxSize(700).map(parts -> String.join("", parts));
  }

  @Provide
  Arbitrary<Json> trees() {
    return tree(3);
  }

  private static Arbitrary<Json> tree(int depth) {
    Arbitrary<Json> leaf =
        Arbitraries.oneOf(
            Arbitraries.strings()
                .ofMaxLength(20)
                .excludeChars('\u0000')
                .filter(s -> UTF_8.newEncoder().canEncode(s))
                .map(Json.Text::new),
            Arbitraries.bigDecimals().map(n -> new Json.Num(n.toPlainString())),
            Arbitraries.of(true, false).map(Json.Bool::new),
            Arbitraries.just(Json.Null.NULL));
    if (depth == 0) return leaf;
    Arbitrary<List<Json>> items = tree(depth - 1).list().ofMaxSize(3);
    return Arbitraries.oneOf(leaf, items.map(Json.Arr::new), items.map(JsonTest::numbered));
  }

  private static Json numbered(List<Json> items) {
    Json.Builder object = Json.object();
    for (int i = 0; i < items.size(); i++) object.put("m" + i, items.get(i));
    return object.build();
  }

  @Test
  void hashIsTheDatabasesFormatAndNeverChanges() {
    assertThat(List.of(Hash64.of(""), Hash64.of("Patient/1"), Hash64.of("a longer text 日本語")))
        .isEqualTo(List.of(HASHES[0], HASHES[1], HASHES[2]));
  }

  private static final long[] HASHES = {0L, 6386208423625740725L, -6305988604748167121L};
}
