package dev.tsumugi.identity.shell;

import dev.tsumugi.identity.ClientIssuers;
import dev.tsumugi.identity.ClientJwts;
import dev.tsumugi.identity.IdentitySettings;
import java.time.Clock;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Everything this module adds to the hub, which gives filter and servlet their addresses. */
@Configuration(proxyBeanMethods = false)
public class IdentityModule {
  // A token's claims take some 2 KB: 8 MB at most.
  private static final int MOST_TOKENS = 4_096;
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  @Bean
  TokenDesk tokenDesk(IdentitySettings settings, Clock clock) {
    IssuerKeys keys = new IssuerKeys(settings.endpoints().keys(), clock, PATIENCE);
    return new TokenDesk(settings, keys, new VerifiedTokens(MOST_TOKENS), clock);
  }

  @Bean
  TokenFilter tokenFilter(TokenDesk desk) {
    return new TokenFilter(desk);
  }

  @Bean
  ClientJwts clientJwts(ClientIssuers clients, Clock clock) {
    return new ClientJwtDesk(clients, clock, PATIENCE);
  }

  @Bean
  SmartConfigurationServlet smartConfigurationServlet(IdentitySettings settings) {
    return new SmartConfigurationServlet(settings.endpoints());
  }

  @Bean
  LaunchServlet launchServlet(IdentityConnections connections, Clock clock) {
    return new LaunchServlet(new LaunchTable(connections, clock));
  }
}
