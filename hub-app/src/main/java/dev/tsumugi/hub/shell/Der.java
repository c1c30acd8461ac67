package dev.tsumugi.hub.shell;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Writes ASN.1 in its distinguished encoding (X.690), as much as a certificate takes. */
final class Der {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

  private Der() {}

  static byte[] sequence(byte[]... parts) {
    return element(0x30, parts);
  }

  static byte[] set(byte[]... parts) {
    return element(0x31, parts);
  }

  static byte[] integer(BigInteger value) {
    return element(0x02, value.toByteArray());
  }

  static byte[] yes() {
    return element(0x01, new byte[] {(byte) 0xff});
  }

  static byte[] octets(byte[] content) {
    return element(0x04, content);
  }

  /**
   * @param unused bits at the end of the last byte
   */
  static byte[] bits(int unused, byte... content) {
    return element(0x03, new byte[] {(byte) unused}, content);
  }

  static byte[] text(String text) {
    return element(0x0c, text.getBytes(StandardCharsets.UTF_8));
  }

  /** X.509 wants the short form until 2049 (RFC 5280 section 4.1.2.5). */
  static byte[] time(Instant when) {
    String written = TIME.format(when);
    boolean brief = written.compareTo("2050") < 0;
    byte[] content = (brief ? written.substring(2) : written).getBytes(StandardCharsets.US_ASCII);
    return element(brief ? 0x17 : 0x18, content);
  }

  static byte[] oid(String dotted) {
    String[] arcs = dotted.split("\\.");
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    content.write(Integer.parseInt(arcs[0]) * 40 + Integer.parseInt(arcs[1]));
    for (int i = 2; i < arcs.length; i++) {
      int arc = Integer.parseInt(arcs[i]);
      for (int shift = 28; shift > 0; shift -= 7) {
        if (arc >> shift != 0) content.write((arc >> shift & 0x7f) | 0x80);
      }
      content.write(arc & 0x7f);
    }
    return element(0x06, content.toByteArray());
  }

  /** In the context's own numbering, as it stands or around whole elements. */
  static byte[] tagged(int number, boolean around, byte[]... content) {
    return element((around ? 0xa0 : 0x80) | number, content);
  }

  private static byte[] element(int tag, byte[]... contents) {
    int length = 0;
    for (byte[] one : contents) length += one.length;
    ByteArrayOutputStream out = new ByteArrayOutputStream(length + 6);
    out.write(tag);
    if (length < 0x80) {
      out.write(length);
    } else {
      byte[] digits = BigInteger.valueOf(length).toByteArray();
      int skip = digits[0] == 0 ? 1 : 0;
      out.write(0x80 | digits.length - skip);
      out.write(digits, skip, digits.length - skip);
    }
    for (byte[] one : contents) out.writeBytes(one);
    return out.toByteArray();
  }
}
