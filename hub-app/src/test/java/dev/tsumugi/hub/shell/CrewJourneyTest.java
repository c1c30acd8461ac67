package dev.tsumugi.hub.shell;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import dev.tsumugi.kernel.Coding;
import dev.tsumugi.kernel.FhirTime;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Shapes;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * One run of an ambulance, from the call to the resident who reads about it: the crew's tablet, the
 * hospital's desk and the resident's phone are three browsers behind the real Keycloak. The system
 * property {@code tsumugi.screens} keeps pictures of each screen, by day and by night, below {@code
 * target}.
 */
class CrewJourneyTest {
  private static final boolean PICTURES = Boolean.getBoolean("tsumugi.screens");

  /** Has agreed to share in an emergency, and has a login. */
  private static final String WHO = "parent";

  private static final String NAME = "高橋 由美";
  private static final String NUMBER = "R8-" + Instant.now().getEpochSecond();
  private static final String WISH = "journey-wish";
  private static final String SAID = "心臓が止まったら、そのままにしてください";
  private static final String SHIFT_PIN = "135790";

  /** Whose sheets lie on the tablet. */
  private static final String SEALED =
      "() => import('/ems/sealed.js').then((m) => m.list())"
          + ".then((all) => all.map(({ person }) => person?.name))";

  /** Or what does not. */
  private static final String FITS =
      """
      async (language) => {
        (await import('/kit/language.js')).chooseLanguage(language);
        await new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn)));
        if (document.documentElement.scrollWidth <= innerWidth) return 'fits';
        const over = [...document.querySelectorAll('body *')].filter((one) => one.getBoundingClientRect().right > innerWidth);
        return over.map(({ localName, className }) => `${localName}.${className}`).join(' ');
      }""";

  private static SmartTown town;
  private static Json.Obj consent;

  private final Watch watch = new Watch();
  private int pictures;

  @BeforeAll
  static void start() throws Exception {
    town = SmartTown.start();
    // Three browsers and Keycloak share a machine.
    PlaywrightAssertions.setDefaultAssertionTimeout(20_000);
    consent = sharing();
    put(wish());
  }

  /** Everybody else's tests find the town as it was. */
  @AfterAll
  static void putBack() {
    if (consent == null) return;
    put(consent);
    new Wire(town.base())
        .send("DELETE", "/fhir/Observation/" + WISH, town.client().loaderToken(), new byte[0]);
  }

  @Test
  void aRunFromTheCallToTheResidentWhoReadsAboutIt() throws Exception {
    try (BrowserContext ambulance = Chromium.somebody();
        BrowserContext emergency = Chromium.somebody();
        BrowserContext home = Chromium.somebody()) {
      Page desk = desk(emergency);
      Page crew = crew(ambulance);

      dispatch();
      candidateBeforeArrival(crew);
      timesAndVitals(crew);
      doctorsWord(crew);
      hospital(crew);
      handOver(crew);
      arrives(desk);
      assertThat(crew.locator(".handed")).containsText("病院が受入確認しました");
      look(crew, "handed-over");

      withoutSignal(ambulance, crew);
      residentReads(home);
      watch.assertTellsNobody("takahashi|%E9%AB%98|%E3%82%BF%E3%82%AB");
    }
  }

  private Page tablet(BrowserContext somebody, String device) {
    Page page = watch.over(somebody.newPage());
    page.setViewportSize(1280, 800);
    page.navigate(town.base() + "/ems/");
    button(page, device).click();
    button(page, "サインインする").click();
    return page;
  }

  private Page crew(BrowserContext ambulance) {
    Page page = tablet(ambulance, "救急隊のタブレットにする");
    SignOnPages.byBadge(page);
    assertThat(page.locator("h1")).hasText("事案");
    way(page, "設定");
    page.locator("#keep-pin").fill(SHIFT_PIN);
    page.locator("#keep-twice").fill(SHIFT_PIN);
    button(page, "PIN を決める").click();
    assertThat(page.locator("ems-keep")).containsText("準備できています");
    way(page, "事案");
    return page;
  }

  private Page desk(BrowserContext emergency) {
    Page page = tablet(emergency, "病院の救急外来の端末にする");
    Locator password = page.locator("#with-password");
    password.or(page.locator("#username")).first().waitFor();
    if (password.isVisible()) password.click();
    SignOnPages.signOn(page, "hospital");
    assertThat(page.locator("h1")).hasText("救急搬送の到着予定");
    assertThat(page.locator(".sound")).containsText("音は止まっています");
    look(page, "desk-quiet");
    button(page, "音を鳴らす").click();
    assertThat(page.locator(".sound")).containsText("音で鳴らします");
    return page;
  }

