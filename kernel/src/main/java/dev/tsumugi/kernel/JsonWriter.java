package dev.tsumugi.kernel;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Compact JSON in UTF-8: no white space, only the escapes that RFC 8259 demands. */
final class JsonWriter {
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  /** The most bytes that one char takes: an escaped control character. */
  private static final int WIDEST = 6;

  /** Longer texts are written in parts, so that room is not taken for six times their length. */
  private static final int PART = 256;

  private byte[] out = new byte[512];
  private int size;

  private JsonWriter() {}

  static byte[] toBytes(Json value) {
    JsonWriter writer = new JsonWriter();
    writer.write(value);
    return Arrays.copyOf(writer.out, writer.size);
  }

  static String toText(Json value) {
    JsonWriter writer = new JsonWriter();
    writer.write(value);
    return new String(writer.out, 0, writer.size, StandardCharsets.UTF_8);
  }

  private void write(Json value) {
    if (value instanceof Json.Obj obj) {
      put('{');
      for (int i = 0; i < obj.size(); i++) {
        if (i > 0) put(',');
        quote(obj.name(i));
        put(':');
        write(obj.value(i));
      }
      put('}');
    } else if (value instanceof Json.Arr arr) {
      put('[');
      for (int i = 0; i < arr.items().size(); i++) {
        if (i > 0) put(',');
        write(arr.items().get(i));
      }
      put(']');
    } else if (value instanceof Json.Text text) {
      quote(text.value());
    } else if (value instanceof Json.Num num) {
      plain(num.literal());
    } else if (value instanceof Json.Bool bool) {
      plain(bool.value() ? "true" : "false");
    } else {
      plain("null");
    }
  }

  private void put(char ascii) {
    room(1);
    out[size++] = (byte) ascii;
  }

  private void plain(String ascii) {
    room(ascii.length());
    for (int i = 0; i < ascii.length(); i++) out[size++] = (byte) ascii.charAt(i);
  }

  private void quote(String text) {
    put('"');
    int from = 0;
    while (from < text.length()) {
      int to = Math.min(from + PART, text.length());
      // A pair is never cut.
      while (to < text.length() && Character.isHighSurrogate(text.charAt(to - 1))) to++;
      part(text, from, to);
      from = to;
    }
    put('"');
  }

  private void part(String text, int from, int to) {
    room((to - from) * WIDEST);
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        i = wide(text, i);
      } else if (c == '"' || c == '\\') {
        out[size++] = '\\';
        out[size++] = (byte) c;
      } else if (c >= 0x20) {
        out[size++] = (byte) c;
      } else {
        control(c);
      }
    }
  }

  /** Writes the code point at {@code i}; returns where its last char stands. */
  private int wide(String text, int i) {
    int code = text.codePointAt(i);
    if (code < 0x800) {
      out[size++] = (byte) (0xC0 | code >> 6);
    } else if (code >= Character.MIN_SUPPLEMENTARY_CODE_POINT) {
      out[size++] = (byte) (0xF0 | code >> 18);
      out[size++] = (byte) (0x80 | code >> 12 & 0x3F);
      out[size++] = (byte) (0x80 | code >> 6 & 0x3F);
    } else if (Character.isSurrogate((char) code)) {
      // As String.getBytes has it: half a pair is no character.
      out[size++] = '?';
      return i;
    } else {
      out[size++] = (byte) (0xE0 | code >> 12);
      out[size++] = (byte) (0x80 | code >> 6 & 0x3F);
    }
    out[size++] = (byte) (0x80 | code & 0x3F);
    return i + Character.charCount(code) - 1;
  }

  private void control(char c) {
    out[size++] = '\\';
    switch (c) {
      case '\n' -> out[size++] = 'n';
      case '\r' -> out[size++] = 'r';
      case '\t' -> out[size++] = 't';
      default -> {
        out[size++] = 'u';
        out[size++] = '0';
        out[size++] = '0';
        out[size++] = HEX[c >> 4];
        out[size++] = HEX[c & 15];
      }
    }
  }

  private void room(int more) {
    if (out.length - size < more) {
      out =
          Arrays.copyOf(
              out, Math.max(Math.addExact(size, more), Math.multiplyExact(out.length, 2)));
    }
  }
}
