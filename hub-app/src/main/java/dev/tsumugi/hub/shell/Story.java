package dev.tsumugi.hub.shell;

import java.net.URI;
import java.util.function.Consumer;

/** A flow played against a running hub with real tokens, showing what each person sees. */
public interface Story {
  /**
   * @param hub the hub's address, without {@code /fhir}
   * @param say prints a line
   * @return true if everything came out as it must
   */
  boolean play(URI hub, Consumer<String> say);
}
