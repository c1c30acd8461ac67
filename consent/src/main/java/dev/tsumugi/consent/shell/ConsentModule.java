package dev.tsumugi.consent.shell;

import dev.tsumugi.consent.ConsentEngine;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Everything this module adds to the hub. */
@Configuration(proxyBeanMethods = false)
public class ConsentModule {
  @Bean
  ConsentEngine consentEngine() {
    return new ConsentEngine();
  }
}
