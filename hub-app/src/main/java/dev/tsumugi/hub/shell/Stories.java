package dev.tsumugi.hub.shell;

import java.time.Clock;
import java.util.Map;
import java.util.TreeSet;

/** The stories by name. The one place to add one. */
final class Stories {
  static final Map<String, Story> ALL =
      Map.of(
          "emergency", new EmergencyStory(Clock.systemUTC()),
          "consent", new ConsentStory(Clock.systemUTC()));

  private Stories() {}

  static String names() {
    return ALL.isEmpty() ? "none in this build" : String.join(", ", new TreeSet<>(ALL.keySet()));
  }
}
