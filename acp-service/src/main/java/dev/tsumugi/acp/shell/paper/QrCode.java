package dev.tsumugi.acp.shell.paper;

import com.google.zxing.WriterException;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.ByteMatrix;
import com.google.zxing.qrcode.encoder.Encoder;

/**
 * A QR code (ISO/IEC 18004), with its quiet zone of four modules; error correction M, as SMART
 * Health Links advise: a card is carried for years.
 */
final class QrCode {
  private static final int QUIET = 4;

  private final ByteMatrix modules;

  private QrCode(ByteMatrix modules) {
    this.modules = modules;
  }

  static QrCode of(String text) {
    try {
      return new QrCode(Encoder.encode(text, ErrorCorrectionLevel.M).getMatrix());
    } catch (WriterException tooLong) {
      throw new IllegalArgumentException("a QR code cannot hold this text", tooLong);
    }
  }

  /** Modules on a side, the quiet zone included. */
  int size() {
    return modules.getWidth() + 2 * QUIET;
  }

  boolean isDark(int x, int y) {
    int column = x - QUIET;
    int row = y - QUIET;
    boolean inside =
        column >= 0 && row >= 0 && column < modules.getWidth() && row < modules.getHeight();
    return inside && modules.get(column, row) == 1;
  }

  /** One path of whole rows: small, and sharp at any size. */
  String svg() {
    StringBuilder path = new StringBuilder();
    for (int y = 0; y < size(); y++) {
      for (int x = 0; x < size(); x++) {
        if (!isDark(x, y)) continue;
        int from = x;
        while (isDark(x + 1, y)) x++;
        int length = x + 1 - from;
        path.append('M').append(from).append(' ').append(y);
        path.append('h').append(length).append("v1h-").append(length).append('z');
      }
    }
    return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 "
        + size()
        + " "
        + size()
        + "\" shape-rendering=\"crispEdges\"><path fill=\"#fff\" d=\"M0 0h"
        + size()
        + "v"
        + size()
        + "H0z\"/><path d=\""
        + path
        + "\"/></svg>";
  }
}
