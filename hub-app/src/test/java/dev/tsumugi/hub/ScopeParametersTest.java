package dev.tsumugi.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tsumugi.fhirserver.ScopeTokens;
import dev.tsumugi.fhirserver.r4.R4;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Keycloak grants narrowed scopes by the parameters that the hub can hold rows to: no other. */
class ScopeParametersTest {
  private static final Path FILE =
      Path.of(
          "..",
          "identity",
          "keycloak-provider",
          "src/main/resources/dev/tsumugi/keycloak/scope-parameters.txt");

  @Test
  void keycloakKnowsTheSameParametersAsTheHub() throws IOException {
    Map<String, Set<String>> granted = new HashMap<>();
    for (String line : Files.readAllLines(FILE)) {
      if (line.startsWith("#")) continue;
      List<String> words = List.of(line.split(" "));
      granted.put(words.get(0), new TreeSet<>(words.subList(1, words.size())));
    }
    R4 r4 = R4.load();
    ScopeTokens tokens = new ScopeTokens(r4);

    for (String type : r4.types()) {
      Set<String> expected = new TreeSet<>(tokens.params(type));
      Set<String> ofType = new TreeSet<>(granted.getOrDefault(type, Set.of()));
      ofType.addAll(granted.get("*"));
      assertThat(ofType).as(type).isEqualTo(expected);
    }
    assertThat(granted).hasSizeGreaterThan(100);
  }
}
