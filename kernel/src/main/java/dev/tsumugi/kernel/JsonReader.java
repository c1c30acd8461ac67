package dev.tsumugi.kernel;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Strict RFC 8259 reader over UTF-8 bytes. Beyond the RFC it refuses what is never meant: duplicate
 * names, the NUL character, bad UTF-8, unpaired surrogates, more than {@link #MAX_DEPTH} levels or
 * {@link #MAX_MEMBERS} members in one object (no element of FHIR has a tenth of them). Errors say
 * line and column, never the content.
 */
final class JsonReader {
  static final int MAX_DEPTH = 100;
  static final int MAX_MEMBERS = 500;

  /** From so many names on a set is quicker than looking through them. */
  private static final int MANY = 32;

  private static final int SYMBOLS = 1 << 10;

  /** A short text has few names: a large table would cost more than it saves. */
  private static final int FEW_SYMBOLS = 1 << 6;

  private static final int SHORT = 1 << 12;

  private static final char REPLACEMENT = '\uFFFD';

  private final byte[] in;
  private int pos;
  private final String[] symbols;

  private JsonReader(byte[] in) {
    this.in = in;
    symbols = new String[in.length < SHORT ? FEW_SYMBOLS : SYMBOLS];
  }

  static Json read(byte[] utf8) {
    JsonReader reader = new JsonReader(utf8);
    if (utf8.length >= 3 && utf8[0] == (byte) 0xEF && utf8[1] == (byte) 0xBB) reader.pos = 3;
    Json value = reader.value(0);
    reader.space();
    if (reader.pos < utf8.length) throw reader.bad("text after the end of the JSON");
    return value;
  }

  private Json value(int depth) {
    if (depth > MAX_DEPTH) throw bad("nested deeper than " + MAX_DEPTH + " levels");
    space();
    switch (peek()) {
      case '{':
        return object(depth);
      case '[':
        return array(depth);
      case '"':
        return new Json.Text(string());
      case 't':
        return literal("true", new Json.Bool(true));
      case 'f':
        return literal("false", new Json.Bool(false));
      case 'n':
        return literal("null", Json.Null.NULL);
      default:
        return number();
    }
  }

  private Json.Obj object(int depth) {
    pos++;
    List<String> names = new ArrayList<>();
    List<Json> values = new ArrayList<>();
    Set<String> many = Set.of();
    space();
    if (peek() == '}') {
      pos++;
      return new Json.Obj(new String[0], new Json[0]);
    }
    while (true) {
      space();
      if (peek() != '"') throw bad("a member name in double quotes is needed");
      String name = name();
      if (names.size() == MAX_MEMBERS) {
        throw bad("an object has more than " + MAX_MEMBERS + " members");
      }
      if (names.size() == MANY) many = new HashSet<>(names);
      boolean twice = names.size() < MANY ? names.contains(name) : !many.add(name);
      if (twice) throw bad("a member name stands twice in one object");
      space();
      if (peek() != ':') throw bad("a colon is needed after a member name");
      pos++;
      names.add(name);
      values.add(value(depth + 1));
      space();
      int next = peek();
      pos++;
      if (next == '}') break;
      if (next != ',') throw badBefore("a comma or a closing brace is needed");
    }
    return new Json.Obj(names.toArray(String[]::new), values.toArray(Json[]::new));
  }

  private Json.Arr array(int depth) {
    pos++;
    List<Json> items = new ArrayList<>();
    space();
    if (peek() == ']') {
      pos++;
      return new Json.Arr(items);
    }
    while (true) {
      items.add(value(depth + 1));
      space();
      int next = peek();
      pos++;
      if (next == ']') return new Json.Arr(items);
      if (next != ',') throw badBefore("a comma or a closing bracket is needed");
    }
  }

  /** Names repeat thousands of times in a bundle: one String each. */
  private String name() {
    int start = pos + 1;
    int hash = 0;
    int end = start;
    while (end < in.length && in[end] != '"' && in[end] != '\\') {
      hash = hash * 31 + in[end];
      end++;
    }
    if (end >= in.length || in[end] == '\\') return string();
    int slot = (hash ^ (hash >>> 15)) & (symbols.length - 1);
    String known = symbols[slot];
    if (known != null && sameAscii(known, start, end)) {
      pos = end + 1;
      return known;
    }
    String name = string();
    symbols[slot] = name;
    return name;
  }

  private boolean sameAscii(String known, int start, int end) {
    if (known.length() != end - start) return false;
    for (int i = 0; i < known.length(); i++) {
      if (known.charAt(i) != in[start + i]) return false;
    }
    return true;
  }

  private String string() {
    int start = ++pos;
    boolean ascii = true;
    while (pos < in.length) {
      byte b = in[pos];
      if (b == '"') {
        String plain = ascii ? latin(start, pos) : utf8(start, pos);
        pos++;
        return plain;
      }
      if (b == '\\') return escaped(start);
      if (b < 0x20) {
        if (b >= 0) throw bad("a control character inside a string must be escaped");
        ascii = false;
      }
      pos++;
    }
    throw bad("a string is not closed");
  }

  private String escaped(int start) {
    StringBuilder text = new StringBuilder(utf8(start, pos));
    int run = pos;
    while (pos < in.length) {
      byte b = in[pos];
      if (b >= 0 && b < 0x20) throw bad("a control character inside a string must be escaped");
      if (b == '"') {
        text.append(utf8(run, pos));
        pos++;
        return wellFormed(text.toString());
      }
      if (b == '\\') {
        text.append(utf8(run, pos));
        pos++;
        text.append(escape());
        run = pos;
      } else {
        pos++;
      }
    }
    throw bad("a string is not closed");
  }

  private char escape() {
    int kind = peek();
    pos++;
    switch (kind) {
      case '"', '\\', '/':
        return (char) kind;
      case 'b':
        return '\b';
      case 'f':
        return '\f';
      case 'n':
        return '\n';
      case 'r':
        return '\r';
      case 't':
        return '\t';
      case 'u':
        int code = 0;
        for (int i = 0; i < 4; i++) {
          int digit = pos < in.length ? Character.digit(in[pos], 16) : -1;
          if (digit < 0) throw bad("four hexadecimal digits are needed after \\u");
          code = code << 4 | digit;
          pos++;
        }
        if (code == 0) throw bad("the NUL character is not allowed");
        return (char) code;
      default:
        throw badBefore("an unknown escape in a string");
    }
  }

  private String wellFormed(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!Character.isSurrogate(c)) continue;
      boolean pair =
          Character.isHighSurrogate(c)
              && i + 1 < text.length()
              && Character.isLowSurrogate(text.charAt(i + 1));
      if (!pair) throw bad("an unpaired surrogate in a string");
      i++;
    }
    return text;
  }

  private String latin(int start, int end) {
    return new String(in, start, end - start, StandardCharsets.ISO_8859_1);
  }

  /**
   * The quick way puts U+FFFD for what is no UTF-8: only where one stands is it looked at twice.
   */
  private String utf8(int start, int end) {
    String quick = new String(in, start, end - start, StandardCharsets.UTF_8);
    return quick.indexOf(REPLACEMENT) < 0 ? quick : strictly(start, end);
  }

  private String strictly(int start, int end) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(in, start, end - start))
          .toString();
    } catch (CharacterCodingException notUtf8) {
      throw bad("the text is not valid UTF-8");
    }
  }

  private Json number() {
    int start = pos;
    if (peek() == '-') pos++;
    if (peek() == '0') {
      pos++;
    } else {
      digits();
    }
    if (pos < in.length && in[pos] == '.') {
      pos++;
      digits();
    }
    if (pos < in.length && (in[pos] == 'e' || in[pos] == 'E')) {
      pos++;
      if (pos < in.length && (in[pos] == '+' || in[pos] == '-')) pos++;
      digits();
    }
    return new Json.Num(latin(start, pos));
  }

  private void digits() {
    int start = pos;
    while (pos < in.length && in[pos] >= '0' && in[pos] <= '9') pos++;
    if (pos == start) throw bad("a JSON value is needed here");
  }

  private Json literal(String word, Json value) {
    byte[] expected = word.getBytes(StandardCharsets.US_ASCII);
    int end = pos + expected.length;
    if (end > in.length || !Arrays.equals(in, pos, end, expected, 0, expected.length)) {
      throw bad("a JSON value is needed here");
    }
    pos = end;
    return value;
  }

  private void space() {
    while (pos < in.length) {
      byte b = in[pos];
      if (b != ' ' && b != '\n' && b != '\r' && b != '\t') return;
      pos++;
    }
  }

  private int peek() {
    if (pos >= in.length) throw bad("the JSON ends too early");
    return in[pos];
  }

  private Problem badBefore(String what) {
    pos--;
    return bad(what);
  }

  private Problem bad(String what) {
    int line = 1;
    int column = 1;
    for (int i = 0; i < Math.min(pos, in.length); i++) {
      column++;
      if (in[i] == '\n') {
        line++;
        column = 1;
      }
    }
    return Problem.invalid(
        "", "the body is not JSON: " + what + " (line " + line + ", column " + column + ")");
  }
}
