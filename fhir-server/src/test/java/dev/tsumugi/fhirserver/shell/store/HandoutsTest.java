package dev.tsumugi.fhirserver.shell.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tsumugi.consent.Access;
import dev.tsumugi.consent.ConsentEngine;
import dev.tsumugi.consent.Purpose;
import dev.tsumugi.consent.Requester;
import dev.tsumugi.consent.Role;
import dev.tsumugi.consent.Scopes;
import dev.tsumugi.consent.SignOn;
import dev.tsumugi.fhirserver.Handouts;
import dev.tsumugi.fhirserver.Handouts.Asked;
import dev.tsumugi.fhirserver.Handouts.Handout;
import dev.tsumugi.fhirserver.Handouts.Issued;
import dev.tsumugi.fhirserver.Handouts.Kind;
import dev.tsumugi.fhirserver.Handouts.Made;
import dev.tsumugi.fhirserver.Handouts.Opening;
import dev.tsumugi.fhirserver.Handouts.Sealed;
import dev.tsumugi.fhirserver.JournalPage;
import dev.tsumugi.fhirserver.JournalWords;
import dev.tsumugi.fhirserver.StoredResource;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Period;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.kernel.Ref;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What was handed out: who may, what it leads to, and when it leads nowhere any more. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HandoutsTest {
  private static final Ref HARU = Ref.patient("haru");
  private static final byte[] SEALED = "not to be read here".getBytes(StandardCharsets.UTF_8);

  private TestStore store;
  private Handouts handouts;
  private Path keys;

  @BeforeAll
  void start(@TempDir Path folder) {
    keys = folder.resolve("keys");
    store = new TestStore(folder);
    handouts = store.store.handouts(new ConsentEngine());
    store.put(store.loader(), "{'resourceType':'Patient','id':'haru','birthDate':'1947-04-12'}");
    store.put(store.loader(), "{'resourceType':'Patient','id':'aki','birthDate':'1950-04-12'}");
    store.put(store.loader(), plan("current"));
  }

  @AfterAll
  void stop() {
    store.close();
  }

  private static String plan(String status) {
    return "{'resourceType':'DocumentReference','id':'plan','status':'"
        + status
        + "','subject':{'reference':'Patient/haru'},'content':[{'attachment':{'title':'p'}}]}";
  }

  private Access haru(int assurance) {
    return open("haru", assurance);
  }

  private Access open(String patient, int assurance) {
    return new ConsentEngine()
        .open(
            new Requester(
                patient,
                patient,
                Optional.of(Ref.patient(patient)),
                Optional.empty(),
                Role.RESIDENT,
                Scopes.parse("user/*.cruds"),
                Purpose.PATRQT,
                "app",
                Optional.empty(),
                new SignOn("session", "token", assurance, Optional.empty())),
            store.clock.instant());
  }

  private Issued link(Optional<String> passcode) {
    return handouts.issue(
        haru(2),
        HARU,
        new Made(
            Kind.LINK,
            "病院へ",
            Optional.of(plan()),
            Optional.of(store.clock.instant().plus(Duration.ofHours(2))),
            Optional.of(new Sealed(SEALED, passcode))));
  }

  private StoredResource plan() {
    return store.store.records().read(haru(2), new Ref("DocumentReference", "plan")).orElseThrow();
  }

  private Opening open(Issued link, String passcode) {
    Optional<String> said = passcode.isEmpty() ? Optional.empty() : Optional.of(passcode);
    return handouts.open(link.code(), new Asked("Dr. Smith", said, store.clock.instant()));
  }

  /** What the resident reads in the journal of what was handed out. */
  private String told() {
    JournalPage.Page page =
        store
            .store
            .journalPage()
            .of(haru(2), HARU, new JournalPage.Window(50, Period.MIN, Optional.empty()));
    return page.lines().stream()
        .filter(line -> line.audit().kind().name().equals("HANDOUT"))
        .flatMap(line -> JournalWords.parts(line).stream())
        .map(part -> (Json.Obj) part)
        .filter(part -> List.of("text", "text-en").contains(part.text("name")))
        .map(part -> part.text("valueString"))
        .collect(Collectors.joining(" / "));
  }

  private static Problem refused(Runnable step) {
    return catchThrowableOfType(Problem.class, step::run);
  }

  @Test
  void aCodeIsChanceAndTheDatabaseDoesNotKnowIt() {
    Issued one = handouts.issue(haru(2), HARU, Made.card("財布"));
    Issued other = handouts.issue(haru(2), HARU, Made.card("冷蔵庫"));

    assertThat(one.code()).matches("[A-Za-z0-9_-]{22}").isNotEqualTo(other.code());
    assertThat(link(Optional.empty()).code()).matches("[A-Za-z0-9_-]{43}");
    assertThat(
            store.number(
                "select count(*) from handout h where h::text like '%" + one.code() + "%'"))
        .isZero();
    assertThat(told()).contains("救急用のカードを作りました").contains("made an emergency card");
  }

  @Test
  void onlyWhoMayConsentHandsOutAndSurelyEnough() {
    Problem weak = refused(() -> handouts.issue(haru(1), HARU, Made.card("x")));
    Problem other = refused(() -> handouts.issue(open("aki", 2), HARU, Made.card("x")));
    Problem nobody =
        refused(() -> handouts.issue(open("aki", 2), Ref.patient("none"), Made.card("x")));
    Problem doctor =
        refused(() -> handouts.issue(store.physician("sato", "clinic"), HARU, Made.card("x")));

    assertThat(weak.challenge()).contains("insufficient_user_authentication");
    assertThat(other.kind()).isEqualTo(Problem.Kind.FORBIDDEN);
    assertThat(other).hasMessage(nobody.getMessage());
    assertThat(doctor.kind()).isEqualTo(Problem.Kind.FORBIDDEN);
    assertThat(refused(() -> handouts.list(open("aki", 2), HARU, Kind.CARD)).kind())
        .isEqualTo(Problem.Kind.FORBIDDEN);
  }

  @Test
  void anEndIsForTheOwnKindAndPatientAndOnceForAll() {
    Issued card = handouts.issue(haru(2), HARU, Made.card("lost"));

    assertThat(
            refused(() -> handouts.end(open("aki", 2), Ref.patient("aki"), Kind.CARD, card.id())))
        .isNotNull();
    assertThat(refused(() -> handouts.end(haru(2), HARU, Kind.LINK, card.id()))).isNotNull();
    handouts.end(haru(2), HARU, Kind.CARD, card.id());
    Handout ended = listed(Kind.CARD, card.id());
    store.clock.advance(Duration.ofMinutes(1));
    handouts.end(haru(2), HARU, Kind.CARD, card.id());

    assertThat(ended.ended()).isPresent();
    assertThat(listed(Kind.CARD, card.id())).isEqualTo(ended);
    assertThat(told()).contains("救急用のカードを使えなくしました");
  }

  private Handout listed(Kind kind, String id) {
    return handouts.list(haru(2), HARU, kind).stream()
        .filter(one -> one.id().equals(id))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aPaperTellsWhatItsPlanIsNow() {
    Issued paper = handouts.issue(haru(1), HARU, Made.paper("plan", plan()));

    assertThat(handouts.printed(paper.code()).orElseThrow().plan().orElseThrow().json())
        .asString(StandardCharsets.UTF_8)
        .contains("\"status\":\"current\"");
    assertThat(told()).contains("それが今も有効かどうかだけを答えました");
    assertThat(handouts.printed("AAECAwQFBgcICQoLDA0ODw")).isEmpty();
    assertThat(handouts.printed(link(Optional.empty()).code())).isEmpty();
    assertThat(
            refused(() -> handouts.issue(open("aki", 2), HARU, Made.paper("plan", plan()))).kind())
        .isEqualTo(Problem.Kind.NOT_FOUND);
  }

  @Test
  void aLinkGivesWhatWasSealedAndTellsTheResident() {
    Opening opened = open(link(Optional.empty()), "");

    assertThat(opened)
        .isInstanceOfSatisfying(
            Opening.Opened.class, open -> assertThat(open.ciphertext()).isEqualTo(SEALED));
    assertThat(told()).contains("リンクの受け取り手「Dr. Smith」").contains("渡されたリンクで書類を受け取りました");
  }

  @Test
  void aTicketFetchesForAnHourAndForItsLinkAlone() {
    Issued link = link(Optional.of("4821"));
    Issued other = link(Optional.empty());
    String ticket = ((Opening.Opened) open(link, "4821")).ticket();
    Instant soon = store.clock.instant().plusSeconds(3599);

    assertThat(handouts.fetch(link.code(), ticket, soon)).isInstanceOf(Opening.Opened.class);
    assertThat(told()).contains("リンクの受け取り手「Dr. Smith」");
    assertThat(handouts.fetch(link.code(), ticket, soon.plusSeconds(1)))
        .isInstanceOf(Opening.Gone.class);
    assertThat(handouts.fetch(other.code(), ticket, soon)).isInstanceOf(Opening.Gone.class);
    String longer = "9" + ticket;
    assertThat(handouts.fetch(link.code(), longer, soon)).isInstanceOf(Opening.Gone.class);
    handouts.end(haru(2), HARU, Kind.LINK, link.id());
    assertThat(handouts.fetch(link.code(), ticket, soon)).isInstanceOf(Opening.Gone.class);
  }

  @Test
  void wrongPasscodesAreCountedForTheLifeOfALink() {
    Issued link = link(Optional.of("4821"));

    assertThat(open(link, "")).isEqualTo(new Opening.WrongPasscode(9));
    assertThat(open(link, "4821")).isInstanceOf(Opening.Opened.class);
    for (int left = 8; left >= 0; left--) {
      assertThat(open(link, "0000")).isEqualTo(new Opening.WrongPasscode(left));
    }
    assertThat(open(link, "4821")).isInstanceOf(Opening.Gone.class);
    assertThat(listed(Kind.LINK, link.id()).triesLeft()).contains(0);
  }

  @Test
  void aLinkIsGoneWhenItEndsRunsOutOrItsGiverMayNoLonger() {
    Issued ended = link(Optional.empty());
    handouts.end(haru(2), HARU, Kind.LINK, ended.id());
    assertThat(open(ended, "")).isInstanceOf(Opening.Gone.class);
    assertThat(
            store.number(
                "select count(*) from handout where content is not null and id = '"
                    + ended.id()
                    + "'"))
        .as("no ciphertext outlives its link")
        .isZero();

    Issued late = link(Optional.empty());
    store.clock.advance(Duration.ofHours(2));
    assertThat(open(late, "")).isInstanceOf(Opening.Gone.class);

    Issued ofTheDead = link(Optional.empty());
    store.put(
        store.loader(),
        "{'resourceType':'Patient','id':'haru','birthDate':'1947-04-12','deceasedDateTime':'2026-11-22T10:00:00+09:00'}");
    assertThat(open(ofTheDead, "")).isInstanceOf(Opening.Gone.class);
    store.put(store.loader(), "{'resourceType':'Patient','id':'haru','birthDate':'1947-04-12'}");
    assertThat(open(ofTheDead, "")).isInstanceOf(Opening.Opened.class);
  }

  @Test
  void theDatabaseLetsTheApplicationChangeNothingElse() throws Exception {
    try (var connection = store.asApplication();
        var sql = connection.createStatement()) {
      SQLException refused =
          catchThrowableOfType(
              SQLException.class,
              () -> sql.execute("update handout set patient = 1, until = null"));
      assertThat(refused.getSQLState()).as("insufficient privilege").isEqualTo("42501");
    }
  }

  @Test
  void keysOfAnOlderHubGetWhatTheyLack(@TempDir Path folder) throws Exception {
    Path old = folder.resolve("keys");
    List<String> lines =
        Files.readAllLines(keys).stream()
            .filter(line -> !line.startsWith("codes") && !line.startsWith("document"))
            .toList();
    Files.write(old, lines);

    KeyStore first = KeyStore.open(old);
    KeyStore again = KeyStore.open(old);

    assertThat(again.hashOf("code")).isEqualTo(first.hashOf("code"));
    assertThat(again.key()).isEqualTo(first.key());
    assertThat(again.cursorKey()).isEqualTo(KeyStore.open(keys).cursorKey());
  }
}
