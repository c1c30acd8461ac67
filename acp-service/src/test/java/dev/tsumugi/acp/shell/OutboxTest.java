package dev.tsumugi.acp.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tsumugi.acp.people.MailAddress;
import dev.tsumugi.acp.people.MailServer;
import dev.tsumugi.acp.people.MailText;
import dev.tsumugi.acp.shell.MailSender.Outcome;
import dev.tsumugi.acp.shell.SmtpTown.Mood;
import dev.tsumugi.fhirserver.BackOff;
import dev.tsumugi.fhirserver.shell.store.Schema;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.testkit.TestDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Mail that is sent, refused, and tried again, on a real database and over a real socket. */
class OutboxTest {
  private static final TestDatabase DATABASE = migrated();
  private static final Instant NOW = Instant.parse("2026-11-22T03:00:00Z");
  private static final String CODE = "AbCdEfGhIjKlMnOpQrStUv";

  private final SmtpTown smtp = new SmtpTown();
  private final AcpTables tables =
      new AcpTables(
          () ->
              DriverManager.getConnection(
                  DATABASE.url(), DATABASE.app().user(), DATABASE.app().password()));

  private static TestDatabase migrated() {
    TestDatabase database = TestDatabase.fresh();
    Schema.migrate(
        database.url(),
        database.owner().user(),
        database.owner().password(),
        database.app().user());
    return database;
  }

  @AfterEach
  void stop() throws IOException {
    smtp.close();
    tables.run(connection -> AcpTables.change(connection, "delete from mail"));
  }

  private Outbox outbox() {
    MailServer server = new MailServer("127.0.0.1", smtp.port(), "hub@example.org", "", "", false);
    return new Outbox(tables, new SmtpSender(server), () -> 0.5);
  }

  private List<Json> invite(String address) {
    return new MailedInvitation(outbox(), "https://hub.example")
        .send("id-1", Optional.of(address), CODE, NOW);
  }

  private int waiting() {
    return tables.run(
        connection ->
            AcpTables.list(connection, row -> row.getInt(1), "select count(*) from mail").get(0));
  }

  @Test
  void anInvitationIsALinkAndNobodysName() {
    assertThat(invite("　ｍｉｋａ＠example.org ").toString()).contains("\"sent\"");

    String mail = smtp.mails().get(0);
    String body =
        new String(
            Base64.getMimeDecoder().decode(mail.substring(mail.indexOf("\n\n") + 2)),
            StandardCharsets.UTF_8);
    assertThat(mail).contains("To: mika@example.org", "From: hub@example.org");
    assertThat(body).contains("https://hub.example/my/#invitation=" + CODE, "ある方が");
    assertThat(waiting()).as("it held a code").isZero();
  }

  @Test
  void aWrongAddressIsToldKindlyAndNothingIsLost() {
    assertThat(invite("mika@@example").toString()).contains("refused", "招待はできています");
    smtp.is(Mood.REFUSES);
    assertThat(invite("nobody@example.org").toString()).contains("refused", "届きませんでした");
    assertThat(smtp.mails()).isEmpty();
    assertThat(waiting()).isZero();
  }

  @Test
  void whatCouldNotBeSentIsSentAfterARestartAndNotBeforeItsTime() {
    smtp.is(Mood.BUSY);
    assertThat(invite("mika@example.org").toString()).contains("もう一度送ります");
    smtp.is(Mood.TAKES);
    assertThat(outbox().step(NOW.plusSeconds(59))).isEmpty();

    assertThat(outbox().step(NOW.plusSeconds(60))).contains(Outcome.SENT);

    assertThat(smtp.mails()).hasSize(1);
    assertThat(outbox().step(NOW.plusSeconds(600))).isEmpty();
  }

  @Test
  void whatNobodyTakesIsGivenUpInTheEnd() {
    smtp.is(Mood.BUSY);
    outbox().post("id-2", new MailAddress("mika@example.org"), new MailText("s", "b"), NOW);
    Instant later = NOW;
    int tries = 1;
    while (waiting() > 0) {
      later = later.plus(Duration.ofHours(3));
      if (outbox().step(later).isPresent()) tries++;
    }

    assertThat(tries).isEqualTo(BackOff.TRIES);
    assertThat(smtp.mails()).isEmpty();
  }
}
