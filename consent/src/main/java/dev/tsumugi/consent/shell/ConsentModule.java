package dev.tsumugi.consent.shell;

import dev.tsumugi.consent.ConsentEngine;
import dev.tsumugi.consent.SearchTokens;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Everything this module adds to the hub. */
@Configuration(proxyBeanMethods = false)
public class ConsentModule {
  /**
   * @param tokens of the store, if there is one
   */
  @Bean
  ConsentEngine consentEngine(ObjectProvider<SearchTokens> tokens) {
    return new ConsentEngine(tokens.getIfAvailable(() -> SearchTokens.NONE));
  }
}
