package dev.tsumugi.hub.shell;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import java.awt.image.BufferedImage;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.rendering.PDFRenderer;

/** A page held before a camera. */
final class QrOnPaper {
  private QrOnPaper() {}

  /** What the QR code of this page says. */
  static String read(byte[] pdf, int number) throws Exception {
    try (PDDocument paper = Loader.loadPDF(pdf)) {
      BufferedImage page = new PDFRenderer(paper).renderImageWithDPI(number, 200);
      int width = page.getWidth();
      int[] pixels = page.getRGB(0, 0, width, page.getHeight(), null, 0, width);
      RGBLuminanceSource light = new RGBLuminanceSource(width, page.getHeight(), pixels);
      return new QRCodeReader().decode(new BinaryBitmap(new HybridBinarizer(light))).getText();
    }
  }
}
