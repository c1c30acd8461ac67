package dev.tsumugi.terminology.shell;

import dev.tsumugi.kernel.Problem;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * The first sheet of an Office Open XML workbook as comma-separated text, row for line, so that
 * what is refused is named by the row that a person sees. Formats are not applied: a number is its
 * stored digits, and codes in such files are texts.
 *
 * @see <a href="https://ecma-international.org/publications-and-standards/standards/ecma-376/">
 *     ECMA-376, part 1, chapter 18</a>
 */
final class Workbook {
  /** Unpacked; what is larger is no list of codes. */
  private static final int LARGEST = 256 << 20;

  /** Rows that a sheet can have at most. */
  private static final int ROWS = 1 << 20;

  private static final String SHEET = "xl/worksheets/sheet1.xml";
  private static final String STRINGS = "xl/sharedStrings.xml";

  private final List<String> strings;
  private final Map<Integer, List<String>> rows = new TreeMap<>();

  private Workbook(List<String> strings) {
    this.strings = strings;
  }

  /** By the first bytes: a zip archive. */
  static boolean looksLike(byte[] bytes) {
    return bytes.length > 3 && bytes[0] == 'P' && bytes[1] == 'K' && bytes[2] == 3 && bytes[3] == 4;
  }

  /**
   * The sheet as CSV.
   *
   * @throws Problem INVALID if it is no workbook, or one that is broken
   */
  static String csv(byte[] bytes) {
    try {
      Map<String, byte[]> parts = parts(bytes);
      byte[] sheet = parts.get(SHEET);
      if (sheet == null) throw broken("it has no " + SHEET);
      byte[] strings = parts.get(STRINGS);
      Workbook workbook = new Workbook(strings == null ? List.of() : strings(strings));
      workbook.read(xml(sheet));
      return workbook.csv();
    } catch (IOException | XMLStreamException e) {
      Problem broken = broken(String.valueOf(e.getMessage()));
      broken.initCause(e);
      throw broken;
    }
  }

  private static Problem broken(String why) {
    return Problem.of(Problem.Kind.INVALID, "the workbook cannot be read: " + why);
  }

  private String csv() {
    StringBuilder csv = new StringBuilder();
    int line = 1;
    for (Map.Entry<Integer, List<String>> row : rows.entrySet()) {
      for (; line < row.getKey(); line++) csv.append('\n');
      String separator = "";
      for (String cell : row.getValue()) {
        // A line break inside a cell would shift the numbers of all lines below.
        String flat = cell.replaceAll("\\s*[\r\n]+\\s*", " ").replace("\"", "\"\"");
        csv.append(separator).append('"').append(flat).append('"');
        separator = ",";
      }
    }
    return csv.append('\n').toString();
  }

  private static Map<String, byte[]> parts(byte[] bytes) throws IOException {
    Map<String, byte[]> parts = new HashMap<>();
    int left = LARGEST;
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        if (!entry.getName().equals(SHEET) && !entry.getName().equals(STRINGS)) continue;
        ByteArrayOutputStream part = new ByteArrayOutputStream();
        byte[] buffer = new byte[1 << 16];
        for (int n = zip.read(buffer); n >= 0; n = zip.read(buffer)) {
          left -= n;
          if (left < 0) throw new IOException("more than " + (LARGEST >> 20) + " MB");
          part.write(buffer, 0, n);
        }
        parts.put(entry.getName(), part.toByteArray());
      }
    }
    return parts;
  }

  private static List<String> strings(byte[] part) throws XMLStreamException {
    List<String> strings = new ArrayList<>();
    XMLStreamReader xml = xml(part);
    while (xml.hasNext()) {
      if (starts(xml, "si")) strings.add(text(xml, "si"));
      else xml.next();
    }
    return strings;
  }

  /** All {@code t} up to the end of the element, but readings (rPh) of the kanji. */
  private static String text(XMLStreamReader xml, String element) throws XMLStreamException {
    StringBuilder text = new StringBuilder();
    boolean reading = false;
    while (xml.hasNext()) {
      int event = xml.next();
      if (event == XMLStreamConstants.START_ELEMENT) {
        if (xml.getLocalName().equals("rPh")) reading = true;
        if (xml.getLocalName().equals("t") && !reading) text.append(xml.getElementText());
      } else if (event == XMLStreamConstants.END_ELEMENT) {
        if (xml.getLocalName().equals("rPh")) reading = false;
        if (xml.getLocalName().equals(element)) break;
      }
    }
    return text.toString();
  }

  private void read(XMLStreamReader xml) throws XMLStreamException {
    int number = 0;
    List<String> cells = new ArrayList<>();
    while (xml.hasNext()) {
      if (starts(xml, "row")) {
        number = number(xml.getAttributeValue(null, "r"), number + 1);
        if (number < 1 || number > ROWS) throw broken("row " + number + " cannot be");
        cells = new ArrayList<>();
        rows.put(number, cells);
      } else if (starts(xml, "c")) {
        int column = column(xml.getAttributeValue(null, "r"), cells.size());
        while (cells.size() < column) cells.add("");
        cells.add(cell(xml, number));
      }
      xml.next();
    }
  }

  private String cell(XMLStreamReader xml, int row) throws XMLStreamException {
    String type = xml.getAttributeValue(null, "t");
    if ("inlineStr".equals(type)) return text(xml, "c");
    String value = "";
    while (xml.hasNext()) {
      int event = xml.next();
      if (event == XMLStreamConstants.START_ELEMENT && xml.getLocalName().equals("v")) {
        value = xml.getElementText();
      }
      if (event == XMLStreamConstants.END_ELEMENT && xml.getLocalName().equals("c")) break;
    }
    if ("e".equals(type)) throw broken("a cell of row " + row + " holds the error " + value);
    if (!"s".equals(type)) return value;
    int index = number(value, -1);
    if (index >= 0 && index < strings.size()) return strings.get(index);
    throw broken("a cell of row " + row + " points to text " + value + ", which is not there");
  }

  /** {@code AB12} to 27; cells without a reference follow each other. */
  private static int column(@Nullable String reference, int following) {
    if (reference == null) return following;
    int column = 0;
    for (int i = 0; i < reference.length(); i++) {
      char c = reference.charAt(i);
      if (c < 'A' || c > 'Z') break;
      column = column * 26 + (c - 'A' + 1);
    }
    // 16,384 columns are the most a sheet has.
    return column == 0 || column > 16_384 ? following : column - 1;
  }

  private static int number(@Nullable String text, int otherwise) {
    if (text == null || !text.matches("[0-9]{1,9}")) return otherwise;
    return Integer.parseInt(text);
  }

  private static boolean starts(XMLStreamReader xml, String name) {
    return xml.getEventType() == XMLStreamConstants.START_ELEMENT
        && xml.getLocalName().equals(name);
  }

  /** Without document types, so that nothing outside the part is ever fetched. */
  private static XMLStreamReader xml(byte[] part) throws XMLStreamException {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, true);
    return factory.createXMLStreamReader(new ByteArrayInputStream(part));
  }
}
