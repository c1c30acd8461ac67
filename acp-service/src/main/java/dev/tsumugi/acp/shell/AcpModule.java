package dev.tsumugi.acp.shell;

import dev.tsumugi.acp.AcpSettings;
import dev.tsumugi.acp.shell.paper.PaperModule;
import dev.tsumugi.consent.ConsentEngine;
import dev.tsumugi.fhirserver.QueryParser;
import dev.tsumugi.fhirserver.Records;
import dev.tsumugi.fhirserver.r4.R4;
import dev.tsumugi.identity.ClientJwts;
import dev.tsumugi.identity.TokenReader;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** What this module adds to the hub, which gives the servlet its address. */
@Configuration(proxyBeanMethods = false)
@Import(PaperModule.class)
public class AcpModule {
  @Bean
  CdsServices cdsServices(
      AcpSettings settings,
      TokenReader tokens,
      ClientJwts clients,
      ConsentEngine engine,
      Records records,
      R4 r4,
      Clock clock) {
    return new CdsServices(
        settings,
        clients,
        new WishCards(settings, tokens, engine, records, new QueryParser(r4), clock));
  }
}
