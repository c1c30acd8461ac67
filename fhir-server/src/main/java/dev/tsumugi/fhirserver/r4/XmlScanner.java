package dev.tsumugi.fhirserver.r4;

import dev.tsumugi.kernel.Problem;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A pull reader of the XML that FHIR uses: UTF-8, elements, attributes, comments. There is no code
 * for document types and entities beyond XML's five in it, so nothing expands and nothing is
 * fetched. Errors say line and column, never the content.
 *
 * <p>Why our own: a narrative must come out as it went in, character by character, and the
 * platform's parser does not give the source of an element (docs/adr/0010).
 */
final class XmlScanner {
  static final int MAX_DEPTH = 200;

  private static final Pattern DECLARATION =
      Pattern.compile(
          "<\\?xml\\s+version\\s*=\\s*(\"1\\.0\"|'1\\.0')"
              + "(\\s+encoding\\s*=\\s*(\"(?i:utf-8)\"|'(?i:utf-8)'))?"
              + "(\\s+standalone\\s*=\\s*(\"(yes|no)\"|'(yes|no)'))?\\s*\\?>");

  enum Event {
    START,
    END,
    DONE
  }

  /**
   * @param name as written, with its prefix
   * @param value normalised as XML demands: white space written as such is a space
   */
  record Attribute(String name, String value) {}

  private final String in;
  private int pos;
  private int start;
  private boolean began;

  /** An empty-element tag was met: its end is the next event. */
  private boolean closing;

  /** The innermost element has ended and leaves {@link #open} at the next call. */
  private boolean ended;

  /** In a narrative text may stand; elsewhere it would be lost. */
  private boolean mixed;

  private final List<String> open = new ArrayList<>();
  private final List<Attribute> attributes = new ArrayList<>();

  private XmlScanner(String in) {
    this.in = in;
  }

