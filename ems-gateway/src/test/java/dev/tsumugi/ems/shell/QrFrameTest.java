package dev.tsumugi.ems.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.google.zxing.BarcodeFormat;
import com.google.zxing.WriterException;
import com.google.zxing.common.BitMatrix;
import com.google.zxing.qrcode.QRCodeWriter;
import dev.tsumugi.ems.Frames;
import dev.tsumugi.kernel.Problem;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QrFrameTest {
  private static final String CARD = "https://hub.example/c#AbCdEfGhIjKlMnOpQrStUv";

  /** Milliseconds, on a machine that does nothing else. */
  private static final Duration SOON = Duration.ofSeconds(5);

  @ParameterizedTest
  @ValueSource(strings = {"png", "jpeg"})
  void readsACardHeldCrooked(String format) throws Exception {
    assertThat(QrFrame.text(frame(format, 800, 600, true))).contains(CARD);
  }

  @Test
  void aFrameWithoutACodeIsNoError() throws Exception {
    assertThat(QrFrame.text(frame("jpeg", 640, 480, false))).isEmpty();
  }

  @Test
  void whatIsNoPictureIsRefused() {
    byte[] half = Arrays.copyOf(frame("png", 800, 600, true), 300);

    assertThatThrownBy(() -> QrFrame.text(new byte[] {1, 2, 3, 4}))
        .isInstanceOf(QrFrame.Unreadable.class);
    assertThatThrownBy(() -> QrFrame.text(half)).isInstanceOf(QrFrame.Unreadable.class);
    assertThatThrownBy(
            () -> QrFrame.text("<svg/>".getBytes(java.nio.charset.StandardCharsets.UTF_8)))
        .isInstanceOf(QrFrame.Unreadable.class);
  }

  @Test
  void aSmallFileOfManyPixelsIsNotDrawn() {
    byte[] enormous = frame("png", 4_000, 4_000, false);

    assertThatThrownBy(() -> QrFrame.text(enormous))
        .isInstanceOf(QrFrame.Unreadable.class)
        .hasMessageContaining("pixels");
  }

  @Test
  void whatLooksLikeThousandsOfCodesEndsAtOnce() {
    byte[] hostile = corners(1_215, 1_215);

    assertThat(hostile.length).isLessThan(300_000);
    Optional<String> read =
        assertTimeoutPreemptively(SOON, () -> QrFrame.text(hostile), "every three are weighed");
    assertThat(read).isEmpty();
  }

  @Test
  void aCardAmongMuchElseIsRead() throws Exception {
    BufferedImage desk = picture(800, 600, false);
    Random dust = new Random(7);
    for (int i = 0; i < 4_000; i++) {
      desk.setRGB(dust.nextInt(800), dust.nextInt(600), dust.nextInt(0x1000000));
    }
    lay(desk);

    assertThat(QrFrame.text(bytes("png", desk))).contains(CARD);
  }

  @Test
  void aJpegThatIsDrawnOverAndOverIsNotDrawn() throws Exception {
    byte[] progressive = progressive(picture(800, 600, true));
    byte[] hostile = drawnAgain(progressive, 5_000);

    assertThat(QrFrame.text(progressive)).contains(CARD);
    assertThat(hostile.length).isLessThan(300_000);
    assertThatThrownBy(() -> QrFrame.text(hostile))
        .isInstanceOf(QrFrame.Unreadable.class)
        .hasMessageContaining("passes");
  }

  @Test
  void soManyFramesAreReadAtOnce() throws Exception {
    CountDownLatch inside = new CountDownLatch(QrReading.MOST);
    CountDownLatch done = new CountDownLatch(1);
    QrReading reading =
        new QrReading(
            picture -> {
              inside.countDown();
              await(done);
              return Optional.empty();
            });
    ExecutorService crews = Executors.newFixedThreadPool(QrReading.MOST);
    try {
      List<Future<Optional<String>>> all = new ArrayList<>();
      for (int i = 0; i < QrReading.MOST; i++) {
        all.add(crews.submit(() -> reading.text(new byte[0])));
      }
      await(inside);

      assertThatThrownBy(() -> reading.text(new byte[0]))
          .isInstanceOfSatisfying(
              Problem.class,
              refused -> assertThat(refused.kind()).isEqualTo(Problem.Kind.TOO_MANY));

      done.countDown();
      for (Future<Optional<String>> one : all) assertThat(one.get()).isEmpty();
      assertThat(reading.text(new byte[0])).isEmpty();
    } finally {
      done.countDown();
      crews.shutdown();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  @Test
  void onePersonsFramesAreCountedByTheMinute() {
    Frames frames = new Frames();
    Instant at = Instant.parse("2026-11-23T03:00:00Z");
    for (int i = 0; i < Frames.MOST; i++) assertThat(frames.admit("crew", at)).isTrue();

    assertThat(frames.admit("crew", at.plusSeconds(59))).isFalse();
    assertThat(frames.admit("another", at)).isTrue();
    assertThat(frames.admit("crew", at.plusSeconds(60))).isTrue();
  }

  private static byte[] frame(String format, int width, int height, boolean card) {
    return bytes(format, picture(width, height, card));
  }

  private static BufferedImage picture(int width, int height, boolean card) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D pen = image.createGraphics();
    pen.setColor(new Color(190, 185, 170));
    pen.fillRect(0, 0, width, height);
    pen.dispose();
    if (card) lay(image);
    return image;
  }

  /** A card, crooked. */
  private static void lay(BufferedImage on) {
    Graphics2D pen = on.createGraphics();
    pen.rotate(0.2, on.getWidth() / 2.0, on.getHeight() / 2.0);
    pen.drawImage(code(), on.getWidth() / 4, on.getHeight() / 6, 360, 360, null);
    pen.dispose();
  }

  /** Corners of codes, side by side. */
  private static byte[] corners(int width, int height) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        // Rings of one, one and three pixels, with a margin.
        int ring = Math.max(Math.abs(x % 9 - 4), Math.abs(y % 9 - 4));
        image.setRGB(x, y, ring == 2 || ring == 4 ? 0xffffff : 0);
      }
    }
    return bytes("png", image);
  }

  private static byte[] progressive(BufferedImage image) throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ImageWriteParam how = writer.getDefaultWriteParam();
    how.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ImageOutputStream to = ImageIO.createImageOutputStream(out)) {
      writer.setOutput(to);
      writer.write(null, new IIOImage(image, null, null), how);
    } finally {
      writer.dispose();
    }
    return out.toByteArray();
  }

  /** With empty scans before its end. */
  private static byte[] drawnAgain(byte[] jpeg, int times) {
    // Start of a scan: one component, its first coefficient in the last approximation again.
    byte[] scan = {(byte) 0xff, (byte) 0xda, 0, 8, 1, 1, 0, 0, 0, 0x10};
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(jpeg, 0, jpeg.length - 2);
    for (int i = 0; i < times; i++) out.write(scan, 0, scan.length);
    out.write(jpeg, jpeg.length - 2, 2);
    return out.toByteArray();
  }

  private static byte[] bytes(String format, BufferedImage image) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, format, out);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    return out.toByteArray();
  }

  private static BufferedImage code() {
    try {
      BitMatrix bits = new QRCodeWriter().encode(CARD, BarcodeFormat.QR_CODE, 200, 200);
      BufferedImage image = new BufferedImage(200, 200, BufferedImage.TYPE_INT_RGB);
      for (int y = 0; y < 200; y++) {
        for (int x = 0; x < 200; x++) image.setRGB(x, y, bits.get(x, y) ? 0x000000 : 0xffffff);
      }
      return image;
    } catch (WriterException failure) {
      throw new IllegalStateException(failure);
    }
  }
}
