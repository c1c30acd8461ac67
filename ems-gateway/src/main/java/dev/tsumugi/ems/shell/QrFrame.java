package dev.tsumugi.ems.shell;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.DecodeHintType;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.ReaderException;
import com.google.zxing.ResultPointCallback;
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

  /** Each draws the whole picture once more; cameras and browsers make some ten at most. */
  static final int MOST_PASSES = 40;

  /** The reader weighs every three of them; a card has three, what lies around it a few dozen. */
  static final int MOST_CORNERS = 200;

  /** More places look like a corner of a code than any card among things has. */
  private static final class TooMany extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooMany() {
      super("too many corners", null, false, false);
    }
  }

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
      return Optional.of(new QRCodeReader().decode(frame, hints()).getText());
    } catch (ReaderException | TooMany none) {
      return Optional.empty(); // most frames of a camera show no code, or not yet
    }
  }

  private static Map<DecodeHintType, Object> hints() {
    int[] corners = {0};
    // The reader tells of each that it adds to its list.
    ResultPointCallback counting =
        corner -> {
          if (++corners[0] > MOST_CORNERS) throw new TooMany();
        };
    return Map.of(
        DecodeHintType.TRY_HARDER,
        Boolean.TRUE,
        DecodeHintType.NEED_RESULT_POINT_CALLBACK,
        counting);
  }

  private static BufferedImage image(byte[] picture) throws Unreadable {
    boolean jpeg = picture.length > 2 && (picture[0] & 0xff) == 0xff && (picture[1] & 0xff) == 0xd8;
    boolean png = picture.length > 2 && (picture[0] & 0xff) == 0x89 && picture[1] == 'P';
    if (!jpeg && !png) throw new Unreadable("is no JPEG or PNG");
    if (jpeg && passes(picture) > MOST_PASSES) {
      throw new Unreadable("is drawn in more than " + MOST_PASSES + " passes");
    }
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

  /**
   * How often a progressive JPEG would be drawn over: its starts of a scan (ITU-T T.81, B.2.3),
   * which stand nowhere within a scan.
   */
  private static int passes(byte[] jpeg) {
    int passes = 0;
    for (int i = 1; i < jpeg.length; i++) {
      if ((jpeg[i - 1] & 0xff) == 0xff && (jpeg[i] & 0xff) == 0xda) passes++;
    }
    return passes;
  }
}
