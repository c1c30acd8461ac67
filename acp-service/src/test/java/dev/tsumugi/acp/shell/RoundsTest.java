package dev.tsumugi.acp.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tsumugi.acp.people.MailAddress;
import dev.tsumugi.acp.people.MailText;
import dev.tsumugi.fhirserver.Operation;
import dev.tsumugi.fhirserver.QueryParser;
import dev.tsumugi.fhirserver.r4.R4;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.kernel.Ref;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is done without being asked, by a clock that is moved. */
class RoundsTest {
  private AcpTown town;
  private Inviting inviting;
  private Invitations invitations;
  private Rounds rounds;
  private int mails;

  @BeforeEach
  void start(@TempDir Path folder) {
    town = new AcpTown(folder);
    AcpTables tables = new AcpTables(town.connections());
    InvitationTable table = new InvitationTable(tables);
    RoleRecords rows = new RoleRecords(new Rows(town.records(), new QueryParser(R4.load())));
    invitations = new Invitations(table, rows, town.engine());
    inviting = new Inviting(table, rows, UnguessableCodes::next, InvitationMail.NONE);
    MailSender sender =
        (to, text) -> {
          mails++;
          return MailSender.Outcome.SENT;
        };
    Outbox outbox = new Outbox(tables, sender, () -> 0.5);
    rounds = new Rounds(invitations, outbox, Clock.systemUTC());
    town.put("{'resourceType':'Patient','id':'mother'}");
    town.put(
        "{'resourceType':'RelatedPerson','id':'daughter','active':true,'patient':{'reference':"
            + "'Patient/mother'},'name':[{'text':'佐藤 美香'}]}");
  }

  @AfterEach
  void stop() {
    town.close();
  }

  private static Operation.Call call(Optional<Ref> instance, String... parameters) {
    Json.Obj input =
        AcpTown.json(
            "{'resourceType':'Parameters','parameter':[" + String.join(",", parameters) + "]}");
    return new Operation.Call(instance, input, Map.of());
  }

  private String invited() {
    byte[] answer =
        inviting
            .operation()
            .run(
                town.resident("mother"),
                call(
                    Optional.of(Ref.patient("mother")),
                    AcpTown.reference("relatedPerson", "RelatedPerson/daughter"),
                    AcpTown.string("role", "agent"),
                    AcpTown.string("powers", "read")));
    return Json.parseObject(answer).objects("parameter").get(0).text("valueString");
  }

  private List<String> consents() {
    return town.all("Consent", "mother").stream().map(one -> one.text("status")).toList();
  }

  @Test
  void whatNobodyAnswersLapsesWithWhatWasProposed() {
    String code = invited();
    town.pass(Duration.ofDays(14).minusSeconds(1));
    rounds.step(town.now());
    assertThat(consents()).containsExactly("proposed");

    town.pass(Duration.ofSeconds(1));
    rounds.step(town.now());

    assertThat(consents()).containsExactly("inactive");
    assertThatThrownBy(
            () ->
                invitations
                    .accept()
                    .run(
                        town.resident("daughter"),
                        call(Optional.empty(), AcpTown.string("code", code))))
        .isInstanceOfSatisfying(
            Problem.class,
            problem -> assertThat(problem.getMessage()).contains("期限が過ぎました", "(lapsed)"));
  }

  @Test
  void ofWhoDiedItLapsesAllTheSame() {
    invited();
    town.put("{'resourceType':'Patient','id':'mother','deceasedBoolean':true}");
    town.pass(Duration.ofDays(15));

    rounds.step(town.now());
    rounds.step(town.now());

    assertThat(consents())
        .as("nothing is written in the name of the dead")
        .containsExactly("proposed");
  }

  @Test
  void mailThatWaitsIsSentOnce() {
    AcpTables tables = new AcpTables(town.connections());
    MailSender busy = (to, text) -> MailSender.Outcome.FAILED;
    new Outbox(tables, busy, () -> 0.5)
        .post("m", new MailAddress("a@example.org"), new MailText("s", "b"), town.now());

    town.pass(Duration.ofMinutes(1));
    rounds.step(town.now());
    rounds.step(town.now());

    assertThat(mails).isEqualTo(1);
  }
}
