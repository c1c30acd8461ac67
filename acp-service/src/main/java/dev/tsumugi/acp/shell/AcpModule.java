package dev.tsumugi.acp.shell;

import dev.tsumugi.acp.AcpSettings;
import dev.tsumugi.acp.SignedWords;
import dev.tsumugi.acp.paper.FilesComingIn;
import dev.tsumugi.acp.paper.PlanSource;
import dev.tsumugi.acp.people.MailServer;
import dev.tsumugi.acp.people.Reminders;
import dev.tsumugi.consent.ConsentEngine;
import dev.tsumugi.fhirserver.ChangeRule;
import dev.tsumugi.fhirserver.Operation;
import dev.tsumugi.fhirserver.Prompts;
import dev.tsumugi.fhirserver.QueryParser;
import dev.tsumugi.fhirserver.Records;
import dev.tsumugi.fhirserver.r4.R4;
import dev.tsumugi.identity.ClientJwts;
import dev.tsumugi.identity.TokenReader;
import java.time.Clock;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What this module adds to the hub, which gives the servlet its address. */
@Configuration(proxyBeanMethods = false)
public class AcpModule {
  @Bean
  Rows rows(Records records, R4 r4) {
    return new Rows(records, new QueryParser(r4));
  }

  @Bean
  CdsServices cdsServices(
      AcpSettings settings,
      TokenReader tokens,
      ClientJwts clients,
      ConsentEngine engine,
      Rows rows,
      Clock clock) {
    return new CdsServices(settings, clients, new WishCards(settings, tokens, engine, rows, clock));
  }

  @Bean
  RoleRecords roleRecords(Rows rows) {
    return new RoleRecords(rows);
  }

  @Bean
  InvitationTable invitationTable(AcpConnections connections) {
    return new InvitationTable(new AcpTables(connections));
  }

  @Bean
  MailServer mailServer(
      @Value("${hub.mail.host:}") String host,
      @Value("${hub.mail.port:587}") int port,
      @Value("${hub.mail.from:}") String from,
      @Value("${hub.mail.user:}") String user,
      @Value("${hub.mail.password:}") String password,
      @Value("${hub.mail.starttls:true}") boolean starttls) {
    return new MailServer(host, port, from, user, password, starttls);
  }

  @Bean
  Outbox outbox(AcpConnections connections, MailServer server) {
    return new Outbox(
        new AcpTables(connections),
        new SmtpSender(server),
        () -> ThreadLocalRandom.current().nextDouble());
  }

  @Bean
  InvitationMail invitationMail(Outbox outbox, MailServer server, AcpSettings settings) {
    return server.isSet() ? new MailedInvitation(outbox, settings.hub()) : InvitationMail.NONE;
  }

  @Bean(initMethod = "start", destroyMethod = "close")
  Rounds rounds(Invitations invitations, Outbox outbox, Clock clock) {
    return new Rounds(invitations, outbox, clock);
  }

  @Bean
  Invitations invitations(InvitationTable table, RoleRecords rows, ConsentEngine engine) {
    return new Invitations(table, rows, engine);
  }

  @Bean
  Operation invite(InvitationTable table, RoleRecords rows, InvitationMail mail) {
    return new Inviting(table, rows, UnguessableCodes::next, mail).operation();
  }

  @Bean
  Operation invitation(Invitations invitations) {
    return invitations.show();
  }

  @Bean
  Operation acceptInvitation(Invitations invitations) {
    return invitations.accept();
  }

  @Bean
  Operation declineInvitation(Invitations invitations) {
    return invitations.decline();
  }

  @Bean
  Operation endRole(InvitationTable table, RoleRecords rows, ConsentEngine engine) {
    return new RoleEnding(table, rows, engine).operation();
  }

  @Bean
  Operation recordTalk(RoleRecords rows) {
    return new Talks(rows).operation();
  }

  @Bean
  Operation proposeWish(RoleRecords rows) {
    return new Proposals(rows).propose();
  }

  @Bean
  Operation answerProposal(RoleRecords rows) {
    return new Proposals(rows).answer();
  }

  /** What was signed is not rewritten, by whatever way. */
  @Bean
  ChangeRule signedWords() {
    return new SignedWords();
  }

  /** What is put in as a file is looked at, by whatever way. */
  @Bean
  ChangeRule filesComingIn() {
    return new FilesComingIn();
  }

  @Bean
  PlanRecords planRecords(Rows rows) {
    return new PlanRecords(rows);
  }

  @Bean
  PlanSource planSource(PlanRecords plans) {
    return new PlanReader(plans);
  }

  @Bean
  PlanCommits planCommits(Records records, PlanRecords plans) {
    return new PlanCommits(records, plans);
  }

  @Bean
  Operation acpState(PlanRecords plans) {
    return new StateOperation(plans);
  }

  @Bean
  SignOperation acpSign(PlanRecords plans, PlanCommits commits, AcpSettings settings) {
    return new SignOperation(plans, commits, settings, () -> UUID.randomUUID().toString());
  }

  @Bean
  Operation acpConfirm(PlanRecords plans, PlanCommits commits) {
    return new ConfirmOperation(plans, commits);
  }

  @Bean
  Operation acpWithdraw(PlanRecords plans, PlanCommits commits, AcpSettings settings) {
    return new WithdrawOperation(plans, commits, settings, () -> UUID.randomUUID().toString());
  }

  @Bean
  Operation acpEnteredInError(PlanRecords plans, PlanCommits commits) {
    return new EnteredInErrorOperation(plans, commits);
  }

  @Bean
  Operation paperPlan(SignOperation sign, RoleRecords rows) {
    return new PaperPlan(sign, rows);
  }

  /** When somebody is asked whether their plan is still so. */
  @Bean
  Prompts reminders() {
    return new Reminders();
  }
}
