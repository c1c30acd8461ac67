package dev.tsumugi.fhirserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tsumugi.fhirserver.JournalEntry.Kind;
import dev.tsumugi.kernel.Json;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class JournalWordsTest {
  private static final Instant AT = Instant.parse("2026-11-22T12:17:07Z");

  @Test
  void whatWasSeenIsToldWithTheOrganizationsName() {
    assertThat(texts(Kind.EMERGENCY, true, Optional.of("つむぎ市消防本部")))
        .containsExactly(
            "2026-11-22 21:17:07 つむぎ市消防本部 石塚 大輔(救急隊)が、救急のために、救急用の情報を見ました。",
            "2026-11-22 21:17:07 (Japanese time): つむぎ市消防本部 石塚 大輔 (ambulance crew) saw the"
                + " emergency sheet; purpose: emergency.");
  }

  @Test
  void anOrganizationThatIsGoneIsToldByItsReference() {
    assertThat(texts(Kind.READ, true, Optional.empty()).get(0))
        .contains("Organization/fire-department 石塚 大輔");
  }

  @ParameterizedTest
  @EnumSource
  void whatWasRefusedIsNeverToldAsDone(Kind kind) {
    List<String> refused = texts(kind, false, Optional.empty());

    assertThat(refused.get(0)).matches(".*(何も表示されません|何も変わりません)でした。");
    assertThat(refused.get(1)).matches(".*Nothing was (shown|changed)\\.");
    assertThat(texts(kind, true, Optional.empty())).doesNotContainAnyElementsOf(refused);
  }

  private static List<String> texts(Kind kind, boolean shown, Optional<String> organization) {
    Json.Obj content =
        Json.object()
            .put("name", "石塚 大輔")
            .put("organization", "Organization/fire-department")
            .put("role", "crew")
            .put("purpose", "ETREAT")
            .put("permitted", shown)
            .build();
    return JournalWords.parts(new JournalPage.Line(AT, kind, content, organization)).stream()
        .map(part -> ((Json.Obj) part).text("valueString"))
        .limit(3)
        .filter(text -> text != null)
        .toList();
  }
}
