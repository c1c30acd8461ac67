package dev.tsumugi.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FoldingTest {
  @ParameterizedTest
  @CsvSource({
    "Yamada,              yamada",
    "' Ｙａｍａｄａ　Ｔａｒｏ ', yamada taro",
    "Müller,              muller",
    "Ångström,            angstrom",
    "Nguyễn,              nguyen",
    "ヤマダ,              やまだ",
    "ﾔﾏﾀﾞ,                やまだ",
    "はは,                はは",
    "ばば,                ばば",
    "パパ,                ぱぱ",
    "ヴァイオリン,        ゔぁいおりん",
    "サーバー,            さーばー",
    "㈱ツムギ,            (株)つむぎ",
    "葛\uDB40\uDD00城,    葛城",
    "髙橋,                髙橋",
    "'a \t\n b',          a b",
    "'   ',               ''",
  })
  void foldsWhatASearchTakesAsEqual(String text, String folded) {
    assertThat(Folding.fold(text)).isEqualTo(folded);
    assertThat(Folding.fold(folded)).isEqualTo(folded);
  }

  @Test
  void voicedMarksDecide() {
    assertThat(Folding.fold("か\u3099")).isEqualTo("が").isNotEqualTo(Folding.fold("か"));
  }
}
