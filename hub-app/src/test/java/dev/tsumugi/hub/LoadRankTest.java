package dev.tsumugi.hub;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoadRankTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          PLACES    | {"resourceType":"Organization"}
          PLACES    | {"resourceType":"Bundle","type":"batch","entry":[{"resource":{"resourceType":"Location"}}]}
          STAFF     | {"resourceType":"Location","managingOrganization":{"reference":"Organization?identifier=a"}}
          STAFF     | {"resourceType":"Bundle","entry":[{"resource":{"resourceType":"Practitioner"}},{"resource":{"resourceType":"Organization"}}]}
          RESIDENTS | {"resourceType":"Patient"}
          RESIDENTS | {"resourceType":"Bundle","entry":[{"resource":{"resourceType":"Condition"}},{"resource":{"resourceType":"Patient"}}]}
          RECORDS   | {"resourceType":"Observation"}
          RECORDS   | {"resourceType":"Bundle","entry":[{"resource":{"resourceType":"Condition"}}]}
          """)
  void contentDecides(LoadRank rank, String json) {
    assertThat(LoadRank.of(LoadFile.read(json.getBytes(UTF_8)))).isEqualTo(rank);
  }
}
