package dev.tsumugi.keycloak;

import static dev.tsumugi.keycloak.ScopePolicy.Refusal.ABOVE_THE_CAP;
import static dev.tsumugi.keycloak.ScopePolicy.Refusal.LEVEL_NOT_GIVEN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tsumugi.keycloak.ScopePolicy.Kind;
import dev.tsumugi.keycloak.ScopePolicy.Refusal;
import dev.tsumugi.keycloak.SmartScope.Level;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScopePolicyTest {
  @ParameterizedTest(name = "{1} on a {0} client: {2}")
  @CsvSource({
    "PUBLIC, PATIENT,",
    "PUBLIC, USER,",
    "PUBLIC, SYSTEM, SYSTEM_NEEDS_A_SERVICE_ACCOUNT",
    "CONFIDENTIAL, PATIENT,",
    "CONFIDENTIAL, USER,",
    "CONFIDENTIAL, SYSTEM, SYSTEM_NEEDS_A_SERVICE_ACCOUNT",
    "SYSTEM, PATIENT, SYSTEM_CLIENT_HAS_NO_USER",
    "SYSTEM, USER, SYSTEM_CLIENT_HAS_NO_USER",
    "SYSTEM, SYSTEM,",
    "BOTH, PATIENT,",
    "BOTH, USER,",
    "BOTH, SYSTEM,",
  })
  void aLevelFitsTheKindOfClient(Kind kind, Level level, Refusal refusal) {
    var policy = new ScopePolicy(kind, EnumSet.allOf(Level.class), "cruds");

    assertThat(policy.refusalOf(scope(level, "rs")).orElse(null)).isEqualTo(refusal);
  }

  @Test
  void aLevelThatTheRealmDidNotGiveIsRefused() {
    var policy = new ScopePolicy(Kind.PUBLIC, Set.of(Level.USER), "cruds");

    assertThat(policy.refusalOf(scope(Level.PATIENT, "r"))).contains(LEVEL_NOT_GIVEN);
  }

  @Test
  void oneLetterAboveTheCapRefusesTheWholeScope() {
    var policy = new ScopePolicy(Kind.PUBLIC, Set.of(Level.USER), "rs");

    assertThat(policy.refusalOf(scope(Level.USER, "rs"))).isEmpty();
    assertThat(policy.refusalOf(scope(Level.USER, "crs"))).contains(ABOVE_THE_CAP);
  }

  private static SmartScope scope(Level level, String letters) {
    return new SmartScope(level.word() + "/*." + letters, level, "*", letters);
  }
}
