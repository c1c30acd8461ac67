package dev.tsumugi.telecare.shell;

import org.springframework.context.annotation.Configuration;

/** Everything this module adds to the hub: nothing yet, see its README. */
@Configuration(proxyBeanMethods = false)
public class TelecareModule {}