  static XmlScanner of(byte[] bytes) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      XmlScanner scanner = new XmlScanner(text);
      if (text.startsWith("\uFEFF")) scanner.pos = 1;
      scanner.characters();
      scanner.declaration();
      return scanner;
    } catch (CharacterCodingException broken) {
      throw Problem.invalid("", "the body is not FHIR XML: the text is not valid UTF-8");
    }
  }

  private void characters() {
    for (int i = 0; i < in.length(); i++) {
      if (XmlCharacter.isAllowed(in.charAt(i))) continue;
      pos = i;
      throw bad("a character that XML does not allow");
    }
  }

  private void declaration() {
    if (!in.startsWith("<?xml", pos) || !isSpace(pos + 5)) return;
    Matcher whole = DECLARATION.matcher(in).region(pos, in.length());
    if (!whole.lookingAt()) throw bad("the XML declaration must be of version 1.0 and UTF-8");
    pos = whole.end();
  }

  /** The name of the element just met, as written. */
  String name() {
    return open.get(open.size() - 1);
  }

  List<Attribute> attributes() {
    return attributes;
  }

  int depth() {
    return open.size();
  }

  /** After {@code END} the element is still {@link #name} until the next call. */
  Event next() {
    if (closing) {
      closing = false;
      return Event.END;
    }
    if (ended) {
      ended = false;
      open.remove(open.size() - 1);
    }
    while (true) {
      text();
      if (pos >= in.length()) {
        if (began && open.isEmpty()) return Event.DONE;
        throw bad("the XML ends too early");
      }
      if (in.startsWith("<!--", pos)) comment();
      else if (in.startsWith("<![CDATA[", pos)) cdata();
      else if (in.startsWith("<!", pos)) throw bad("a document type is not taken: leave it out");
      else if (in.startsWith("<?", pos)) instruction();
      else if (in.startsWith("</", pos)) return end();
      else return startTag();
    }
  }

  private void text() {
    while (pos < in.length() && in.charAt(pos) != '<') {
      char c = in.charAt(pos);
      if (!mixed && !isSpace(pos)) throw bad("text stands outside of an attribute");
      if (c == '&') reference();
      else if (c == ']' && in.startsWith("]]>", pos)) throw bad("]]> stands in a text");
      else pos++;
    }
  }

  private void comment() {
    int dashes = in.indexOf("--", pos + 4);
    if (dashes < 0 || !in.startsWith(">", dashes + 2)) throw bad("a comment is not well-formed");
    pos = dashes + 3;
  }

  private void cdata() {
    if (!mixed) throw bad("text stands outside of an attribute");
    int end = in.indexOf("]]>", pos);
    if (end < 0) throw bad("a CDATA section is not closed");
    pos = end + 3;
  }

  private void instruction() {
    int end = in.indexOf("?>", pos);
    pos += 2;
    boolean declaration = readName().equalsIgnoreCase("xml");
    boolean apart = isSpace(pos) || pos == end;
    if (end < 0 || declaration || !apart) throw bad("a processing instruction is not well-formed");
    pos = end + 2;
  }

  private Event startTag() {
    if (began && open.isEmpty()) throw bad("something stands after the end of the resource");
    if (open.size() >= MAX_DEPTH) throw bad("nested deeper than " + MAX_DEPTH + " levels");
    began = true;
    start = pos;
    pos++;
    open.add(readName());
    attributes.clear();
    while (true) {
      boolean space = space();
      char c = peek();
      if (c == '>') {
        pos++;
        return Event.START;
      }
      if (c == '/') {
        pos++;
        if (peek() != '>') throw bad("a tag is not well-formed");
        pos++;
        closing = true;
        ended = true;
        return Event.START;
      }
      if (!space) throw bad("a tag is not well-formed");
      attribute();
    }
  }

  private void attribute() {
    String name = readName();
    space();
    if (peek() != '=') throw bad("an attribute needs a value in quotes");
    pos++;
    space();
    char quote = peek();
    if (quote != '"' && quote != '\'') throw bad("an attribute needs a value in quotes");
    pos++;
    String value = value(quote);
    for (Attribute other : attributes) {
      if (other.name().equals(name)) throw bad("an attribute stands twice");
    }
    attributes.add(new Attribute(name, value));
  }

  private String value(char quote) {
    StringBuilder value = new StringBuilder();
    while (peek() != quote) {
      char c = in.charAt(pos);
      if (c == '<') throw bad("< stands in an attribute: write &lt;");
      if (c == '&') {
        value.appendCodePoint(reference());
        continue;
      }
      pos++;
      // One line end is one space, however it is written (XML 1.0, 2.11 and 3.3.3).
      if (c == '\r' && pos < in.length() && in.charAt(pos) == '\n') continue;
      value.append(c == '\n' || c == '\r' || c == '\t' ? ' ' : c);
    }
    pos++;
    return value.toString();
  }

  private int reference() {
    int end = in.indexOf(';', pos);
    if (end < 0 || end - pos > 12) throw bad("an & does not begin a reference: write &amp;");
    String name = in.substring(pos + 1, end);
    int code = XmlCharacter.referred(name);
    if (code < 0) throw bad("entities other than XML's own, or a character it forbids");
    pos = end + 1;
    return code;
  }

  private Event end() {
    pos += 2;
    String name = readName();
    space();
    if (open.isEmpty() || peek() != '>' || !name.equals(name())) {
      throw bad("an end tag does not fit its element");
    }
    pos++;
    ended = true;
    return Event.END;
  }

  /** The source of the element just begun, to its end tag; the next event comes after it. */
  String verbatim() {
    int from = start;
    int depth = open.size();
    mixed = true;
    boolean whole = false;
    while (!whole) whole = next() == Event.END && open.size() == depth;
    mixed = false;
    return in.substring(from, pos);
  }

  private String readName() {
    int from = pos;
    while (pos < in.length() && XmlCharacter.isName(in.charAt(pos), pos == from)) pos++;
    String name = in.substring(from, pos);
    int colon = name.indexOf(':');
    boolean prefixed = colon > 0 && colon < name.length() - 1 && colon == name.lastIndexOf(':');
    boolean plain = colon < 0 && !name.isEmpty();
    // What follows a colon begins as any name does.
    if (plain || (prefixed && XmlCharacter.isName(name.charAt(colon + 1), true))) return name;
    throw bad("a name is needed here");
  }

  private boolean space() {
    int from = pos;
    while (isSpace(pos)) pos++;
    return pos > from;
  }

  private boolean isSpace(int at) {
    if (at >= in.length()) return false;
    char c = in.charAt(at);
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
  }

  private char peek() {
    if (pos >= in.length()) throw bad("the XML ends too early");
    return in.charAt(pos);
  }

  Problem bad(String what) {
    int line = 1;
    int column = 1;
    for (int i = 0; i < Math.min(pos, in.length()); i++) {
      column++;
      if (in.charAt(i) == '\n') {
        line++;
        column = 1;
      }
    }
    return Problem.invalid(
        "", "the body is not FHIR XML: " + what + " (line " + line + ", column " + column + ")");
  }
}
