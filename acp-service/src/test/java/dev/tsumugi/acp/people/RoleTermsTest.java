package dev.tsumugi.acp.people;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tsumugi.acp.people.RoleTerms.Kind;
import dev.tsumugi.acp.people.RoleTerms.Refusal;
import dev.tsumugi.consent.Tie.Power;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What may be asked of whom. */
class RoleTermsTest {
  @ParameterizedTest(name = "{0} who may {1}")
  @CsvSource({
    "agent, read write-wishes consent, false, '', ",
    "agent, '', true, 痛みは取ってほしい, ",
    "alternate, read, false, '', ",
    "alternate, consent, false, '', WRITES_UNSEEN",
    "helper, read, false, '', ",
    "helper, read write-wishes, false, '', ",
    "helper, write-wishes, false, '', WRITES_UNSEEN",
    "helper, read consent, false, '', HELPER_CONSENTS",
    "helper, '', false, '', HELPER_NOTHING",
    "helper, read, true, '', ONLY_AGENTS_DECIDE",
    "helper, read, false, 限り, ONLY_AGENTS_DECIDE",
    "family, '', false, '', ",
    "family, read, false, '', FAMILY_POWERS",
    "family, '', true, '', ONLY_AGENTS_DECIDE",
  })
  void nobodyIsAskedForWhatTheRulesWouldNotLetThemHold(
      String role, String powers, boolean decides, String limits, Refusal refusal) {
    Set<Power> may = EnumSet.noneOf(Power.class);
    Stream.of(powers.split(" "))
        .filter(word -> !word.isEmpty())
        .forEach(word -> may.add(RoleTerms.power(word).orElseThrow()));

    RoleTerms terms = new RoleTerms(Kind.of(role).orElseThrow(), may, decides, limits);

    assertThat(terms.refusal().orElse(null)).isEqualTo(refusal);
  }

  @Test
  void noInvitationReachesBeyondDeath() {
    assertThat(RoleTerms.power("beyond-death")).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Refusal.class)
  void everyRefusalIsSaidInBothLanguages(Refusal refusal) {
    assertThat(refusal.words().ja()).endsWith("。").containsPattern("[ぁ-ん]");
    assertThat(refusal.words().en()).endsWith(".").matches("[\\x20-\\x7e]+");
  }
}
