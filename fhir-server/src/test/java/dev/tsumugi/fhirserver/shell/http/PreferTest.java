package dev.tsumugi.fhirserver.shell.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tsumugi.fhirserver.shell.http.Prefer.Return;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PreferTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "return=minimal|MINIMAL|false",
        "return=representation|REPRESENTATION|false",
        "return=OperationOutcome|OUTCOME|false",
        "return=\"minimal\"|MINIMAL|false",
        "Return = minimal|MINIMAL|false",
        "handling=lenient|REPRESENTATION|true",
        "handling=strict|REPRESENTATION|false",
        "handling=lenient, return=minimal|MINIMAL|true",
        "return=minimal; handling=lenient|MINIMAL|true",
        "respond-async,wait=10 , return=minimal|MINIMAL|false",
        "return=minimal,return=OperationOutcome|MINIMAL|false",
        "note=\"return=minimal, handling=lenient\"|REPRESENTATION|false",
        "note=\"a \\\" b\", return=minimal|MINIMAL|false",
        "xreturn=minimal|REPRESENTATION|false",
        "return=minimalist|REPRESENTATION|false",
        "handling=lenient-ish|REPRESENTATION|false",
        "return|REPRESENTATION|false",
        ";;,,=|REPRESENTATION|false",
      })
  void aPreferenceIsATokenAndNotAPieceOfText(String header, Return returns, boolean lenient) {
    assertThat(Prefer.of(header)).isEqualTo(new Prefer(returns, lenient));
  }
}
