package dev.tsumugi.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServiceEntryTest {
  private static final Map<String, String> WHOLE =
      Map.of(
          "--name", "血圧アプリ",
          "--classes", "identity,vital",
          "--scopes", "patient/Patient.r patient/Observation.rs?category=vital-signs",
          "--until", "2027-03-31");

  private static ServiceEntry.Change change(String option, String value) {
    Map<String, String> options = new HashMap<>(WHOLE);
    options.put(option, value);
    return ServiceEntry.blank("app").with(options);
  }

  @Test
  void anEntryIsReadWhole() {
    ServiceEntry entry = ServiceEntry.blank("app").with(WHOLE).entry();

    assertThat(entry.classes()).containsExactly("identity", "vital");
    assertThat(entry.until()).isEqualTo(Instant.parse("2027-03-31T15:00:00Z"));
    assertThat(entry.lastDay()).isEqualTo(LocalDate.of(2027, 3, 31));
    assertThat(change("--classes", "all").entry().classes()).contains("wishes", "other");
  }

  @Test
  void whatIsNotStatedStays() {
    ServiceEntry entry = change("--origins", "https://app.example.org").entry();

    ServiceEntry.Change later = entry.with(Map.of("--on-devices", "true"));

    assertThat(later.faults()).isEmpty();
    assertThat(later.entry().onDevices()).isTrue();
    assertThat(later.entry().origins()).isEqualTo(List.of("https://app.example.org"));
    assertThat(later.entry().name()).isEqualTo("血圧アプリ");
    assertThat(later.entry().with(Map.of("--origins", "")).entry().origins()).isEmpty();
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({
    "--name, ' '",
    "--classes, identity;vital",
    "--classes, everything",
    "--classes, ''",
    "--scopes, openid",
    "--scopes, user/Observation",
    "--scopes, ''",
    "--until, 31.3.2027",
    "--until, 2027-02-30",
    "--origins, app.example.org",
    "--origins, http://app.example.org",
    "--origins, https://app.example.org/path",
    "--origins, *",
    "--on-devices, yes",
  })
  void whatIsNotUnderstoodIsNotWritten(String option, String value) {
    assertThat(change(option, value).faults()).isNotEmpty();
  }

  @Test
  void nothingIsGuessed() {
    assertThat(ServiceEntry.blank("app").with(Map.of()).faults()).hasSize(4);
    assertThat(ServiceEntry.blank("a b").with(WHOLE).faults()).hasSize(1);
  }
}
