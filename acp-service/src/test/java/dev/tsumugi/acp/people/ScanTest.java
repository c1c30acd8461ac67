package dev.tsumugi.acp.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tsumugi.kernel.Problem;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is taken for a scan of a paper. */
class ScanTest {
  private static String base64(String bytes) {
    return Base64.getEncoder().encodeToString(bytes.getBytes(StandardCharsets.ISO_8859_1));
  }

  @ParameterizedTest
  @CsvSource({
    "application/pdf, '%PDF-1.7 /Catalog /JSON /OpenAction [1 0 R /Fit]'",
    "image/jpeg, '\u00FF\u00D8\u00FFJFIF'",
  })
  void aPictureOrAStillPdfIsTaken(String type, String bytes) {
    assertThat(Scan.of(type, base64(bytes)).type()).isEqualTo(type);
  }

  @ParameterizedTest
  @CsvSource({
    "text/html, '<p>', PDF、JPEG、PNG",
    "image/png, '%PDF-1.7', PDF、JPEG、PNG",
    "application/pdf, '', PDF、JPEG、PNG",
    "application/pdf, '%PDF-1.7 << /S /JavaScript /JS (app.alert(1)) >>', 動くしかけ",
    "application/pdf, '%PDF-1.7 << /S/Launch/F(x) >>', 動くしかけ",
    "application/pdf, '%PDF-1.7 /JS', 動くしかけ",
  })
  void whatIsNoScanOrDoesSomethingIsRefusedKindly(String type, String bytes, String says) {
    assertThatThrownBy(() -> Scan.of(type, base64(bytes)))
        .isInstanceOfSatisfying(
            Problem.class,
            problem -> {
              assertThat(problem.kind()).isEqualTo(Problem.Kind.UNPROCESSABLE);
              assertThat(problem.getMessage()).contains(says);
            });
  }

  @Test
  void whatIsNotBase64IsNoScan() {
    assertThatThrownBy(() -> Scan.of("application/pdf", "%%%")).isInstanceOf(Problem.class);
  }

  @Test
  void aPhotoOfFiftyMegabytesIsRefusedBeforeItIsRead() {
    String large = "A".repeat(50 << 20);

    assertThatThrownBy(() -> Scan.of("image/jpeg", large))
        .isInstanceOfSatisfying(
            Problem.class,
            problem -> {
              assertThat(problem.kind()).isEqualTo(Problem.Kind.TOO_LARGE);
              assertThat(problem.getMessage()).contains("20MBまで", "何も消えていません");
            });
  }
}
