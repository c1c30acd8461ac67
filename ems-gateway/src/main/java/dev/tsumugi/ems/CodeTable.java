package dev.tsumugi.ems;

import dev.tsumugi.fhirserver.reading.Table;
import dev.tsumugi.kernel.Coding;
import dev.tsumugi.kernel.Folding;
import dev.tsumugi.kernel.Shapes.Jp;
import dev.tsumugi.kernel.Shapes.Sys;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What codes and names mean to a crew: a table beside this class, of mark, Japanese, English, codes
 * and words. A code is written {@code icd10:J44} (and what begins so), {@code snomed:14106009},
 * {@code loinc:…} or {@code own:…} of {@link Sys#EMERGENCY}.
 */
final class CodeTable {
  private static final int CELLS = 6;

  private static final Map<String, Set<String>> SYSTEMS =
      Map.of(
          "icd10",
              Set.of(
                  Jp.ICD10,
                  "http://hl7.org/fhir/sid/icd-10",
                  "http://hl7.org/fhir/sid/icd-10-cm",
                  "urn:oid:2.16.840.1.113883.6.3",
                  "urn:oid:1.2.392.200119.4.101.7"),
          "snomed", Set.of("http://snomed.info/sct"),
          "loinc", Set.of(Sys.LOINC),
          "own", Set.of(Sys.EMERGENCY));

  /**
   * @param text what is told of it; {@code -} where nothing is
   */
  record Entry(
      String mark,
      String text,
      String english,
      List<Code> codes,
      List<String> words,
      List<String> not) {
    private boolean fits(List<Coding> codings, String folded) {
      for (Coding coding : codings) for (Code code : codes) if (code.fits(coding)) return true;
      return words.stream().anyMatch(folded::contains) && not.stream().noneMatch(folded::contains);
    }
  }

  /** A code, or with {@code prefix} all codes that begin so. */
  record Code(Set<String> systems, String value, boolean prefix) {
    static Code read(String cell) {
      int colon = cell.indexOf(':');
      Set<String> systems = SYSTEMS.get(cell.substring(0, Math.max(colon, 0)));
      if (systems == null) throw new IllegalStateException("no such system: " + cell);
      boolean icd = cell.startsWith("icd10:");
      String code = cell.substring(colon + 1);
      return new Code(systems, icd ? plain(code) : code, icd);
    }

    boolean fits(Coding coding) {
      if (!systems.contains(coding.system())) return false;
      return prefix ? plain(coding.code()).startsWith(value) : coding.code().equals(value);
    }

    private static String plain(String icd) {
      return icd.replace(".", "").toUpperCase(Locale.ROOT);
    }
  }

  private final List<Entry> entries;

  private CodeTable(List<Entry> entries) {
    this.entries = entries;
  }

  static CodeTable load(String name) {
    List<Entry> entries = new ArrayList<>();
    for (List<String> row : Table.rows(CodeTable.class, name, CELLS)) {
      entries.add(
          new Entry(
              row.get(0),
              row.get(1),
              row.get(2),
              Table.words(row.get(3)).stream().map(Code::read).toList(),
              folded(row.get(4)),
              folded(row.get(5))));
    }
    return new CodeTable(List.copyOf(entries));
  }

  private static List<String> folded(String cell) {
    return Table.words(cell).stream().map(Folding::fold).toList();
  }

  /** By code or by name, in the order of the table. */
  List<Entry> of(List<Coding> codings, String name) {
    String folded = Folding.fold(name);
    return entries.stream().filter(entry -> entry.fits(codings, folded)).toList();
  }

  List<String> marks(List<Coding> codings, String name) {
    return of(codings, name).stream().map(Entry::mark).toList();
  }

  /** Every mark that stands in it. */
  List<String> marks() {
    return entries.stream().map(Entry::mark).toList();
  }

  /** Where an entry stands: the order of its lines. */
  int rank(Entry entry) {
    return entries.indexOf(entry);
  }
}
