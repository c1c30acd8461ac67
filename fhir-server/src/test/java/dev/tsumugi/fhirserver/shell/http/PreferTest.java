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
        "return=minimal|MINIMAL|false|false",
        "return=representation|REPRESENTATION|false|false",
        "return=OperationOutcome|OUTCOME|false|false",
        "return=\"minimal\"|MINIMAL|false|false",
        "Return = minimal|MINIMAL|false|false",
        "handling=lenient|REPRESENTATION|true|false",
        "handling=strict|REPRESENTATION|false|false",
        "handling=lenient, return=minimal|MINIMAL|true|false",
        "return=minimal; handling=lenient|MINIMAL|true|false",
        "respond-async,wait=10 , return=minimal|MINIMAL|false|true",
        "return=minimal,return=OperationOutcome|MINIMAL|false|false",
        "note=\"return=minimal, handling=lenient\"|REPRESENTATION|false|false",
        "note=\"a \\\" b\", return=minimal|MINIMAL|false|false",
        "xreturn=minimal|REPRESENTATION|false|false",
        "return=minimalist|REPRESENTATION|false|false",
        "handling=lenient-ish|REPRESENTATION|false|false",
        "respond-async|REPRESENTATION|false|true",
        "handling=lenient,Respond-Async|REPRESENTATION|true|true",
        "note=respond-async|REPRESENTATION|false|false",
        "return|REPRESENTATION|false|false",
        ";;,,=|REPRESENTATION|false|false",
      })
  void aPreferenceIsATokenAndNotAPieceOfText(
      String header, Return returns, boolean lenient, boolean async) {
    assertThat(Prefer.of(header)).isEqualTo(new Prefer(returns, lenient, async));
  }
}
