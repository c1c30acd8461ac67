package dev.tsumugi.bench.shell;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NextPageTest {
  @Test
  void theNextPageIsFoundAmongTheLinks() {
    String bundle =
        """
        {"resourceType":"Bundle","link":[{"relation":"self","url":"http://h/fhir/Observation"},\
        {"relation":"next","url":"http:\\/\\/h\\/fhir?page=2"}],"entry":[]}""";

    assertThat(NextPage.in(bundle)).isEqualTo("http://h/fhir?page=2");
  }

  @Test
  void theLastPageHasNone() {
    assertThat(NextPage.in("{\"link\":[{\"relation\":\"self\",\"url\":\"http://h\"}]}")).isEmpty();
  }
}
