package dev.tsumugi.acp.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tsumugi.kernel.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlainTextTest {
  @ParameterizedTest(name = "U+{0}")
  @ValueSource(
      strings = {
        "0000", "0007", "001B", "007F", "0080", "00AD", "061C", "115F", "180E", "200B", "200C",
        "200D", "200E", "200F", "202A", "202E", "2060", "2066", "2069", "3164", "FEFF", "FFF9",
        "E000", "D800", "DC00", "E0001", "FFFF"
      })
  void whatNobodySeesIsDroppedAndCounted(String hex) {
    String hidden = new String(Character.toChars(Integer.parseInt(hex, 16)));

    PlainText clean = PlainText.of("said", "家で" + hidden + "過ごしたい");

    assertThat(clean).isEqualTo(new PlainText("家で過ごしたい", 1));
  }

  @ParameterizedTest
  @CsvSource({"\\r\\n", "\\r", "\\n", "\\u2028", "\\u2029", "\\u0085", "\\f"})
  void everyKindOfLineBreakStaysAsOne(String escaped) {
    String line =
        escaped
            .replace("\\r", "\r")
            .replace("\\n", "\n")
            .replace("\\u2028", "\u2028")
            .replace("\\u2029", "\u2029")
            .replace("\\u0085", "\u0085")
            .replace("\\f", "\f");

    assertThat(PlainText.of("said", "一" + line + "二")).isEqualTo(new PlainText("一\n二", 0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "葛\uDB40\uDD00飾",
        "ok 👍🏽",
        "👨\u200D👩\u200D👧",
        "❤\uFE0F",
        "「あ」 ﾊﾝｶｸ Ａ",
        "𠮷野家"
      })
  void whatIsSeenStays(String text) {
    assertThat(PlainText.of("said", text)).isEqualTo(new PlainText(text, 0));
  }

  @Test
  void aTabIsASpaceAndTheEndsAreBare() {
    assertThat(PlainText.of("said", " \t a\tb \n").text()).isEqualTo("a b");
  }

  @Test
  void twentyThousandCharactersAreKeptAndOneMoreIsRefusedWhole() {
    String full = "𠮷".repeat(PlainText.LONGEST);
    assertThat(PlainText.of("said", "\u200B" + full + "\u202E")).isEqualTo(new PlainText(full, 2));

    assertThatThrownBy(() -> PlainText.of("said", full + "あ"))
        .isInstanceOfSatisfying(
            Problem.class,
            problem -> {
              assertThat(problem.kind()).isEqualTo(Problem.Kind.TOO_LARGE);
              assertThat(problem.issues().get(0).path()).isEqualTo("said");
              assertThat(problem.getMessage()).contains("長すぎます(20001文字)", "何も消えていません");
            });
  }
}
