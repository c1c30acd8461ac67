package dev.tsumugi.acp.people;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MailAddressTest {
  @ParameterizedTest
  @CsvSource({
    "mika@example.org, mika@example.org",
    "' ｍｉｋａ＠ｅｘａｍｐｌｅ．ｏｒｇ ', mika@example.org",
    "a..b.@docomo.ne.jp, a..b.@docomo.ne.jp",
    "x+y@sub.example.co.jp, x+y@sub.example.co.jp",
  })
  void whatPeopleTypeIsRead(String typed, String address) {
    assertThat(MailAddress.of(typed)).contains(new MailAddress(address));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "mika",
        "mika@",
        "@example.org",
        "mika@@example.org",
        "mika@example",
        "mika@example..org",
        "mika@-example.org",
        "mika@example.org\r\nBcc: x@example.org",
        "mika@example.org,x@example.org",
        "mika <mika@example.org>",
        "mika@[127.0.0.1]",
        "ミカ@example.org"
      })
  void whatIsNoneIsRefused(String typed) {
    assertThat(MailAddress.of(typed)).isEmpty();
  }
}
