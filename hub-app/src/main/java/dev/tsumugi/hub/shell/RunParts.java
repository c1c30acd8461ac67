package dev.tsumugi.hub.shell;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** What {@code ./hub run} runs, in starting order; it stops in reverse. The one list to extend. */
final class RunParts {
  private RunParts() {}

  static List<RunPart> of(Settings settings) {
    List<RunPart> parts = new ArrayList<>();
    if (settings.tls() != null) parts.add(new TlsPart(settings.tls()));
    parts.add(
        settings.external() == null
            ? new EmbeddedDatabasePart()
            : new ExternalDatabasePart(settings.external()));
    if (settings.oidcIssuer() == null) parts.add(new KeycloakPart());
    parts.add(new HubPart());
    if (settings.demo()) parts.add(new TownPart(Clock.systemUTC()));
    parts.add(new ReadyPart());
    return parts;
  }
}
