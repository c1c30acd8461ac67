package dev.tsumugi.acp.shell.paper;

import dev.tsumugi.acp.AcpSettings;
import dev.tsumugi.fhirserver.Handouts;
import dev.tsumugi.fhirserver.Operation;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Documents, cards, papers and links: what leaves the hub in people's hands. */
@Configuration(proxyBeanMethods = false)
public class PaperModule {
  @Bean
  Operation emergencyCard(AcpSettings settings, Handouts handouts) {
    return new CardOperations(settings, handouts).issue();
  }

  @Bean
  Operation emergencyCards(AcpSettings settings, Handouts handouts) {
    return new CardOperations(settings, handouts).list();
  }

  @Bean
  Operation endEmergencyCard(AcpSettings settings, Handouts handouts) {
    return new CardOperations(settings, handouts).end();
  }
}
