package dev.tsumugi.keycloak;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PinRulesTest {
  @ParameterizedTest
  @CsvSource({
    "12345, NOT_DIGITS",
    "'', NOT_DIGITS",
    "1234567890123, NOT_DIGITS",
    "24681a, NOT_DIGITS",
    "２４６８１３, NOT_DIGITS",
    "777777, ONE_DIGIT",
    "123456, A_ROW",
    "901234, A_ROW",
    "654321, A_ROW",
    "210987, A_ROW",
  })
  void pinsThatAreGuessedFirstAreRefused(String pin, PinRules.Fault fault) {
    assertThat(PinRules.fault(pin)).contains(fault);
  }

  @ParameterizedTest
  @ValueSource(strings = {"246813", "112233", "000001", "135790864213"})
  void otherPinsAreFine(String pin) {
    assertThat(PinRules.fault(pin)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"C-0001", " c-0001\t", "Ｃ－０００１"})
  void aBadgeIsFoundHoweverItWasTyped(String typed) {
    assertThat(PinRules.badge(typed)).contains("C-0001");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "*", "C 1", "badge:1", "-C"})
  void whatIsNoBadgeIsNotLookedUp(String typed) {
    assertThat(PinRules.badge(typed)).isEmpty();
  }

  @Test
  void wideDigitsAreDigits() {
    assertThat(PinRules.typed(" ２４６８１３ ")).isEqualTo("246813");
    assertThat(PinRules.typed(null)).isEmpty();
  }
}
