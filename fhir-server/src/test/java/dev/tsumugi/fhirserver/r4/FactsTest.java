package dev.tsumugi.fhirserver.r4;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class FactsTest {
  @Test
  void committedFilesAreWhatTheDefinitionsSay() throws IOException {
    Map<String, String> generated = FactsGenerator.generate(committed("numbers.txt"));

    Map<String, String> committed = new TreeMap<>();
    for (String file : generated.keySet()) committed.put(file, committed(file));
    assertThat(committed).isEqualTo(generated);
  }

  @Test
  void onlyOpenEndedValueSetsAreLeftOut() throws IOException {
    CodeFacts codes = new CodeFacts();
    new StructureFacts(codes);

    // LL379-9 is a LOINC answer list, which R4 does not carry.
    assertThat(codes.open()).containsExactly("LL379-9", "currencies", "mimetypes", "ucum-units");
  }

  private static String committed(String file) throws IOException {
    try (var in = R4.class.getResourceAsStream(file)) {
      assertThat(in).as(file).isNotNull();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
