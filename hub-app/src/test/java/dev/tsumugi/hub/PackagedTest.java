package dev.tsumugi.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * What a module needs when it runs is in the one jar that runs. Maven leaves it out without a word
 * if the application says that it needs it for its own tests.
 */
class PackagedTest {
  private static final Pattern DEPENDENCY =
      Pattern.compile("<dependency>\\s*(.*?)</dependency>", Pattern.DOTALL);
  private static final Pattern ARTIFACT = Pattern.compile("<artifactId>([^<]+)</artifactId>");

  @Test
  void nothingThatAModuleRunsWithIsForTestsOnlyHere() throws IOException {
    List<String> forTests = artifacts(Path.of("pom.xml"), true);
    assertThat(forTests).as("read rightly").contains("testkit", "hapi-fhir-client");

    for (String module : List.of("fhir-server", "identity", "ems-gateway", "consent")) {
      List<String> runs = artifacts(Path.of("..", module, "pom.xml"), false);
      assertThat(runs).as(module).isNotEmpty().doesNotContainAnyElementsOf(forTests);
    }
  }

  private static List<String> artifacts(Path pom, boolean forTests) throws IOException {
    List<String> found = new ArrayList<>();
    Matcher dependency = DEPENDENCY.matcher(Files.readString(pom));
    while (dependency.find()) {
      String text = dependency.group(1);
      Matcher artifact = ARTIFACT.matcher(text);
      boolean test = text.contains("<scope>test</scope>");
      if (test == forTests && artifact.find()) found.add(artifact.group(1));
    }
    return found;
  }
}