  /** As the centre's own system tells of a call. */
  private static void dispatch() throws GeneralSecurityException {
    Json.Obj person =
        Json.object().put("kana", "タカハシ ユミ").put("age", 38).put("sex", "female").build();
    byte[] body =
        Json.bytes(
            Json.object()
                .put("incident", NUMBER)
                .put("received", FhirTime.instant(Instant.now()))
                .put("unit", "つむぎ救急1")
                .put("phone", "090-0000-0105")
                .put("reason", "意識がもうろうとしている")
                .put("persons", List.of(person))
                .build());
    String at = Long.toString(Instant.now().getEpochSecond());
    Mac mac = Mac.getInstance("HmacSHA256");
    byte[] secret = Base64.getDecoder().decode(DemoDispatch.SECRET.substring("whsec_".length()));
    mac.init(new SecretKeySpec(secret, "HmacSHA256"));
    mac.update((NUMBER + "." + at + ".").getBytes(UTF_8));
    Wire.Answer answer =
        new Wire(town.base())
            .send(
                "POST",
                "/ems/dispatch",
                "",
                body,
                "Content-Type",
                "application/json",
                "webhook-id",
                NUMBER,
                "webhook-timestamp",
                at,
                "webhook-signature",
                "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body)));
    assertThat(answer.status()).as(answer.text()).isEqualTo(202);
  }

  private void candidateBeforeArrival(Page crew) {
    crew.locator("ems-incidents button").filter(having(NUMBER)).click();
    Locator candidate = crew.locator(".candidate").filter(having(NAME));
    candidate.waitFor();
    look(crew, "candidates");
    candidate.click();
    look(crew, "confirm");
    button(crew, "この方です").click();
    assertThat(crew.locator(".sheet")).containsText("望まない");
    look(crew, "sheet");
  }

  private void timesAndVitals(Page crew) {
    way(crew, "記録");
    crew.locator("button.time").filter(having("現着")).click();
    assertThat(crew.locator(".times .known").filter(having("現着"))).hasCount(1);
    crew.locator("button.time").filter(having("患者接触")).click();
    look(crew, "log-times");
    button(crew, "観察を入れる").click();
    crew.locator(".scale button").filter(having("大声や体を揺さぶると")).click();
    vitals(crew, "86", "50", "128");
    crew.locator("#number-spo2").fill("88");
    button(crew, "酸素投与").click();
    crew.locator("#flow").fill("6");
    look(crew, "vitals");
    button(crew, "記録する").click();
    assertThat(crew.locator(".done")).hasText("記録しました。");
    assertThat(crew.locator("ems-triage .notice")).containsText("赤の基準に当たります");
    crew.locator("button.level.red").click();
    assertThat(crew.locator("button.level.red")).containsText("選択中");
  }

  private static void vitals(Page crew, String above, String below, String pulse) {
    crew.locator("#number-systolic").fill(above);
    crew.locator("#number-diastolic").fill(below);
    crew.locator("#number-pulse").fill(pulse);
  }

  private void doctorsWord(Page crew) {
    way(crew, "医師");
    assertThat(crew.locator("ems-doctor")).containsText("医師に電話で確かめ");
    assertThat(crew.locator("ems-doctor")).containsText("つむぎ市メディカルコントロール協議会");
    crew.locator(".callees button").filter(having("話した内容を記録する")).first().click();
    button(crew, "心肺蘇生を行わない").click();
    button(crew, "搬送する").click();
    crew.locator("#said-name").fill("桜井 拓也");
    button(crew, "記録する").click();
    assertThat(crew.locator("#said-error")).containsText("復唱して確かめて");
    crew.locator("[name=repeated]").check();
    look(crew, "doctors-word");
    button(crew, "記録する").click();
    assertThat(crew.locator(".word.now")).containsText("心肺蘇生を行わない。搬送する");
    way(crew, "シート");
    assertThat(wordOnTheSheet(crew)).containsText(Pattern.compile("[0-9]{2}:[0-9]{2} 桜井 拓也"));
    assertThat(wordOnTheSheet(crew)).containsText("心肺蘇生を行わない。搬送する");
    assertThat(wordOnTheSheet(crew).locator(".unsent")).hasCount(0);
    look(crew, "sheet-word");
  }

  private void hospital(Page crew) {
    way(crew, "病院");
    Locator minami = crew.locator(".hospital").filter(having("つむぎ南病院"));
    minami.locator("button").filter(having("受入不能")).click();
    crew.getByLabel("満床").check();
    look(crew, "refused");
    crew.locator("kit-dialog button.primary").click();
    assertThat(minami).containsText("満床");
    Locator central = crew.locator(".hospital").filter(having("つむぎ中央病院"));
    central.locator("button.yes").click();
    look(crew, "hospitals");
    button(crew, "引継ぎへ").click();
  }

  private void handOver(Page crew) {
    assertThat(crew.locator("#handover-to")).hasValue("Organization/hospital-central");
    button(crew, "10分").click();
    look(crew, "hand-over");
    button(crew, "病院へ引き継ぐ").click();
    assertThat(crew.locator(".handed")).containsText("送りました");
  }

  private void arrives(Page desk) {
    Locator row = desk.locator(".arrival").filter(having(NUMBER));
    assertThat(row).containsText("赤");
    assertThat(desk).hasTitle(Pattern.compile("^\\([1-9]"));
    assertThat(desk.locator("ems-desk")).not().containsText(NAME);
    row.click();
    assertThat(desk.locator("ems-arrival")).containsText(NAME);
    assertThat(desk.locator("ems-arrival .word")).containsText("心肺蘇生を行わない");
    assertThat(desk.locator(".rounds")).containsText("86/50");
    look(desk, "desk");
    button(desk, "受入確認する").click();
    assertThat(row).containsText("受入確認");
    assertThat(row).containsText("大和田");
  }

  /** The signal is lost in the middle; meanwhile the resident changes her mind. */
  private void withoutSignal(BrowserContext ambulance, Page crew) {
    crew.waitForFunction(SEALED + ".then((names) => names.includes('" + NAME + "'))");
    ambulance.setOffline(true);
    way(crew, "探す");
    button(crew, "封印シートを見る").click();
    look(crew, "sealed");
    crew.locator("ems-sealed button.tall").filter(having(NAME)).click();
    assertThat(crew.locator(".sheet")).containsText("圏外で開いた封印シートです");
    assertThat(crew.locator(".sheet")).containsText(SAID);
    look(crew, "sheet-offline");
    way(crew, "記録");
    button(crew, "観察を入れる").click();
    vitals(crew, "94", "56", "116");
    button(crew, "記録する").click();
    assertThat(crew.locator(".done")).hasText("記録しました。");
    way(crew, "記録");
    crew.locator("button.time").filter(having("現発")).click();
    assertThat(crew.locator(".rounds .unsent")).hasCount(1);
    assertThat(crew.locator(".notice.unsent")).containsText("3件");
    anotherWordOfTheDoctor(crew);
    way(crew, "記録");
    assertThat(crew.locator(".notice.unsent")).containsText("4件");
    look(crew, "log-offline");
    assertThat(measured()).containsExactly("128");

    put(consent.with("status", Json.text("inactive")));
    ambulance.setOffline(false);
    assertThat(crew.locator(".notice.unsent")).hasCount(0);
    assertThat(measured()).containsExactly("128", "116");
    assertThat(crew.locator(".happenings")).containsText("病院で会う");
    crew.waitForFunction(SEALED + ".then((names) => !names.includes('" + NAME + "'))");
    look(crew, "log-delivered");
  }

  private void anotherWordOfTheDoctor(Page crew) {
    way(crew, "医師");
    button(crew, "ほかの医師と話した").click();
    crew.locator("#said-name").fill("森 千尋");
    crew.locator("#said-words").fill("病院で会う");
    crew.locator("[name=repeated]").check();
    button(crew, "記録する").click();
    assertThat(crew.locator(".word.now")).containsText("病院で会う");
    way(crew, "シート");
    assertThat(wordOnTheSheet(crew)).containsText("病院で会う");
    assertThat(wordOnTheSheet(crew).locator(".unsent")).hasText("未送信");
    look(crew, "sheet-word-offline");
  }

  private static Locator wordOnTheSheet(Page crew) {
    return crew.locator(".sheet .call .word");
  }

  /** The pulses of the run as the record has them, oldest first. */
  private static List<String> measured() {
    String token = town.client().loaderToken();
    String question = "/Observation?patient=" + WHO + "&code=8867-4&_sort=date&_count=200";
    return town.client().get(token, question).body().objects("entry").stream()
        .map(entry -> entry.obj("resource"))
        .filter(pulse -> pulse.has("encounter"))
        .map(pulse -> ((Json.Num) pulse.obj("valueQuantity").get("value")).literal())
        .toList();
  }

  private void residentReads(BrowserContext home) {
    Page phone = watch.over(home.newPage());
    phone.setViewportSize(375, 812);
    phone.navigate(town.base() + "/my/");
    button(phone, "サインインする").click();
    SignOnPages.signOn(phone, WHO);
    phone.locator("my-view h1").waitFor();
    phone.locator(".bottom button").last().click();
    phone.locator("main").getByText("誰が見たか").click();
    phone.locator("#looked-filter").selectOption("all");
    Locator looked = phone.locator("my-looked");
    assertThat(looked).containsText("石塚 大輔さん(救急隊)");
    assertThat(looked).containsText("大和田 誠司さん");
    assertThat(looked).containsText("封印してあった");
    look(phone, "resident");
    gathered(looked);
    look(phone, "resident-visit");
  }

  /** The tablet asked again and again: that is one entry, which opens to each time. */
  private static void gathered(Locator looked) {
    Locator visit = looked.locator("li:has(> details)").filter(having("石塚 大輔さん")).first();
    assertThat(visit.locator("> p")).hasText(Pattern.compile(".*に[0-9]+回.*見ました。"));
    String often = visit.locator("> p").textContent().replaceAll(".*に([0-9]+)回.*", "$1");
    visit.locator("summary").click();
    assertThat(visit.locator("details li")).hasCount(Integer.parseInt(often));
    assertThat(visit.locator("details li").first()).isVisible();
  }

  private static Json.Obj wish() {
    Json.Obj resident = Json.object().put("reference", "Patient/" + WHO).build();
    Json.Obj said =
        Json.object()
            .put("coding", List.of(coding(Shapes.Wish.DO_NOT_WISH)))
            .put("text", SAID)
            .build();
    Json.Obj standing =
        Json.object().put("url", Shapes.Ext.WISH_STANDING).put("valueCode", "signed").build();
    return Json.object()
        .put("resourceType", "Observation")
        .put("id", WISH)
        .put(
            "meta",
            Json.object()
                .put("profile", List.of(Json.text(Shapes.Adi.INTERVENTION_PREFERENCE)))
                .build())
        .put("extension", List.of(standing))
        .put("status", "final")
        .put("category", List.of(concept(Shapes.Category.INTERVENTION_PREFERENCE)))
        .put("code", concept(Shapes.Preference.RESUSCITATION))
        .put("subject", resident)
        .put("performer", List.of(resident))
        .put("effectiveDateTime", FhirTime.instant(Instant.now().minusSeconds(86_400)))
        .put("valueCodeableConcept", said)
        .build();
  }

  private static Json.Obj concept(Coding coding) {
    return Json.object().put("coding", List.of(coding(coding))).build();
  }

  private static Json.Obj coding(Coding coding) {
    return Json.object().put("system", coding.system()).put("code", coding.code()).build();
  }

  private static Json.Obj sharing() {
    String question = "/Consent?patient=" + WHO + "&status=active";
    return town.client().get(town.client().loaderToken(), question).body().objects("entry").stream()
        .map(entry -> entry.obj("resource"))
        .filter(one -> one.toString().contains(Shapes.Policy.EMERGENCY_SHARING))
        .findFirst()
        .orElseThrow();
  }

  private static void put(Json.Obj resource) {
    String address = "/" + resource.text("resourceType") + "/" + resource.text("id");
    var answer = town.client().put(town.client().loaderToken(), address, resource.without("meta"));
    assertThat(answer.status()).as(answer.text()).isIn(200, 201);
  }

  /** No violation on any screen, and no need to scroll sideways on any width, in any language. */
  private void look(Page page, String name) {
    Watch.assertAccessible(page);
    int usual = page.viewportSize().width;
    int height = page.viewportSize().height;
    for (int width : new int[] {320, 768, usual}) {
      page.setViewportSize(width, height);
      for (String language : new String[] {"en", "ja"}) {
        assertThat(page.evaluate(FITS, language))
            .as("%s at %s in %s", name, width, language)
            .isEqualTo("fits");
        if (PICTURES) pictures(page, "%s-%s-%s".formatted(name, width, language));
      }
    }
    pictures++;
  }

  private void pictures(Page page, String name) {
    for (String look : new String[] {"night", "day"}) {
      page.evaluate("look => import('/kit/look.js').then(m => m.chooseLook(look))", look);
      page.screenshot(
          new Page.ScreenshotOptions()
              .setFullPage(true)
              .setPath(
                  Path.of("target/screens", "ems-%02d-%s-%s.png".formatted(pictures, name, look))));
    }
  }

  private static Locator button(Page page, String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  private static void way(Page page, String name) {
    page.locator(".ways button").filter(having(name)).click();
  }

  private static Locator.FilterOptions having(String text) {
    return new Locator.FilterOptions().setHasText(text);
  }
}
