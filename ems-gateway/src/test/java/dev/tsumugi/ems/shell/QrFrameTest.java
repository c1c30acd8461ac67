package dev.tsumugi.ems.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.zxing.BarcodeFormat;
import com.google.zxing.WriterException;
import com.google.zxing.common.BitMatrix;
import com.google.zxing.qrcode.QRCodeWriter;
import dev.tsumugi.ems.Frames;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QrFrameTest {
  private static final String CARD = "https://hub.example/c#AbCdEfGhIjKlMnOpQrStUv";

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
  void onePersonsFramesAreCountedByTheMinute() {
    Frames frames = new Frames();
    Instant at = Instant.parse("2026-11-23T03:00:00Z");
    for (int i = 0; i < Frames.MOST; i++) assertThat(frames.admit("crew", at)).isTrue();

    assertThat(frames.admit("crew", at.plusSeconds(59))).isFalse();
    assertThat(frames.admit("another", at)).isTrue();
    assertThat(frames.admit("crew", at.plusSeconds(60))).isTrue();
  }

  private static byte[] frame(String format, int width, int height, boolean card) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D pen = image.createGraphics();
    pen.setColor(new Color(190, 185, 170));
    pen.fillRect(0, 0, width, height);
    if (card) {
      pen.rotate(0.2, width / 2.0, height / 2.0);
      pen.drawImage(code(), width / 4, height / 6, 360, 360, null);
    }
    pen.dispose();
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
