package dev.tsumugi.hub.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Consent against the whole hub, as {@code ./hub story consent} plays it. */
class ConsentStoryTest {
  private static final TestHub HUB = TestHub.start().withTown();

  private final List<String> said = new ArrayList<>();

  @Test
  void comesOutAsItMustAndDoesSoAgain() {
    assertThat(play()).as(text()).isTrue();
    assertThat(play()).as(text()).isTrue();

    assertThat(text()).doesNotContain("✗").contains("緊急の理由を述べて");
    assertThat(
            new TokenClient(HUB.base())
                .get(HUB.loaderToken(), "/Consent?patient=Patient/citizen&status=active")
                .body()
                .objects("entry"))
        .isEmpty();
  }

  private boolean play() {
    return Stories.ALL.get("consent").play(HUB.base(), said::add);
  }

  private String text() {
    return String.join("\n", said);
  }
}
