package dev.tsumugi.terminology.shell;

import dev.tsumugi.terminology.Definitions;
import dev.tsumugi.terminology.RuleDefinitions;
import dev.tsumugi.terminology.Samples;
import java.util.ArrayList;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
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

  /** What was loaded into tables, then what comes with the hub. */
  @Bean
  Definitions definitions(ObjectProvider<Connections> connections) {
    Connections tables = connections.getIfUnique();
    List<Definitions> all = new ArrayList<>();
    if (tables != null) all.add(new LoadedTables(tables, System::nanoTime));
    all.add(Samples.shipped());
    all.add(base());
    return Definitions.chain(all);
  }
}
