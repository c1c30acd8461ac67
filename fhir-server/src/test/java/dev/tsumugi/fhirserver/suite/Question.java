package dev.tsumugi.fhirserver.suite;

import java.util.ArrayList;
import java.util.List;

/**
 * One line of {@code searches/questions.txt}: {@code Type?name=value&name=value}, not escaped for
 * the wire.
 *
 * @param group heading that it stands under
 */
public record Question(String group, String type, List<Word> words) {
  /** One parameter. */
  public record Word(String name, String value) {}

  public static Question parse(String group, String line) {
    int mark = line.indexOf('?');
    if (mark < 0) return new Question(group, line, List.of());
    List<Word> words = new ArrayList<>();
    for (String pair : line.substring(mark + 1).split("&")) {
      int equals = pair.indexOf('=');
      words.add(new Word(pair.substring(0, equals), pair.substring(equals + 1)));
    }
    return new Question(group, line.substring(0, mark), words);
  }

  /** All of the file, its holes filled from the corpus. */
  public static List<Question> read(Corpus corpus) {
    List<Question> questions = new ArrayList<>();
    String group = "";
    for (String line : Corpus.lines("questions.txt")) {
      if (line.isEmpty() || line.startsWith("#")) continue;
      if (line.startsWith("[")) group = line.substring(1, line.length() - 1);
      else questions.add(parse(group, corpus.fill(line)));
    }
    return questions;
  }

  String value(String name) {
    for (Word word : words) if (word.name().equals(name)) return word.value();
    return "";
  }

  /** Whether the answer's order is asked for. */
  public boolean sorted() {
    return !value("_sort").isEmpty();
  }

  public int count() {
    String count = value("_count");
    return count.isEmpty() ? 20 : Integer.parseInt(count);
  }

  public String total() {
    String total = value("_total");
    // A page of none is a count: R4 has it say the same as _summary=count.
    if (count() == 0 && !total.equals("estimate")) return "accurate";
    return total.isEmpty() ? "none" : total;
  }

  @Override
  public String toString() {
    List<String> pairs = words.stream().map(w -> w.name() + "=" + w.value()).toList();
    return type + (pairs.isEmpty() ? "" : "?" + String.join("&", pairs));
  }

  static String prefix(String value) {
    return value.matches("(eq|ne|gt|lt|ge|le|sa|eb|ap)[-+\\d].*") ? value.substring(0, 2) : "eq";
  }

  static String afterPrefix(String value) {
    return value.matches("(eq|ne|gt|lt|ge|le|sa|eb|ap)[-+\\d].*") ? value.substring(2) : value;
  }

  /** Parts between separators that no backslash stands before; the backslashes stay. */
  static List<String> apart(String text, String separator) {
    return List.of(text.split("(?<!\\\\)" + java.util.regex.Pattern.quote(separator), -1));
  }

  static String plain(String text) {
    return text.replaceAll("\\\\([,|$\\\\])", "$1");
  }
}
