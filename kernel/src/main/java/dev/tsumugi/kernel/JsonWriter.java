package dev.tsumugi.kernel;

import java.nio.charset.StandardCharsets;

/** Compact JSON text: no white space, only the escapes that RFC 8259 demands. */
final class JsonWriter {
  private static final char[] HEX = "0123456789abcdef".toCharArray();

  private JsonWriter() {}

  static byte[] toBytes(Json value) {
    return toText(value).getBytes(StandardCharsets.UTF_8);
  }

  static String toText(Json value) {
    StringBuilder out = new StringBuilder(512);
    write(value, out);
    return out.toString();
  }

  private static void write(Json value, StringBuilder out) {
    if (value instanceof Json.Obj obj) {
      out.append('{');
      for (int i = 0; i < obj.size(); i++) {
        if (i > 0) out.append(',');
        quote(obj.name(i), out);
        out.append(':');
        write(obj.value(i), out);
      }
      out.append('}');
    } else if (value instanceof Json.Arr arr) {
      out.append('[');
      for (int i = 0; i < arr.items().size(); i++) {
        if (i > 0) out.append(',');
        write(arr.items().get(i), out);
      }
      out.append(']');
    } else if (value instanceof Json.Text text) {
      quote(text.value(), out);
    } else if (value instanceof Json.Num num) {
      out.append(num.literal());
    } else if (value instanceof Json.Bool bool) {
      out.append(bool.value());
    } else {
      out.append("null");
    }
  }

  private static void quote(String text, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c >= 0x20) {
        out.append(c);
      } else {
        switch (c) {
          case '\n' -> out.append("\\n");
          case '\r' -> out.append("\\r");
          case '\t' -> out.append("\\t");
          default -> out.append("\\u00").append(HEX[c >> 4]).append(HEX[c & 15]);
        }
      }
    }
    out.append('"');
  }
}
