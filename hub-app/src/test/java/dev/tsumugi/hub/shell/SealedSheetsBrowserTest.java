package dev.tsumugi.hub.shell;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import dev.tsumugi.hub.town.Sharing;
import dev.tsumugi.kernel.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A tablet without a signal, in a real browser: what the modules below {@code /ems/} keep, open,
 * refuse, destroy and tell. The screens around them have tests of their own.
 */
class SealedSheetsBrowserTest {
  private static final TestHub HUB = TestHub.start().withTown();
  private static final Wire WIRE = new Wire(HUB.base());
  private static final String FIRE = "fire-department";
  private static final String WHO = "sealed-browser";
  private static final String PIN = "280417";

  /**
   * A hub as the kit makes it, for whoever holds the token; to which key that is bound, the page
   * alone knows.
   */
  private static final String SIGNED_ON =
      """
      async (token) => {
        const [{ Hub }, { devicePair }, { proof }] =
          await Promise.all([import('/kit/hub.js'), import('/kit/dpop-key.js'), import('/kit/dpop.js')]);
        const fetchAs = async (url, options = {}) => {
          const shown = await proof(await devicePair(), { method: options.method ?? 'GET', url, token, id: crypto.randomUUID(), at: Date.now() });
          return fetch(url, { ...options, headers: { ...options.headers, Authorization: `DPoP ${token}`, DPoP: shown } });
        };
        self.hub = new Hub({ fetch: fetchAs, assurance: 1 }, `${location.origin}/fhir`);
        [self.sealed, self.outbox] = await Promise.all([import('/ems/sealed.js'), import('/ems/outbox.js')]);
        self.saying = (promise) => promise.then((value) => ({ value }), (failure) => ({ kind: failure.kind ?? `${failure} ${JSON.stringify(failure.why)}` }));
      }""";

  private static final String REGISTERED =
      """
      async (code) => {
        const [{ devicePair }, { proof, publicJwk, thumbprint }] = await Promise.all([import('/kit/dpop-key.js'), import('/kit/dpop.js')]);
        const pair = await devicePair();
        const url = `${location.origin}/smart/devices`;
        const shown = await proof(pair, { method: 'POST', url, id: crypto.randomUUID(), at: Date.now() });
        const answer = await fetch(url, { method: 'POST', headers: { DPoP: shown, 'Content-Type': 'application/json' }, body: JSON.stringify({ code, name: '救急 7' }) });
        return { status: answer.status, id: (await answer.json()).id, key: await thumbprint(await publicJwk(pair)) };
      }""";

  @BeforeAll
  static void town() {
    put(
        "Patient/" + WHO,
        "{'identifier':[{'system':'https://tsumugi.dev/fhir/sid/resident','value':'"
            + WHO
            + "'}],'name':[{'text':'封印 花子'}],'gender':'female','birthDate':'1950-02-03'}");
    put(
        "AllergyIntolerance/" + WHO,
        "{'code':{'text':'そば'},'patient':{'reference':'Patient/" + WHO + "'}}");
    agrees("active");
  }

  private static Json.Obj put(String address, String body) {
    String[] parts = address.split("/");
    Json.Obj resource =
        Json.parseObject(body.replace('\'', '"').getBytes(StandardCharsets.UTF_8))
            .with("resourceType", Json.text(parts[0]))
            .with("id", Json.text(parts[1]));
    Wire.Answer answer = WIRE.send("PUT", "/fhir/" + address, HUB.loaderToken(), resource);
    assertThat(answer.status()).as(answer.text()).isIn(200, 201);
    return resource;
  }

  private static void agrees(String status) {
    Json.Obj consent = Sharing.by(WHO, "2026-01-01T09:00:00+09:00").emergency();
    put("Consent/" + WHO, consent.with("status", Json.text(status)).toString());
  }

