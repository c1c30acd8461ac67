package dev.tsumugi.hub.shell;

import dev.tsumugi.acp.shell.AcpModule;
import dev.tsumugi.acp.shell.paper.PaperModule;
import dev.tsumugi.consent.shell.ConsentModule;
import dev.tsumugi.ems.shell.EmsModule;
import dev.tsumugi.fhirserver.shell.FhirServerModule;
import dev.tsumugi.governance.shell.GovernanceModule;
import dev.tsumugi.identity.shell.IdentityModule;
import dev.tsumugi.phr.shell.PhrModule;
import dev.tsumugi.telecare.shell.TelecareModule;
import dev.tsumugi.terminology.shell.TerminologyModule;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;

/** The hub is exactly this list. No component scan: adding a module is one visible line. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({
  ConsentModule.class,
  TerminologyModule.class,
  FhirServerModule.class,
  IdentityModule.class,
  AcpModule.class,
  PaperModule.class,
  EmsModule.class,
  TelecareModule.class,
  PhrModule.class,
  GovernanceModule.class,
  WebModule.class
})
class HubApplication {}
