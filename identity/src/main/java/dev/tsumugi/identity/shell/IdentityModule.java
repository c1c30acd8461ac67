package dev.tsumugi.identity.shell;

import dev.tsumugi.identity.ClientIssuers;
import dev.tsumugi.identity.ClientJwts;
import dev.tsumugi.identity.IdentitySettings;
import dev.tsumugi.identity.TokenReader;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Everything this module adds to the hub, which gives filter and servlet their addresses. */
@Configuration(proxyBeanMethods = false)
public class IdentityModule {
  // A token's claims take some 2 KB: 8 MB at most.
  private static final int MOST_TOKENS = 4_096;
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  @Bean
  IssuerKeys issuerKeys(IdentitySettings settings, Clock clock) {
    return new IssuerKeys(settings.endpoints().keys(), clock, PATIENCE);
  }

  @Bean
  SignOnTables signOnTables(IdentityConnections connections) {
    return new SignOnTables(connections);
  }

  @Bean
  SessionTable sessionTable(SignOnTables tables, Clock clock) {
    return new SessionTable(tables, clock);
  }

  @Bean
  ProofTable proofTable(SignOnTables tables) {
    return new ProofTable(tables);
  }

  @Bean
  ProofDesk proofDesk(IdentitySettings settings, ProofTable spent, Clock clock) {
    return new ProofDesk(settings, spent, clock);
  }

  @Bean
  TokenDesk tokenDesk(
      IdentitySettings settings, IssuerKeys keys, SessionTable sessions, Clock clock) {
    return new TokenDesk(settings, keys, new VerifiedTokens(MOST_TOKENS), sessions, clock);
  }

  @Bean
  TokenFilter tokenFilter(TokenDesk desk, SessionTable sessions, ProofDesk proofs) {
    return new TokenFilter(desk, proofs, requester -> sessions.over(requester).isEmpty());
  }

  @Bean
  TokenReader tokenReader(TokenDesk desk) {
    return new BodyTokens(desk);
  }

  @Bean
  ClientJwts clientJwts(ClientIssuers clients, Clock clock) {
    return new ClientJwtDesk(clients, clock, PATIENCE);
  }

  @Bean
  SessionsServlet sessionsServlet(SessionTable sessions) {
    return new SessionsServlet(sessions);
  }

  @Bean
  DevicesServlet devicesServlet(
      IdentitySettings settings, SignOnTables tables, ProofDesk proofs, Clock clock) {
    SecureRandom random = new SecureRandom();
    return new DevicesServlet(
        new DeviceTable(tables, clock),
        proofs,
        () -> DeviceDesk.code(random),
        () -> UUID.randomUUID().toString(),
        settings.demo());
  }

  @Bean
  LogoutServlet logoutServlet(
      IdentitySettings settings,
      IssuerKeys keys,
      ProofTable spent,
      SessionTable sessions,
      Clock clock) {
    return new LogoutServlet(settings, keys, spent, sessions, clock);
  }

  @Bean
  SmartConfigurationServlet smartConfigurationServlet(IdentitySettings settings) {
    return new SmartConfigurationServlet(settings.endpoints());
  }

  @Bean
  LaunchServlet launchServlet(IdentityConnections connections, Clock clock) {
    return new LaunchServlet(new LaunchTable(connections, clock));
  }

  @Bean
  ServiceServlet serviceServlet(IdentityConnections connections, Clock clock) {
    return new ServiceServlet(connections, clock);
  }

  @Bean
  LinkServlet linkServlet(SignOnTables tables, Clock clock) {
    return new LinkServlet(new LinkTable(tables, clock));
  }
}