  /** A run of the crew's own, and the code of an answer about whom it is for. */
  private static final String RUN =
      """
      const encounter = await hub.create({
        resourceType: 'Encounter', status: 'in-progress', serviceProvider: { reference: 'Organization/fire-department' },
        class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'EMER' },
      });
      const answer = await hub.operation('$emergency-lookup', [
        { name: 'identifier', valueIdentifier: { system: 'https://tsumugi.dev/fhir/sid/resident', value: 'sealed-browser' } },
        { name: 'incident', valueReference: { reference: `Encounter/${encounter.id}` } },
      ]);
      if (answer.parameter[0].valueCode !== 'found') throw new Error(answer.parameter[0].valueCode);
      const code = answer.parameter.find(({ name }) => name === 'match').part.find(({ name }) => name === 'confirm').valueString;
      self.run = { incident: `Encounter/${encounter.id}`, code };
      return run.incident;""";

  /** A page of the hub's own origin; its modules are what is tested. */
  private static Page page(BrowserContext tablet) {
    Page page = tablet.newPage();
    page.navigate(HUB.base() + "/ems/manifest.json");
    return page;
  }

  /** A tablet that was let in, and who is signed on at it. */
  private record Paired(String id, String token) {}

  @SuppressWarnings("unchecked")
  private static Paired paired(Page page) {
    String operator = HUB.token("admin", "user/Device.cruds");
    Json.Obj asked = Json.object().put("organization", "Organization/" + FIRE).build();
    String code =
        WIRE.send(
                "POST", "/smart/devices/codes", operator, asked, "Content-Type", "application/json")
            .json()
            .text("code");
    Map<String, Object> device = (Map<String, Object>) page.evaluate(REGISTERED, code);
    assertThat(device.get("status")).isEqualTo(201);
    String token =
        HUB.mint(
            "crew",
            "user/*.cruds",
            claims ->
                claims
                    .claim("azp", "ems")
                    .claim("typ", "DPoP")
                    .claim("cnf", Map.of("jkt", device.get("key"))));
    return new Paired((String) device.get("id"), token);
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> say(Page page, String script) {
    return (Map<String, Object>) page.evaluate("() => saying((async () => { " + script + " })())");
  }

  @Test
  void worksWithoutASignalAndTellsOnceWhatItDid() {
    try (BrowserContext tablet = Chromium.somebody()) {
      Page page = page(tablet);
      Paired paired = paired(page);
      page.evaluate(SIGNED_ON, paired.token());

      Map<String, Object> begun = say(page, RUN);
      assertThat(begun).as(journal()).containsKey("value");
      String run = (String) begun.get("value");
      assertThat(say(page, "return sealed.seal(hub, run.incident, [run.code])").get("kind"))
          .as("nothing lies here that no PIN locks")
          .isEqualTo("noPin");
      say(page, "await sealed.prepare(hub); await sealed.setPin('" + PIN + "')");
      String sealed =
          (String)
              say(page, "return (await sealed.seal(hub, run.incident, [run.code]))[0].id")
                  .get("value");
      assertThat(stored(page)).doesNotContain("そば", "封印", WHO + "\"", "AllergyIntolerance");

      tablet.setOffline(true);
      say(page, "sealed.lock()");
      assertThat(opened(page, sealed, "111222").get("kind")).isEqualTo("wrongPin");
      assertThat(opened(page, sealed, PIN).get("value").toString()).contains("そば", "封印 花子");
      assertThat(say(page, "return (await sealed.list())[0].person.name").get("value"))
          .isEqualTo("封印 花子");
      notes(page, "first", "second");
      assertThat(stored(page)).doesNotContain("first", "second", "Observation");

      page.evaluate(
          "() => { const real = Date.now; Date.now = () => real() - 3_600_000; self.real = real; }");
      assertThat(opened(page, sealed, PIN).get("kind")).isEqualTo("turnedBack");
      page.evaluate("() => { Date.now = real; }");

      tablet.setOffline(false);
      killedInTheMidst(tablet, page);
      Page again = page(tablet);
      again.evaluate(SIGNED_ON, paired.token());
      assertThat(say(again, "return sealed.isLocked()").get("value")).isEqualTo(true);
      assertThat(say(again, "return (await outbox.deliver(hub)).left").get("value")).isEqualTo(0);
      assertThat(noted(run)).containsExactly("first", "second");
      assertThat(journal()).containsOnlyOnce("封印してあった救急用の情報が");

      agrees("inactive");
      assertThat(say(again, "return (await sealed.contact(hub)).dropped").get("value"))
          .isEqualTo(List.of(sealed));
      assertThat(opened(again, sealed, PIN).get("kind")).isEqualTo("absent");
      agrees("active");

      WIRE.send(
          "DELETE",
          "/smart/devices/" + paired.id(),
          HUB.token("admin", "user/Device.cruds"),
          new byte[0]);
      assertThat(say(again, "return (await sealed.contact(hub)).kind").get("value"))
          .isEqualTo("revokedDevice");
      assertThat(stored(again)).isEqualTo("{\"keys\":[],\"sealed\":[],\"outbox\":[]}");
    }
  }

  @Test
  @SuppressWarnings("unchecked")
  void opensWithoutASignalFromItsOwnFilesAlone() {
    try (BrowserContext tablet = Chromium.somebody()) {
      Page page = tablet.newPage();
      page.navigate(HUB.base() + "/ems/");
      page.locator("ems-pair").waitFor();
      // Also what no view has shown yet.
      page.evaluate(
          "async () => (await import('/ems/offline.js')).keepForOffline((await import('/ems/views.js')).MODULES)");

      tablet.setOffline(true);
      page.reload();

      page.getByText("この端末に封印シートはありません").waitFor();
      List<String> kept =
          (List<String>)
              page.evaluate(
                  "async () => (await (await caches.open('tsumugi-ems-1')).keys()).map(({ url }) => url)");
      assertThat(kept).allMatch(url -> url.matches("https?://[^/]+/(ems|kit|webjars)/[^?]*"));
      assertThat(kept).noneMatch(url -> url.endsWith("/config.json"));
      assertThat(kept).anyMatch(url -> url.endsWith("/ems/words-keep.js"));
    }
  }

  private static Map<String, Object> opened(Page page, String id, String pin) {
    return say(
        page,
        "return JSON.stringify((await sealed.open('" + id + "', { pin: '" + pin + "' })).answer)");
  }

  /** Two notes, put down one after the other. */
  private static void notes(Page page, String... words) {
    for (String word : words) {
      say(
          page,
          "await outbox.put({ resource: { resourceType: 'Observation', status: 'final', code: { text: '"
              + word
              + "' }, encounter: { reference: run.incident } } })");
    }
  }

  /** The hub gets the first note; before the tablet hears so, the app is gone. */
  private static void killedInTheMidst(BrowserContext tablet, Page page) {
    boolean[] reached = {false};
    page.route(
        HUB.base() + "/fhir",
        route -> {
          assertThat(route.fetch().status()).isEqualTo(200);
          reached[0] = true;
          route.abort();
        });
    page.evaluate("() => { outbox.deliver(hub).catch(() => {}); }");
    page.waitForCondition(() -> reached[0]);
    page.close();
  }

  /** What was noted for the run, in the order it was written. */
  private static List<String> noted(String run) {
    return WIRE
        .get(HUB.loaderToken(), "/fhir/Observation?encounter=" + run + "&_sort=_lastUpdated")
        .json()
        .objects("entry")
        .stream()
        .map(entry -> entry.obj("resource").obj("code").text("text"))
        .toList();
  }

  /** As the resident reads it. */
  private static String journal() {
    String resident =
        HUB.mint(
            "citizen",
            "user/*.cruds",
            claims -> claims.claim("fhirUser", HUB.base() + "/fhir/Patient/" + WHO));
    return WIRE.get(resident, "/fhir/Patient/" + WHO + "/$access-journal?_count=100").text();
  }

  /** All that lies in the tablet's database, as somebody who copied it would read it. */
  private static String stored(Page page) {
    return (String)
        page.evaluate(
            """
            async () => {
              const done = (request) => new Promise((resolve, reject) => { request.onsuccess = () => resolve(request.result); request.onerror = () => reject(request.error); });
              const database = await done(indexedDB.open('tsumugi.ems'));
              const all = {};
              for (const name of ['keys', 'sealed', 'outbox']) all[name] = await done(database.transaction(name).objectStore(name).getAll());
              database.close();
              return JSON.stringify(all);
            }""");
  }
}
