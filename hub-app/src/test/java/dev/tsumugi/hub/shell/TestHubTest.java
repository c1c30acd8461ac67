package dev.tsumugi.hub.shell;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import org.junit.jupiter.api.Test;

/** The whole hub as tests start it answers its own tokens, and no others. */
class TestHubTest {
  @Test
  void theTownIsThereForWhoMayReadIt() {
    TestHub hub = TestHub.start().withTown();
    TokenClient client = new TokenClient(hub.base());

    TokenClient.Answer own = client.get(hub.token("citizen", "patient/*.rs"), "/Patient/citizen");

    assertThat(own.status()).isEqualTo(200);
    assertThat(own.body().text("birthDate")).isNotNull();
    assertThat(client.get(hub.loaderToken(), "/Library/demo-town").status()).isEqualTo(200);
  }

  @Test
  void aTokenSignedByAnotherKeyIsRefused() {
    TestHub hub = TestHub.start();
    JWTClaimsSet.Builder claims = hub.issuer().claims("crew", "user/*.rs", null);

    TokenClient client = new TokenClient(hub.base());

    assertThat(client.get(hub.issuer().sign(claims), "/Organization").status()).isEqualTo(200);
    assertThat(client.get(hub.issuer().forge(claims), "/Organization").status()).isEqualTo(401);
  }

  @Test
  void outsideTheDemoItsClientsAreRefused() {
    TestHub city = TestHub.demo(false);

    TokenClient client = new TokenClient(city.base());

    assertThat(client.get(city.token("crew", "user/*.rs"), "/Organization").status())
        .isEqualTo(401);
    assertThat(client.get(city.loaderToken(), "/Organization").status()).isEqualTo(401);
  }
}
