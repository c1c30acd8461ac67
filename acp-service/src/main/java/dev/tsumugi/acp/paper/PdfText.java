package dev.tsumugi.acp.paper;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * The objects of a PDF as text (ISO 32000-1, 7.3), without the contents of pages and images, and
 * with the objects that are packed into streams (7.5.7). It is read to find what a PDF does, not to
 * show it.
 */
final class PdfText {
  /** Objects are short: more unpacked text is an attack. */
  private static final int MOST = 64 << 20;

  private static final Pattern STREAM = Pattern.compile("(?<!end)stream\r?\n");
  private static final String END = "endstream";

  private PdfText() {}

  /** Empty if some of the objects cannot be read. */
  static Optional<String> of(byte[] pdf) {
    String raw = new String(pdf, StandardCharsets.ISO_8859_1);
    StringBuilder text = new StringBuilder();
    Matcher stream = STREAM.matcher(raw);
    int from = 0;
    while (stream.find(from)) {
      String before = raw.substring(from, stream.start());
      text.append(before);
      String dictionary = before.substring(Math.max(0, before.lastIndexOf("obj")));
      int end = raw.indexOf(END, stream.end());
      // Without a length it is no stream, however it looks: what follows counts as objects.
      if (end < 0 || !dictionary.contains("/Length")) {
        from = stream.end();
        continue;
      }
      if (dictionary.contains("/ObjStm")) {
        boolean plain = !dictionary.contains("/Filter");
        Optional<String> objects =
            plain
                ? Optional.of(raw.substring(stream.end(), end))
                : inflated(pdf, stream.end(), end, MOST - text.length());
        if (objects.isEmpty()) return Optional.empty();
        text.append(' ').append(objects.get()).append(' ');
      }
      from = end + END.length();
    }
    return Optional.of(text.append(raw, from, raw.length()).toString());
  }

  private static Optional<String> inflated(byte[] pdf, int from, int to, int most) {
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(pdf, from, to - from);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      byte[] buffer = new byte[8192];
      while (!inflater.finished()) {
        int length = inflater.inflate(buffer);
        if (length == 0) return Optional.empty();
        out.write(buffer, 0, length);
        if (out.size() > most) return Optional.empty();
      }
      return Optional.of(out.toString(StandardCharsets.ISO_8859_1));
    } catch (DataFormatException otherFilter) {
      return Optional.empty();
    } finally {
      inflater.end();
    }
  }
}
