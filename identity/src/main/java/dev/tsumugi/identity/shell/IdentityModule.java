package dev.tsumugi.identity.shell;

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
  TokenFilter tokenFilter(IdentitySettings settings, Clock clock) {
    IssuerKeys keys = new IssuerKeys(settings.endpoints().keys(), clock, PATIENCE);
    return new TokenFilter(new TokenDesk(settings, keys, new VerifiedTokens(MOST_TOKENS), clock));
  }

  @Bean
  SmartConfigurationServlet smartConfigurationServlet(IdentitySettings settings) {
    return new SmartConfigurationServlet(settings.endpoints());
  }

  @Bean
  ServiceServlet serviceServlet(IdentityConnections connections, Clock clock) {
    return new ServiceServlet(connections, clock);
  }

  @Bean
  LaunchServlet launchServlet(IdentityConnections connections, Clock clock) {
    return new LaunchServlet(new LaunchTable(connections, clock));
  }
}
