package dev.tsumugi.hub.shell;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import dev.tsumugi.kernel.Json;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The public library {@code fhirclient}, unmodified, on another origin, in a real browser, through
 * the real Keycloak's pages.
 */
class FhirclientTest {
  private static final String SCOPE =
      "launch/patient openid fhirUser online_access patient/Patient.rs patient/Condition.rs"
          + " patient/Observation.crs";
  private static final Pattern DONE = Pattern.compile(".*/index\\.html.*");

  private static SmartTown town;
  private static ThirdPartyApp app;

  @BeforeAll
  static void start() throws Exception {
    town = SmartTown.start();
    app = ThirdPartyApp.start(town.elsewhere());
    town.register(ThirdPartyApp.ID, app.representation());
  }

  @AfterAll
  static void stop() {
    if (app != null) app.close();
  }

  @Test
  void anEhrLaunchReadsSearchesWritesAndRefreshes() {
    String launch = launch("physician", "kobayashi-masao");
    try (BrowserContext somebody = Chromium.somebody()) {
      Page page = somebody.newPage();
      page.navigate(app.launch(town.fhir(), SCOPE.replace("launch/patient", "launch"), launch));
      SignOnPages.signOn(page, "physician");
      ready(page, "kobayashi-masao");

      assertThat(page.evaluate("async () => (await client.patient.read()).id"))
          .isEqualTo("kobayashi-masao");
      assertThat(page.evaluate("() => client.user.fhirUser")).isEqualTo("Practitioner/physician");
      assertThat((int) page.evaluate("async () => " + found("Condition"))).isPositive();
      assertThat(page.evaluate("async () => (await client.create(" + WEIGHT + ")).id"))
          .asString()
          .isNotBlank();

      Object before = page.evaluate("() => client.state.tokenResponse.access_token");
      page.evaluate("() => client.refresh()");

      assertThat(page.evaluate("() => client.state.tokenResponse.access_token"))
          .isNotEqualTo(before);
      assertThat(page.evaluate("async () => (await client.patient.read()).id"))
          .isEqualTo("kobayashi-masao");
      assertThat(page.evaluate("() => client.state.tokenResponse.patient"))
          .isEqualTo("kobayashi-masao");
    }
  }

  @Test
  void aParentOfTwoOpensOneInEachTabUntilTheRecordEndsIt() {
    try (BrowserContext parent = Chromium.somebody()) {
      Page first = parent.newPage();
      first.navigate(app.launch(town.fhir(), SCOPE));
      SignOnPages.signOn(first, "parent");
      SignOnPages.choose(first, "parent-child-1");
      ready(first, "parent-child-1");
      // Signed on already: the other tab is asked for a person alone.
      Page second = parent.newPage();
      second.navigate(app.launch(town.fhir(), SCOPE));
      SignOnPages.choose(second, "parent-child-2");
      ready(second, "parent-child-2");

      opensOnly(first, "parent-child-1", "parent-child-2");
      opensOnly(second, "parent-child-2", "parent-child-1");
      first.evaluate("() => client.refresh()");
      second.evaluate("() => client.refresh()");
      opensOnly(first, "parent-child-1", "parent-child-2");
      opensOnly(second, "parent-child-2", "parent-child-1");

      Json.Obj mother = mother();
      write(mother.with("active", new Json.Bool(false)));
      try {
        assertThat(refresh(second)).contains("invalid_grant");
        assertThat(refresh(first)).isEqualTo("refreshed");
      } finally {
        write(mother);
      }
    }
  }

  private static final String WEIGHT =
      "{resourceType: 'Observation', status: 'final', subject: {reference: 'Patient/kobayashi-masao'},"
          + " code: {coding: [{system: 'http://loinc.org', code: '29463-7'}]},"
          + " effectiveDateTime: '2026-11-01',"
          + " valueQuantity: {value: 61.5, unit: 'kg', system: 'http://unitsofmeasure.org', code: 'kg'}}";

  private static String found(String type) {
    return "(await client.request('"
        + type
        + "?patient=' + client.patient.id)).entry.filter(e => e.resource.resourceType === '"
        + type
        + "').length";
  }

  private static void ready(Page page, String patient) {
    page.waitForURL(DONE);
    page.waitForFunction("() => document.title !== 'app'");
    assertThat(page.title()).isEqualTo("ready: " + patient);
  }

  private static void opensOnly(Page page, String one, String other) {
    assertThat(page.evaluate("async () => (await client.patient.read()).id")).isEqualTo(one);
    String status =
        "async () => client.request('Patient/" + other + "').then(() => 200, e => e.statusCode)";
    assertThat(page.evaluate(status)).isEqualTo(404);
  }

  private static String refresh(Page page) {
    return (String)
        page.evaluate(
            "async () => client.refresh().then(() => 'refreshed', e => String(e.message))");
  }

  private static String launch(String user, String patient) {
    String token = town.token(user, "user/Patient.rs");
    Wire.Answer answer =
        new Wire(town.base())
            .send(
                "POST",
                "/smart/launch",
                token,
                Json.object().put("patient", patient).put("client", ThirdPartyApp.ID).build(),
                "Content-Type",
                "application/json");
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    return answer.json().text("launch");
  }

  private static Json.Obj mother() {
    return town.client()
        .get(town.client().loaderToken(), "/RelatedPerson/parent-child-2-mother")
        .body();
  }

  private static void write(Json.Obj person) {
    TokenClient client = town.client();
    TokenClient.Answer answer =
        client.put(
            client.loaderToken(), "/RelatedPerson/" + person.text("id"), person.without("meta"));
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
  }
}
