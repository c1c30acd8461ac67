package dev.tsumugi.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tsumugi.identity.ResidentMatch.Found;
import dev.tsumugi.identity.ResidentMatch.Sure;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResidentMatchTest {
  private static final Demographics SETSUKO =
      person("小林 節子", "コバヤシ セツコ", "1943-05-02", "female", "茨城県つむぎ市桜1丁目2番3号");

  @ParameterizedTest(name = "{0} {1} {2} {3} {4}: {5}")
  @CsvSource(
      nullValues = "-",
      value = {
        "小林　節子, こばやし せつこ, 1943-05-02, female, -, CERTAIN",
        "小林節子, ｺﾊﾞﾔｼ ｾﾂｺ, 1943-05-02, female, 大阪府, CERTAIN",
        "-, コバヤシ セツコ, 1943-05-02, female, -, CERTAIN",
        "小林 節子, -, 1943-05-02, female, 茨城県つむぎ市桜１－２－３, CERTAIN",
        "小林 節子, -, 1943-05-02, female, 茨城県つむぎ市桜一丁目2番地の3, CERTAIN",
        "小林 節子, -, 1943-05-02, female, 茨城県つむぎ市梅1-2-3, POSSIBLE",
        "小林 節子, -, 1943-05-02, female, -, POSSIBLE",
        "小林 世津子, コバヤシ セツコ, 1943-05-02, female, -, POSSIBLE",
        "小林 節子, コバヤシ セツコ, 1943-05-03, female, -, NO",
        "小林 節子, コバヤシ セツコ, 1943-05-02, male, -, NO",
        "小林 節子, コバヤシ セツコ, -, female, -, NO",
        "小林 節子, コバヤシ セツコ, 1943-05-02, -, -, NO",
        "小松 節子, コマツ セツコ, 1943-05-02, female, 茨城県つむぎ市桜1-2-3, NO",
        "-, -, 1943-05-02, female, 茨城県つむぎ市桜1-2-3, NO",
      })
  void onlyTheSamePersonIsCertain(
      String name, String kana, String birth, String sex, String address, Sure sure) {
    assertThat(ResidentMatch.compare(SETSUKO, person(name, kana, birth, sex, address)))
        .isEqualTo(sure);
  }

  @ParameterizedTest
  @CsvSource({"髙橋 翔太, 高橋翔太", "渡邉 京子, 渡辺京子", "齋藤 一, 斎藤一"})
  void namesThatRegistersWriteEitherWayAreOne(String one, String other) {
    Demographics person = person(one, null, "1980-01-01", "male", "桜1-1");

    assertThat(ResidentMatch.compare(person, person(other, null, "1980-01-01", "male", "桜1-1")))
        .isEqualTo(Sure.CERTAIN);
  }

  @Test
  void aPersonIsLinkedOnlyWhereNobodyElseIsEvenPossible() {
    Demographics twin = person("小林 節", "コバヤシ セツコ", "1943-05-02", "female", null);
    Demographics other = person("鈴木 一郎", "スズキ イチロウ", "1950-01-01", "male", null);

    assertThat(ResidentMatch.find(SETSUKO, Map.of("a", SETSUKO, "b", other)))
        .isEqualTo(new Found.One("a"));
    assertThat(ResidentMatch.find(SETSUKO, Map.of("a", SETSUKO, "c", twin)))
        .isEqualTo(new Found.Unsure(java.util.List.of("a", "c")));
    assertThat(ResidentMatch.find(SETSUKO, Map.of("a", SETSUKO, "d", SETSUKO)))
        .isInstanceOf(Found.Unsure.class);
    assertThat(ResidentMatch.find(SETSUKO, Map.of("b", other))).isEqualTo(new Found.Nobody());
  }

  @Test
  void gapsMatchNothing() {
    Demographics nobody = person(null, " ", null, "", null);

    assertThat(ResidentMatch.find(nobody, Map.of("n", nobody))).isEqualTo(new Found.Nobody());
  }

  private static Demographics person(
      String name, String kana, String birth, String sex, String address) {
    return new Demographics(
        Optional.ofNullable(name),
        Optional.ofNullable(kana),
        Optional.ofNullable(birth).map(LocalDate::parse),
        Optional.ofNullable(sex),
        Optional.ofNullable(address));
  }
}
