package dev.tsumugi.acp.paper;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tsumugi.acp.paper.Attachments.Kind;
import dev.tsumugi.acp.paper.Attachments.Verdict;
import dev.tsumugi.acp.paper.Attachments.Why;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.zip.DeflaterOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AttachmentsTest {
  private static byte[] bytes(String text) {
    return text.getBytes(ISO_8859_1);
  }

  private static Verdict look(byte[] bytes) {
    return Attachments.look(bytes, Optional.empty());
  }

  private static byte[] pdf(String object) {
    return bytes("%PDF-1.7\n1 0 obj\n<< /Type /Catalog " + object + " >>\nendobj\n%%EOF");
  }

  /** An object packed away, as most PDFs of today do. */
  private static byte[] packed(String object) throws Exception {
    ByteArrayOutputStream deflated = new ByteArrayOutputStream();
    try (var out = new DeflaterOutputStream(deflated)) {
      out.write(bytes(object));
    }
    ByteArrayOutputStream pdf = new ByteArrayOutputStream();
    pdf.write(bytes("%PDF-1.7\n2 0 obj\n<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode"));
    pdf.write(bytes(" /Length " + deflated.size() + " >>\nstream\n"));
    pdf.write(deflated.toByteArray());
    pdf.write(bytes("\nendstream\nendobj\n%%EOF"));
    return pdf.toByteArray();
  }

  @ParameterizedTest
  @CsvSource({
    "'%PDF-1.4 1 0 obj << /Pages 2 0 R >>',PDF",
    "'\u00ff\u00d8\u00ff\u00e0..JFIF',JPEG",
    "'\u0089PNG\r\n\u001a\n....',PNG",
    "'....ftypheic....',HEIC",
    "'....ftypM4A ....',MP4",
    "'RIFF....WAVEfmt ',WAV",
    "'RIFF....WEBPVP8 ',WEBP",
    "'OggS....',OGG",
    "'ID3.....',MP3",
    "'\u001aE\u00df\u00a3....',WEBM"
  })
  void aFileIsWhatItsFirstBytesSay(String start, Kind kind) {
    assertThat(look(bytes(start))).isEqualTo(new Verdict.Fine(kind));
  }

  @Test
  void whatItIsSaidToBeMustFit() {
    byte[] photo = bytes("\u00ff\u00d8\u00ff\u00e0..JFIF");

    assertThat(Attachments.look(photo, Optional.of("image/jpeg")))
        .isEqualTo(new Verdict.Fine(Kind.JPEG));
    assertThat(Attachments.look(photo, Optional.of("application/pdf")))
        .isEqualTo(new Verdict.Refused(Why.ANOTHER));
    assertThat(Attachments.look(bytes("....ftypM4A ...."), Optional.of("audio/x-m4a; codecs=x")))
        .isEqualTo(new Verdict.Fine(Kind.MP4));
    assertThat(look(bytes("<html><script>"))).isEqualTo(new Verdict.Refused(Why.UNKNOWN));
    assertThat(look(bytes("MZ....program"))).isEqualTo(new Verdict.Refused(Why.UNKNOWN));
    assertThat(look(new byte[0])).isEqualTo(new Verdict.Refused(Why.EMPTY));
  }

  @ParameterizedTest
  @CsvSource({
    "text/plain; charset=Shift_JIS,a note,TEXT",
    "application/fhir+json,{},TEXT",
    "application/xml,<ClinicalDocument/>,TEXT",
    "text/plain,%PDF-1.7 /JS,ANOTHER",
    "application/json,%PDF-1.7 /JS,ANOTHER",
    "text/plain,'MZ\0\0',ANOTHER",
    "text/html,<script>,UNKNOWN",
    "application/xhtml+xml,<script/>,UNKNOWN",
    "image/svg+xml,<svg onload='x'/>,UNKNOWN",
    "application/octet-stream,a note,UNKNOWN",
    "application/pdf,,EMPTY"
  })
  void textIsTextOnlyWhereItIsSaidToBe(String said, @Nullable String holds, String comesOf) {
    Verdict verdict =
        Attachments.look(base64(bytes(holds == null ? "" : holds)), Optional.of(said));

    assertThat(verdict)
        .isEqualTo(
            comesOf.equals("TEXT")
                ? new Verdict.Fine(Kind.TEXT)
                : new Verdict.Refused(Why.valueOf(comesOf)));
  }

  @Test
  void whatIsNoBase64IsRefused() {
    assertThat(Attachments.look("A", Optional.of("application/pdf")))
        .isEqualTo(new Verdict.Refused(Why.ANOTHER));
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  @Test
  void aPhotoOfFiftyMegabytesIsTooLarge() {
    byte[] photo = Arrays.copyOf(bytes("\u00ff\u00d8\u00ff\u00e0"), 50 << 20);

    assertThat(look(photo)).isEqualTo(new Verdict.Refused(Why.TOO_LARGE));
    assertThat(Attachments.look("?".repeat(50 << 20), Optional.of("image/jpeg")))
        .as("before it is unpacked")
        .isEqualTo(new Verdict.Refused(Why.TOO_LARGE));
    byte[] largest = Arrays.copyOf(photo, Attachments.LARGEST);
    assertThat(Attachments.look(Base64.getMimeEncoder().encodeToString(largest), Optional.empty()))
        .isEqualTo(new Verdict.Fine(Kind.JPEG));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/OpenAction 5 0 R",
        "/OpenAction [3 0 R /Fit] /OpenAction << /S /URI >>",
        "/Names << /JavaScript 5 0 R >>",
        "/S /JavaScript /JS (app.alert\\(1\\))",
        "/S/J#61vaScript/JS(x)",
        "/AA << /O 3 0 R >>",
        "/S /Launch /F (calc.exe)",
        "/Names << /EmbeddedFiles 4 0 R >>",
        "/AcroForm << /XFA 4 0 R >>"
      })
  void aPdfThatActsIsRefusedPackedOrNot(String object) throws Exception {
    assertThat(look(pdf(object))).isEqualTo(new Verdict.Refused(Why.ACTIVE));
    assertThat(look(packed("1 0 << " + object + " >>"))).isEqualTo(new Verdict.Refused(Why.ACTIVE));
  }

  @Test
  void aPdfThatCannotBeLookedIntoIsRefused() {
    byte[] strange =
        bytes(
            "%PDF-1.7\n2 0 obj << /Type /ObjStm /Filter /ASCII85Decode /Length 4 >>\nstream\nabcd\nendstream");

    assertThat(look(strange)).isEqualTo(new Verdict.Refused(Why.ACTIVE));
    assertThat(look(pdf("/Encrypt 7 0 R"))).isEqualTo(new Verdict.Refused(Why.LOCKED));
  }

  @Test
  void aHarmlessPdfComesInWhateverItsPictureHappensToHold() throws Exception {
    byte[] scan =
        bytes(
            "%PDF-1.7\n3 0 obj << /Type /XObject /Length 40 >>\nstream\n../AA <</JavaScript /JS ../OpenAction\nendstream\nendobj");

    assertThat(look(scan)).isEqualTo(new Verdict.Fine(Kind.PDF));
    assertThat(look(pdf("/OpenAction [3 0 R /Fit] /JSON true")))
        .as("opens at a page")
        .isEqualTo(new Verdict.Fine(Kind.PDF));
    assertThat(look(packed("1 0 << /Type /Page /Annots [] >>")))
        .isEqualTo(new Verdict.Fine(Kind.PDF));
  }

  @Test
  void everyRefusalIsSaidInBothLanguages() {
    for (Why why : Why.values()) {
      assertThat(why.japanese()).endsWith("。");
      assertThat(why.english()).endsWith(".");
    }
  }
}
