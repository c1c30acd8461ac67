package dev.tsumugi.fhirserver.shell.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tsumugi.consent.Access;
import dev.tsumugi.consent.Purpose;
import dev.tsumugi.consent.Role;
import dev.tsumugi.fhirserver.Notices;
import dev.tsumugi.kernel.Json;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A question about the journal: written by a resident, read and answered by the office alone. */
class JournalQuestionsTest {
  private static final String OPEN = "/$journal-questions";

  private RestTown town;
  private Access officer;
  private Access resident;

  @BeforeEach
  void start(@TempDir Path folder) {
    town = new RestTown(folder);
    town.put("{'resourceType':'Patient','id':'setsuko','birthDate':'1946-04-12'}");
    officer = town.worker(Role.OFFICER, Purpose.HOPERAT, "okuda", "city");
    resident = town.resident("setsuko", "user/*.cruds");
  }

  @AfterEach
  void stop() {
    town.close();
  }

  private String asks(String category, String words) {
    Reply reply =
        town.ask(
            resident,
            "POST",
            "/Communication",
            "{'resourceType':'Communication','status':'completed','category':[{'coding':[{'system':'"
                + Notices.NOTICE
                + "','code':'"
                + category
                + "'}]}],'subject':{'reference':'Patient/setsuko'},'sender':{'reference':"
                + "'Patient/setsuko'},'payload':[{'contentString':'"
                + words
                + "'}]}");
    assertThat(reply.status()).as(RestTown.text(reply)).isEqualTo(201);
    return "Communication/" + Json.parseObject(reply.body()).text("id");
  }

  private Reply answers(Access who, String question, String words) {
    return town.ask(
        who,
        "POST",
        "/$answer-question",
        "{'resourceType':'Parameters','parameter':[{'name':'question','valueReference':{'reference':'"
            + question
            + "'}},{'name':'text','valueString':'"
            + words
            + "'}]}");
  }

  @Test
  void theOfficeReadsWhatIsAskedOfItAndNoOtherMessage() {
    asks(Notices.QUESTION, "どなたですか");
    asks("other", "ひみつ");

    Reply listed = town.ask(officer, "GET", OPEN, "");

    assertThat(RestTown.text(listed)).contains("どなたですか").doesNotContain("ひみつ");
    Reply searched = town.ask(officer, "GET", "/Communication?patient=Patient/setsuko", "");
    assertThat(RestTown.text(searched)).as("no other way").doesNotContain("どなたですか");
    assertThat(town.ask(resident, "GET", OPEN, "").status()).isEqualTo(403);
    Access doctor = town.worker(Role.PHYSICIAN, Purpose.TREAT, "sato", "hospital");
    assertThat(town.ask(doctor, "GET", OPEN, "").status()).isEqualTo(403);
  }

  @Test
  void anAnswerStandsInTheResidentsRecordAndClosesTheQuestion() {
    String question = asks(Notices.QUESTION, "どなたですか");

    Reply answered = answers(officer, question, "往診の医師です");

    assertThat(answered.status()).as(RestTown.text(answered)).isEqualTo(200);
    Reply read = town.ask(resident, "GET", "/Communication?patient=Patient/setsuko", "");
    assertThat(RestTown.text(read)).contains("往診の医師です", Notices.ANSWER, question);
    assertThat(RestTown.text(town.ask(officer, "GET", OPEN, ""))).doesNotContain("どなたですか");
    assertThat(RestTown.text(town.ask(officer, "GET", OPEN + "?status=answered", "")))
        .contains("どなたですか", "往診の医師です");
    Reply journal = town.ask(resident, "GET", "/Patient/setsuko/$access-journal", "");
    assertThat(RestTown.text(journal)).contains("answer to a question", "OVERSIGHT");
  }

  @Test
  void onlyTheOfficeAnswersAndOnlyQuestions() {
    String question = asks(Notices.QUESTION, "どなたですか");
    String other = asks("other", "ひみつ");

    assertThat(answers(resident, question, "わたしです").status()).isEqualTo(403);
    assertThat(answers(officer, other, "はい").status()).isEqualTo(404);
    assertThat(answers(officer, "Communication/none", "はい").status()).isEqualTo(404);
    assertThat(answers(officer, question, " ").status()).isEqualTo(400);
    assertThat(town.ask(officer, "GET", OPEN + "?status=lost", "").status()).isEqualTo(400);
  }
}
