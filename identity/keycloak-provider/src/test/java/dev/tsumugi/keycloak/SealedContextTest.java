package dev.tsumugi.keycloak;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tsumugi.keycloak.SealedContext.SealKey;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class SealedContextTest {
  private static final SecretKey OLD = new SecretKeySpec(new byte[64], "HmacSHA512");
  private static final SecretKey NEW = new SecretKeySpec(new byte[] {1, 2, 3}, "HmacSHA512");

  @Test
  void whatWasSealedOpensAsItWas() throws Exception {
    SealedContext context = context();

    String sealed = context.seal(new SealKey("new", NEW));

    assertThat(SealedContext.open(sealed, keys(Map.of("new", NEW)))).contains(context);
    assertThat(sealed).startsWith("smart-ctx:").matches("[\\x21\\x23-\\x5B\\x5D-\\x7E]+");
    assertThat(SealedContext.isMeant(sealed)).isTrue();
  }

  @Test
  void aRotatedKeyOpensItWhileTheRealmKeepsIt() {
    String sealed = context().seal(new SealKey("old", OLD));

    assertThat(SealedContext.open(sealed, keys(Map.of("new", NEW, "old", OLD)))).isPresent();
    assertThat(SealedContext.open(sealed, keys(Map.of("new", NEW)))).isEmpty();
    assertThat(SealedContext.open(sealed, keys(Map.of("old", NEW)))).isEmpty();
  }

  @Test
  void whateverIsChangedOpensNothing() {
    String sealed = context().seal(new SealKey("new", NEW));
    Function<String, Optional<SecretKey>> keys = keys(Map.of("new", NEW));

    for (int i = 0; i < sealed.length(); i++) {
      char other = sealed.charAt(i) == 'A' ? 'Q' : 'A';
      String changed = sealed.substring(0, i) + other + sealed.substring(i + 1);
      Optional<SealedContext> opened = SealedContext.open(changed, keys);
      // The last letter of base64 holds bits that say nothing.
      assertThat(opened.isEmpty() || opened.get().equals(context())).as(changed).isTrue();
      if (i < sealed.length() - 1 && sealed.charAt(i + 1) != '.') assertThat(opened).isEmpty();
    }
    assertThat(SealedContext.open("smart-ctx:", keys)).isEmpty();
    assertThat(SealedContext.open("smart-ctx:a.b", keys)).isEmpty();
    assertThat(SealedContext.open("smart-ctx:%.%", keys)).isEmpty();
    assertThat(SealedContext.open("launch/patient", keys)).isEmpty();
  }

  @Test
  void whatKeycloakCouldTakeForOurWordIsMeant() {
    assertThat(SealedContext.isMeant("SMART-CTX:x.y")).isTrue();
    assertThat(SealedContext.isMeant("smart-ctx")).isTrue();
    assertThat(SealedContext.isMeant("smart-patient")).isFalse();
  }

  @Test
  void aContextKnowsTheRequestItWasFoundFor() {
    assertThat(context().isProvenBy("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")).isTrue();
    assertThat(context().isProvenBy("another-verifier")).isFalse();
  }

  private static SealedContext context() {
    try {
      return new SealedContext(
          "session-1",
          "user-1",
          "client-1",
          // RFC 7636, appendix B
          "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
          LaunchContext.read(
              new ObjectMapper()
                  .readTree(
                      "{\"patient\": \"p-1\", \"encounter\": \"e-1\", \"intent\": \"見る\","
                          + " \"need_patient_banner\": false,"
                          + " \"fhirContext\": [{\"reference\": \"DocumentReference/d\"}]}")));
    } catch (java.io.IOException impossible) {
      throw new java.io.UncheckedIOException(impossible);
    }
  }

  private static Function<String, Optional<SecretKey>> keys(Map<String, SecretKey> keys) {
    return id -> Optional.ofNullable(keys.get(id));
  }
}
