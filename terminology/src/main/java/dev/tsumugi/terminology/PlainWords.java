package dev.tsumugi.terminology;

import dev.tsumugi.kernel.Coding;
import dev.tsumugi.kernel.Shapes;
import dev.tsumugi.terminology.ContentTable.Row;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What codes mean in words for residents: やさしい日本語 and plain English. A medicine is told by what it
 * is for, a diagnosis by what it is, a test by what it looks at and what a high or low value can
 * mean. The words never say what to do; screens that show them add "ask your doctor".
 *
 * <p>Codes are found by their beginning where the system is built so (classes of medicines, ICD-10
 * categories, measured substances): the longest known beginning speaks.
 */
public final class PlainWords {
  /** The one url under which every system has its supplement of plain words. */
  public static final String URL = Shapes.BASE + "/CodeSystem/plain-words";

  static final String VERSION = "1";

  private static final List<String> ICD10 =
      List.of(Shapes.Jp.ICD10, "http://hl7.org/fhir/sid/icd-10");
  private static final List<String> YJ = List.of(Shapes.Jp.YJ, Shapes.Jp.OLD_YJ);

  private final Map<String, Map<String, Words>> bySystem;

  private PlainWords(Map<String, Map<String, Words>> bySystem) {
    this.bySystem = bySystem;
  }

  /**
   * The words for one code.
   *
   * @param high what a high value can mean; null where that makes no sense
   * @param low what a low value can mean; null where that makes no sense
   */
  public record Words(Text what, @Nullable Text high, @Nullable Text low) {}

  /** The same in both languages. */
  public record Text(String ja, String en) {}

  /** Those that come with the hub. */
  public static PlainWords shipped() {
    Map<String, Map<String, Words>> all = new HashMap<>();
    for (Row row : ContentTable.rows("plain-drugs")) {
      for (String system : YJ) put(all, system, row.get("code"), words(row));
    }
    for (Row row : ContentTable.rows("plain-atc")) {
      put(all, "http://www.whocc.no/atc", row.get("code"), words(row));
    }
    for (Row row : ContentTable.rows("plain-conditions")) {
      for (String system : ICD10) put(all, system, row.get("code"), words(row));
    }
    for (Row row : ContentTable.rows("plain-labs")) {
      Words words = new Words(text(row, ""), maybe(row, "high-"), maybe(row, "low-"));
      if (!row.get("jlac10").isEmpty()) put(all, Shapes.Jp.JLAC10, row.get("jlac10"), words);
      for (String code : row.get("loinc").split(" ")) put(all, Shapes.Sys.LOINC, code, words);
    }
    return new PlainWords(all);
  }

  private static void put(
      Map<String, Map<String, Words>> all, String system, String code, Words words) {
    Words before = all.computeIfAbsent(system, any -> new HashMap<>()).put(code, words);
    if (before != null) throw new IllegalStateException("twice: plain words for " + code);
  }

  private static Words words(Row row) {
    return new Words(text(row, ""), null, null);
  }

  private static Text text(Row row, String which) {
    return new Text(row.get(which + "ja"), row.get(which + "en"));
  }

  private static @Nullable Text maybe(Row row, String which) {
    return row.get(which + "ja").isEmpty() ? null : text(row, which);
  }

  /** The systems that have any. */
  boolean knows(String system) {
    return bySystem.containsKey(system);
  }

  /** The words for a code; empty if there are none. */
  public Optional<Words> of(Coding coding) {
    Map<String, Words> known = bySystem.getOrDefault(coding.system(), Map.of());
    if (coding.system().equals(Shapes.Sys.LOINC)) {
      return Optional.ofNullable(known.get(coding.code()));
    }
    // Codes of these systems are written with and without their point.
    String code = coding.code().replace(".", "");
    for (int end = code.length(); end > 0; end--) {
      Words words = known.get(code.substring(0, end));
      if (words != null) return Optional.of(words);
    }
    return Optional.empty();
  }
}
