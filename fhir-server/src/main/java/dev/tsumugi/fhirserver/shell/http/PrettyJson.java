package dev.tsumugi.fhirserver.shell.http;

import java.io.ByteArrayOutputStream;

/** Compact JSON with line breaks and indents for people; the values' bytes stay as they are. */
final class PrettyJson {
  private PrettyJson() {}

  static byte[] of(byte[] compact) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(compact.length * 2);
    int level = 0;
    boolean text = false;
    for (int i = 0; i < compact.length; i++) {
      byte b = compact[i];
      if (text) {
        out.write(b);
        if (b == '\\') out.write(compact[++i]);
        else if (b == '"') text = false;
        continue;
      }
      switch (b) {
        case '"' -> {
          text = true;
          out.write(b);
        }
        case '{', '[' -> {
          out.write(b);
          boolean empty = compact[i + 1] == (b == '{' ? '}' : ']');
          if (empty) out.write(compact[++i]);
          else line(out, ++level);
        }
        case '}', ']' -> {
          line(out, --level);
          out.write(b);
        }
        case ',' -> {
          out.write(b);
          line(out, level);
        }
        case ':' -> {
          out.write(b);
          out.write(' ');
        }
        default -> out.write(b);
      }
    }
    return out.toByteArray();
  }

  private static void line(ByteArrayOutputStream out, int level) {
    out.write('\n');
    for (int i = 0; i < level; i++) {
      out.write(' ');
      out.write(' ');
    }
  }
}
