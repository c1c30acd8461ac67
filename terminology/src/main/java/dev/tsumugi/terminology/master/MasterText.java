package dev.tsumugi.terminology.master;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The text of a file and how it was written. Nothing is guessed around: a byte that the encoding
 * does not know refuses the file, for a replaced character in a name would be a wrong name.
 */
record MasterText(String encoding, String text) {
  private static final Charset MS932 = Charset.forName("windows-31j");
  private static final Charset EUC_JP = Charset.forName("EUC-JP");

  /**
   * From the strictest to the loosest: what reads as UTF-8 by chance does not exist in practice.
   */
  private static final List<Charset> JAPANESE = List.of(StandardCharsets.UTF_8, EUC_JP, MS932);

  /**
   * Decodes the bytes.
   *
   * @param stated the encoding as a person says it; empty to find out
   * @param otherwise what it is, found out, if not UTF-8; empty for one of Japan's
   * @return null if it cannot be; {@code refusals} says why
   */
  static @Nullable MasterText of(
      byte[] bytes, Optional<String> stated, Optional<String> otherwise, Refusals refusals) {
    MasterText marked = byMark(bytes, refusals);
    if (marked != null || !refusals.none()) return marked;
    if (stated.isPresent()) return stated(bytes, stated.get(), refusals);
    List<Charset> tried = tried(otherwise);
    for (Charset charset : tried) {
      String text = decode(bytes, charset);
      if (text != null) return new MasterText(name(charset), text);
    }
    Charset last = tried.get(tried.size() - 1);
    refuse(bytes, last, "neither UTF-8 nor " + name(last), refusals);
    return null;
  }

  private static List<Charset> tried(Optional<String> otherwise) {
    Charset known = otherwise.map(MasterText::charset).orElse(null);
    return known == null ? JAPANESE : List.of(StandardCharsets.UTF_8, known);
  }

  private static @Nullable MasterText byMark(byte[] bytes, Refusals refusals) {
    if (startsWith(bytes, 0xEF, 0xBB, 0xBF))
      return rest(bytes, 3, StandardCharsets.UTF_8, refusals);
    if (startsWith(bytes, 0xFF, 0xFE)) return rest(bytes, 2, StandardCharsets.UTF_16LE, refusals);
    if (startsWith(bytes, 0xFE, 0xFF)) return rest(bytes, 2, StandardCharsets.UTF_16BE, refusals);
    return null;
  }

  private static @Nullable MasterText rest(
      byte[] bytes, int from, Charset charset, Refusals refusals) {
    byte[] rest = java.util.Arrays.copyOfRange(bytes, from, bytes.length);
    String text = decode(rest, charset);
    if (text != null) return new MasterText(name(charset) + " with a byte order mark", text);
    refuse(rest, charset, "not " + name(charset) + ", which its byte order mark says", refusals);
    return null;
  }

  private static @Nullable MasterText stated(byte[] bytes, String stated, Refusals refusals) {
    Charset charset = charset(stated);
    if (charset == null) {
      refusals.add(0, "there is no encoding " + stated + "; known are UTF-8, Shift_JIS, EUC-JP");
      return null;
    }
    String text = decode(bytes, charset);
    if (text == null) {
      refuse(bytes, charset, "not " + name(charset), refusals);
      return null;
    }
    // Most of UTF-8 is valid Shift_JIS too, and would be stored as nonsense.
    String utf8 = decode(bytes, StandardCharsets.UTF_8);
    if (utf8 != null && !charset.equals(StandardCharsets.UTF_8) && !utf8.equals(text)) {
      refusals.add(0, "stated to be " + name(charset) + ", but the file is UTF-8");
      return null;
    }
    return new MasterText(name(charset), text);
  }

  private static @Nullable Charset charset(String stated) {
    // What calls itself Shift_JIS in Japan has ① and ㈱: that is Windows-31J.
    if (stated.matches("(?i)shift[-_]?jis|sjis|ms932|cp932|windows-31j")) return MS932;
    try {
      return Charset.forName(stated);
    } catch (IllegalCharsetNameException | UnsupportedCharsetException unknown) {
      return null;
    }
  }

  private static String name(Charset charset) {
    return charset.equals(MS932) ? "Shift_JIS (Windows-31J)" : charset.name();
  }

  private static boolean startsWith(byte[] bytes, int... mark) {
    if (bytes.length < mark.length) return false;
    for (int i = 0; i < mark.length; i++) if ((bytes[i] & 0xFF) != mark[i]) return false;
    return true;
  }

  private static @Nullable String decode(byte[] bytes, Charset charset) {
    CharBuffer out = CharBuffer.allocate(capacity(bytes.length, charset));
    CoderResult result = strict(charset).decode(ByteBuffer.wrap(bytes), out, true);
    return result.isUnderflow() ? out.flip().toString() : null;
  }

  private static void refuse(byte[] bytes, Charset charset, String what, Refusals refusals) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    strict(charset).decode(in, CharBuffer.allocate(capacity(bytes.length, charset)), true);
    int line = 1;
    for (int i = 0; i < in.position(); i++) if (bytes[i] == '\n') line++;
    refusals.add(line, "the file is " + what + ": a byte here is no character of it");
  }

  private static int capacity(int bytes, Charset charset) {
    return (int) Math.ceil(bytes * (double) charset.newDecoder().maxCharsPerByte()) + 1;
  }

  private static CharsetDecoder strict(Charset charset) {
    return charset
        .newDecoder()
        .onMalformedInput(CodingErrorAction.REPORT)
        .onUnmappableCharacter(CodingErrorAction.REPORT);
  }
}
