package dev.tsumugi.keycloak;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The search parameters by which a scope may be narrowed: those that the hub can hold every row to.
 * A scope with another one would be granted here and open nothing there.
 */
final class ScopeParameters {
  private static final String FILE = "scope-parameters.txt";
  private static final String ANY = "*";
  private static final Map<String, Set<String>> BY_TYPE = read();

  private ScopeParameters() {}

  private static Map<String, Set<String>> read() {
    Map<String, Set<String>> byType = new HashMap<>();
    try (InputStream file = ScopeParameters.class.getResourceAsStream(FILE)) {
      if (file == null) throw new IllegalStateException(FILE + " is missing in the jar");
      String text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
      for (String line : text.split("\n")) {
        if (line.startsWith("#")) continue;
        String[] words = line.split(" ");
        byType.put(words[0], Set.copyOf(Arrays.asList(words).subList(1, words.length)));
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    return byType;
  }

  /**
   * @param type of the scope; of {@code *} those count that some type has
   */
  static boolean narrows(String type, String param) {
    if (type.equals(ANY)) return every().contains(param);
    return BY_TYPE.getOrDefault(ANY, Set.of()).contains(param)
        || BY_TYPE.getOrDefault(type, Set.of()).contains(param);
  }

  private static Set<String> every() {
    Set<String> every = new HashSet<>();
    BY_TYPE.values().forEach(every::addAll);
    return every;
  }
}
