package dev.tsumugi.acp.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tsumugi.kernel.Problem;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is taken for a scan of a paper, out of what may come in at all. */
class ScanTest {
  private static String base64(String bytes) {
    return Base64.getEncoder().encodeToString(bytes.getBytes(StandardCharsets.ISO_8859_1));
  }

  @ParameterizedTest
  @CsvSource({
    "application/pdf, '%PDF-1.7 /Catalog /OpenAction [1 0 R /Fit]', application/pdf",
    "'', '\u00FF\u00D8\u00FFJFIF', image/jpeg",
  })
  void aPictureOrAStillPdfIsTaken(String type, String bytes, String is) {
    assertThat(Scan.of(type, base64(bytes)).type()).isEqualTo(is);
  }

  @ParameterizedTest
  @CsvSource({
    "text/plain, 'I wish', PDF、JPEG、PNG",
    "audio/ogg, 'OggS', PDF、JPEG、PNG",
    "image/png, '%PDF-1.7', 中身が",
    "application/pdf, '', 空です",
    "application/pdf, '%PDF-1.7 << /S /JavaScript /JS (app.alert(1)) >>', しかけ",
  })
  void whatIsNoScanOrDoesSomethingIsRefusedKindly(String type, String bytes, String says) {
    assertThatThrownBy(() -> Scan.of(type, base64(bytes)))
        .isInstanceOfSatisfying(
            Problem.class,
            problem -> {
              assertThat(problem.kind()).isEqualTo(Problem.Kind.UNPROCESSABLE);
              assertThat(problem.issues().get(0).japanese()).contains(says);
            });
  }
}
