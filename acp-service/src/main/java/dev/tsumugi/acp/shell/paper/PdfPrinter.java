package dev.tsumugi.acp.shell.paper;

import com.openhtmltopdf.extend.FSSupplier;
import com.openhtmltopdf.outputdevice.helper.BaseRendererBuilder.FontStyle;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder.PdfAConformance;
import com.openhtmltopdf.util.XRLog;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.concurrent.Semaphore;

/**
 * XHTML as PDF/A-2b (ISO 19005-2): what is printed from it in twenty years looks as it does now.
 * The face is embedded, and holds the rare characters of names.
 */
final class PdfPrinter {
  private static final String FONT = "NotoSansJP_400Regular.ttf";
  private static final int PIXELS_OF_A_MODULE = 8;

  /** A page takes some megabytes while it is set: not everybody's at once. */
  private static final Semaphore FREE = new Semaphore(2);

  static {
    XRLog.setLoggingEnabled(false); // it would write the words of people into the log
  }

  private final byte[] font;
  private final byte[] profile = ICC_Profile.getInstance(ColorSpace.CS_sRGB).getData();

  PdfPrinter() {
    try (InputStream in = PdfPrinter.class.getResourceAsStream(FONT)) {
      if (in == null) throw new IllegalStateException("the font " + FONT + " is missing");
      font = in.readAllBytes();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /**
   * @param xhtml well-formed, loading nothing
   */
  byte[] print(String xhtml, String family) {
    FREE.acquireUninterruptibly();
    try {
      ByteArrayOutputStream pdf = new ByteArrayOutputStream();
      PdfRendererBuilder builder = new PdfRendererBuilder();
      builder.useFastMode();
      builder.usePdfAConformance(PdfAConformance.PDFA_2_B);
      builder.useColorProfile(profile);
      FSSupplier<InputStream> face = () -> new ByteArrayInputStream(font);
      builder.useFont(face, family, 400, FontStyle.NORMAL, true);
      builder.withHtmlContent(xhtml, null);
      builder.toStream(pdf);
      builder.run();
      return pdf.toByteArray();
    } catch (IOException impossible) {
      throw new UncheckedIOException("a page cannot be set", impossible);
    } finally {
      FREE.release();
    }
  }

  /** A QR code as the address of an image in the page itself. */
  static String image(QrCode code) {
    return "data:image/png;base64,"
        + Base64.getEncoder().encodeToString(QrImage.png(code, PIXELS_OF_A_MODULE));
  }
}
