package dev.tsumugi.fhirserver.reading;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tsumugi.kernel.Json;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PersonNameTest {
  private static final Json.Obj SETSUKO =
      json(
          "{'name':[{'text':'小林 節子','family':'小林','given':['節子']},"
              + "{'family':'コバヤシ','given':['セツコ']},"
              + "{'use':'old','text':'山田 節子'},{'text':'Setsuko Kobayashi'}]}");

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "小林 節子,true",
    "小林節子,true",
    "小林　節子,true",
    "'  小林  節子 ',true",
    "コバヤシ セツコ,true",
    "こばやしせつこ,true",
    "ｺﾊﾞﾔｼ ｾﾂｺ,true",
    "ｺﾊﾞﾔｼｾﾂｺ,true",
    "山田節子,true",
    "ＳＥＴＳＵＫＯ kobayashi,true",
    "小林,false",
    "節子,false",
    "コハヤシ セツコ,false",
    "小林 節,false",
    "小林 節子子,false",
    "'　',false"
  })
  void aNameFitsHoweverItIsWritten(String asked, boolean fits) {
    assertThat(PersonName.fits(SETSUKO, PersonName.fold(asked))).isEqualTo(fits);
  }

  @Test
  void writingAndReadingAreToldApart() {
    assertThat(PersonName.of(SETSUKO)).isEqualTo(new PersonName("小林 節子", "コバヤシ セツコ"));
    assertThat(PersonName.of(json("{'name':[{'text':'ｻﾄｳ ﾕｰｼﾞ'}]}")).shown()).isEqualTo("ｻﾄｳ ﾕｰｼﾞ");
    assertThat(PersonName.of(json("{'active':true}")).shown()).isEqualTo("氏名の記録なし");
  }

  @Test
  void nobodyWithoutANameFits() {
    assertThat(PersonName.fits(json("{'name':[{'use':'usual'}]}"), "")).isFalse();
  }

  /** JSON with single quotes. */
  private static Json.Obj json(String text) {
    return Json.parseObject(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }
}
