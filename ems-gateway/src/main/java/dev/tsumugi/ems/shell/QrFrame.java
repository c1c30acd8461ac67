package dev.tsumugi.ems.shell;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.DecodeHintType;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.ReaderException;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/** One frame of a tablet's camera, and the QR code that may be in it. */
final class QrFrame {
  /** A few words of a file can say that it is enormous: only so many pixels are ever drawn. */
  static final int MOST_PIXELS = 1_500_000;

  private static final Map<DecodeHintType, Object> HARDER =
      Map.of(DecodeHintType.TRY_HARDER, Boolean.TRUE);

  /** Bytes that are no picture of ours, or one that is too large. */
  static final class Unreadable extends Exception {
    private static final long serialVersionUID = 1L;

    Unreadable(String message) {
      super(message);
    }
  }

  private QrFrame() {}

  /**
   * What the code says; empty if none is seen.
   *
   * @param picture JPEG or PNG
   */
  static Optional<String> text(byte[] picture) throws Unreadable {
    BufferedImage image = image(picture);
    int width = image.getWidth();
    int[] pixels = image.getRGB(0, 0, width, image.getHeight(), null, 0, width);
    RGBLuminanceSource light = new RGBLuminanceSource(width, image.getHeight(), pixels);
    try {
      BinaryBitmap frame = new BinaryBitmap(new HybridBinarizer(light));
      return Optional.of(new QRCodeReader().decode(frame, HARDER).getText());
    } catch (ReaderException none) {
      return Optional.empty(); // most frames of a camera show no code, or not yet
    }
  }

  private static BufferedImage image(byte[] picture) throws Unreadable {
    boolean jpeg = picture.length > 2 && (picture[0] & 0xff) == 0xff && (picture[1] & 0xff) == 0xd8;
    boolean png = picture.length > 2 && (picture[0] & 0xff) == 0x89 && picture[1] == 'P';
    if (!jpeg && !png) throw new Unreadable("is no JPEG or PNG");
    Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(jpeg ? "jpeg" : "png");
    ImageReader reader = readers.next();
    try (ImageInputStream in = ImageIO.createImageInputStream(new ByteArrayInputStream(picture))) {
      reader.setInput(in, true, true);
      if ((long) reader.getWidth(0) * reader.getHeight(0) > MOST_PIXELS) {
        throw new Unreadable("has more than " + MOST_PIXELS + " pixels");
      }
      return reader.read(0);
    } catch (IOException | RuntimeException broken) {
      // The JDK's readers meet broken files with either.
      throw new Unreadable("cannot be read as a picture");
    } finally {
      reader.dispose();
    }
  }
}
