package dev.tsumugi.acp.shell.paper;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import dev.tsumugi.acp.paper.Language;
import dev.tsumugi.acp.paper.PaperKind;
import dev.tsumugi.acp.paper.PaperPages;
import dev.tsumugi.acp.paper.Samples;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.apache.pdfbox.text.PDFTextStripper;
import org.apache.xmpbox.XMPMetadata;
import org.apache.xmpbox.schema.PDFAIdentificationSchema;
import org.apache.xmpbox.xml.DomXmpParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PdfPrinterTest {
  private static final PdfPrinter PRINTER = new PdfPrinter();
  private static final String ADDRESS = "https://hub.example/acp/current#AAECAwQFBgcICQoLDA0ODw";

  private static byte[] pdf(PaperKind kind, Language language, boolean much) {
    PaperPages.Proof proof =
        new PaperPages.Proof(
            PdfPrinter.image(QrCode.of(ADDRESS)),
            "https://hub.example/acp/current",
            Instant.parse("2026-11-23T03:00:00Z"));
    return PRINTER.print(
        PaperPages.of(much ? Samples.much() : Samples.whole(), kind, language, proof),
        PaperPages.FONT);
  }

  @ParameterizedTest
  @CsvSource({"PLAN,JA", "PLAN,EN", "SHEET,JA", "SHEET,EN", "CARD,JA", "CARD,EN"})
  void everyPaperIsPdfAWithItsFaceEmbedded(PaperKind kind, Language language) throws Exception {
    byte[] bytes = pdf(kind, language, false);
    String kept = System.getProperty("tsumugi.papers");
    if (kept != null) Files.write(Path.of(kept, kind + "-" + language + ".pdf"), bytes);

    try (PDDocument paper = Loader.loadPDF(bytes)) {
      XMPMetadata about =
          new DomXmpParser().parse(paper.getDocumentCatalog().getMetadata().createInputStream());
      PDFAIdentificationSchema claim =
          (PDFAIdentificationSchema) about.getSchema(PDFAIdentificationSchema.class);
      assertThat(claim.getPart()).isEqualTo(2);
      assertThat(claim.getConformance()).isEqualTo("B");
      assertThat(paper.getDocumentCatalog().getOutputIntents()).hasSize(1);
      assertThat(paper.isEncrypted()).isFalse();
      int fonts = 0;
      for (PDPage page : paper.getPages()) {
        assertThat(page.getCOSObject().containsKey(COSName.AA)).isFalse();
        for (COSName name : page.getResources().getFontNames()) {
          PDFont font = page.getResources().getFont(name);
          assertThat(font.isEmbedded()).as(font.getName()).isTrue();
          assertThat(font.getName()).contains("NotoSansJP");
          fonts++;
        }
      }
      assertThat(fonts).isPositive();
      assertThat(new PDFTextStripper().getText(paper)).contains("小林 節子");
    }
  }

  @ParameterizedTest
  @CsvSource({"PLAN", "SHEET", "CARD"})
  void itsQrCodeCanBeReadOffThePage(PaperKind kind) throws Exception {
    try (PDDocument paper = Loader.loadPDF(pdf(kind, Language.JA, false))) {
      PDFRenderer renderer = new PDFRenderer(paper);
      BufferedImage page = renderer.renderImageWithDPI(kind == PaperKind.CARD ? 1 : 0, 200);
      int[] pixels = page.getRGB(0, 0, page.getWidth(), page.getHeight(), null, 0, page.getWidth());
      RGBLuminanceSource light = new RGBLuminanceSource(page.getWidth(), page.getHeight(), pixels);

      String read =
          new QRCodeReader().decode(new BinaryBitmap(new HybridBinarizer(light))).getText();

      assertThat(read).isEqualTo(ADDRESS);
    }
  }

  @Test
  void howeverMuchIsWrittenTheSheetIsOnePageAndTheCardTwo() throws Exception {
    for (Language language : Language.values()) {
      try (PDDocument sheet = Loader.loadPDF(pdf(PaperKind.SHEET, language, true));
          PDDocument card = Loader.loadPDF(pdf(PaperKind.CARD, language, true));
          PDDocument plan = Loader.loadPDF(pdf(PaperKind.PLAN, language, true))) {
        assertThat(sheet.getNumberOfPages()).isEqualTo(1);
        assertThat(card.getNumberOfPages()).isEqualTo(2);
        assertThat(plan.getNumberOfPages()).isGreaterThan(1);
      }
    }
  }

  @Test
  void whatPeopleWroteStaysWords() throws Exception {
    try (PDDocument plan = Loader.loadPDF(pdf(PaperKind.PLAN, Language.JA, false))) {
      assertThat(new PDFTextStripper().getText(plan)).contains("<毎日>");
    }
  }
}
