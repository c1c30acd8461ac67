package dev.tsumugi.hub.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {
  @Test
  void nothingSetIsTheDemoOnItsUsualPorts() {
    Settings settings = Settings.of(Map.of("HUB_DB_URL", "", "HUB_PORT", " "));

    assertThat(settings.port()).isEqualTo(8080);
    assertThat(settings.idpPort()).isEqualTo(8180);
    assertThat(settings.data()).isEqualTo(Path.of("data").toAbsolutePath());
    assertThat(settings.demo()).isTrue();
    assertThat(settings.referentialIntegrity()).isTrue();
    assertThat(settings.external()).isNull();
    assertThat(settings.oidcIssuer()).isNull();
  }

  @Test
  void oneDatabaseUserIsOwnerAndApplicationAlike() {
    Settings settings = Settings.of(external(Map.of()));

    assertThat(settings.external().app()).isEqualTo(settings.external().owner());
    Settings two =
        Settings.of(external(Map.of("HUB_DB_APP_USER", "a", "HUB_DB_APP_PASSWORD", "p")));
    assertThat(two.external().app()).isEqualTo(new Login("a", "p"));
  }

  @ParameterizedTest
  @CsvSource({
    "HUB_PORT, 0",
    "HUB_PORT, http",
    "HUB_IDP_PORT, 8080",
    "HUB_DEMO, perhaps",
    "HUB_SUBSCRIPTION_HOSTS, https://hooks.example",
    "HUB_SUBSCRIPTION_HOSTS, 'a.example,'",
    "HUB_SUBSCRIPTION_LOOPBACK, perhaps",
    "HUB_CORS_ORIGINS, https://app.example/",
    "HUB_CORS_ORIGINS, http://app.example",
    "HUB_CORS_ORIGINS, *",
    "HUB_CORS_ORIGINS, 'https://a.example,'",
    "HUB_RECORDS_REFERENTIAL_INTEGRITY, sometimes",
    "HUB_JOURNAL_UNUSUAL, patients=0",
    "HUB_JOURNAL_UNUSUAL, many=3",
    "HUB_CDS_CLIENTS, https://ehr.example",
    "HUB_CDS_CLIENTS, ehr=ftp://ehr.example/keys",
    "HUB_DB_USER, somebody",
    "HUB_DB_URL, postgres://host/db",
    "HUB_DB_URL, jdbc:postgresql://host/db",
    "HUB_OIDC_ISSUER, somewhere",
    "HUB_TLS_KEY, key.pem"
  })
  void whatIsWrongIsNamed(String name, String value) {
    assertThatThrownBy(() -> Settings.of(Map.of(name, value)))
        .isInstanceOf(Failure.class)
        .hasMessageContaining(name);
  }

  @Test
  void hostsOfSubscriptionsAreListedAndThisMachineIsForTheDemo() {
    assertThat(Settings.of(Map.of()).hooks()).isEqualTo(new Settings.Hooks(Set.of(), false));
    assertThat(
            Settings.of(Map.of("HUB_SUBSCRIPTION_HOSTS", "Hooks.example, a.example:8443"))
                .hooks()
                .hosts())
        .containsExactlyInAnyOrder("hooks.example", "a.example:8443");
    assertThatThrownBy(
            () -> Settings.of(Map.of("HUB_DEMO", "false", "HUB_SUBSCRIPTION_LOOPBACK", "true")))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("HUB_SUBSCRIPTION_LOOPBACK");
  }

  @Test
  void passwordsAreNotPrinted() {
    assertThat(Settings.of(external(Map.of())).toString()).doesNotContain("sesame");
  }

  @Test
  void everyVariableIsInTheHelpAndInTheTable() throws Exception {
    Path root = Path.of(System.getProperty("tsumugi.root", ".."));
    String table = Files.readString(root.resolve("docs/configuration.md"));
    String help;
    try (var text = SettingsTest.class.getResourceAsStream("/hub-run-help.txt")) {
      help = new String(text.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    }

    for (String name : Settings.NAMES) {
      assertThat(table).contains("`" + name + "`");
      assertThat(help).contains("  " + name);
    }
  }

  private static Map<String, String> external(Map<String, String> more) {
    Map<String, String> all = new java.util.HashMap<>(more);
    all.put("HUB_DB_URL", "jdbc:postgresql://db/tsumugi");
    all.put("HUB_DB_USER", "owner");
    all.put("HUB_DB_PASSWORD", "sesame");
    return all;
  }
}
