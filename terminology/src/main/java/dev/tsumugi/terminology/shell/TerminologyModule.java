package dev.tsumugi.terminology.shell;

import dev.tsumugi.terminology.Definitions;
import dev.tsumugi.terminology.RuleDefinitions;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What is known of codes before anything is stored. */
@Configuration(proxyBeanMethods = false)
public class TerminologyModule {
  /** R4's own systems and sets, units, and what rules know. */
  public static Definitions base() {
    return Definitions.chain(
        List.of(new R4Definitions(), new UcumDefinitions(), new RuleDefinitions()));
  }

  @Bean
  Definitions definitions() {
    return base();
  }
}
