package dev.tsumugi.terminology.master;

import dev.tsumugi.terminology.Concept.Designation;
import dev.tsumugi.terminology.master.TableMapping.Cell;
import dev.tsumugi.terminology.master.TableMapping.Companion;
import dev.tsumugi.terminology.master.TableMapping.Condition;
import dev.tsumugi.terminology.master.TableMapping.Header;
import dev.tsumugi.terminology.master.TableMapping.MapRule;
import dev.tsumugi.terminology.master.TableMapping.SystemRule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a table by its mapping. All of it or nothing: a list of medicines of which one line could
 * not be read is a list that lacks a medicine.
 */
public final class MasterReader {
  private final TableMapping mapping;
  private final Asked asked;
  private final Refusals refusals = new Refusals();
  private final Map<String, Long> passedOver = new LinkedHashMap<>();

  private MasterReader(TableMapping mapping, Asked asked) {
    this.mapping = mapping;
    this.asked = asked;
  }

  /**
   * What the person who loads it says.
   *
   * @param version of all systems in the file
   * @param system url of those whose mapping names none; may be empty
   * @param encoding empty to find out
   */
  public record Asked(String version, String system, Optional<String> encoding) {}

  /**
   * @param companion the second file, if the mapping knows one and it is there
   */
  public static Reading read(
      TableMapping mapping, byte[] file, byte @Nullable [] companion, Asked asked) {
    return new MasterReader(mapping, asked).read(file, companion);
  }

  private Reading read(byte[] file, byte @Nullable [] companion) {
    MasterText text = text(file);
    if (text == null) return refusals.reading();
    TableMapping.Layout layout = mapping.layout();
    List<Line> lines = rows(text, layout.delimiter());
    Columns columns = Columns.of(layout.header(), layout.columns(), lines, refusals);
    List<SystemBuilder> systems = new ArrayList<>();
    for (SystemRule rule : mapping.systems()) {
      if (rule.identity().url().isEmpty() && asked.system().isEmpty()) {
        refusals.add(0, "the mapping " + mapping.name() + " needs the system's url to be stated");
      }
      systems.add(new SystemBuilder(rule, columns, refusals));
    }
    systems.forEach(SystemBuilder::checkColumns);
    mapping.skip().forEach(one -> columns.check(one.cell(), false));
    for (MapRule one : mapping.maps()) {
      columns.check(one.from(), false);
      columns.check(one.to(), false);
    }
    // Without the right columns every line would be wrong, and none of it news.
    if (!refusals.none()) return refusals.reading();
    Map<String, List<Designation>> more = companion == null ? Map.of() : more(companion);
    List<Line> rows = lines.subList(columns.header(), lines.size());
    int read = 0;
    Map<MapRule, Set<CodePairs.Pair>> pairs = new LinkedHashMap<>();
    mapping.maps().forEach(one -> pairs.put(one, new LinkedHashSet<>()));
    for (Line line : rows) {
      if (!sameWidth(line, lines.get(0)) || skipped(columns, line)) continue;
      read++;
      List<Designation> names = names(columns, line, more);
      for (SystemBuilder system : systems) {
        system.add(line, names, condition -> holds(columns, line, condition));
      }
      pairs.forEach((rule, found) -> pair(columns, line, rule, found));
    }
    return result(text, systems, pairs, read);
  }

  private Reading result(
      MasterText text,
      List<SystemBuilder> systems,
      Map<MapRule, Set<CodePairs.Pair>> pairs,
      int read) {
    List<CodeTable> tables = new ArrayList<>();
    for (SystemBuilder system : systems) tables.add(system.build(asked.version(), asked.system()));
    if (!refusals.none()) return refusals.reading();
    List<CodePairs> maps = new ArrayList<>();
    pairs.forEach(
        (rule, found) ->
            maps.add(
                new CodePairs(
                    rule.url(),
                    asked.version(),
                    rule.name(),
                    rule.source(),
                    rule.target(),
                    List.copyOf(found))));
    List<String> passed = new ArrayList<>();
    passedOver.forEach((why, count) -> passed.add(count + " " + why));
    return new Reading.Whole(text.encoding(), tables, maps, read, passed);
  }

  private @Nullable MasterText text(byte[] file) {
    return MasterText.of(file, asked.encoding(), mapping.layout().encoding(), refusals);
  }

  private List<Line> rows(MasterText text, char stated) {
    char delimiter = stated == '\0' ? mostOf(text.text()) : stated;
    List<Line> lines = Delimited.rows(text.text(), delimiter, refusals);
    if (lines.isEmpty()) refusals.add(0, "the file is empty");
    return lines;
  }

  private static char mostOf(String text) {
    int end = text.indexOf('\n');
    String first = end < 0 ? text : text.substring(0, end);
    char most = ',';
    for (char c : new char[] {'\t', ';'}) {
      if (count(first, c) > count(first, most)) most = c;
    }
    return most;
  }

  private static long count(String text, char c) {
    return text.chars().filter(one -> one == c).count();
  }

  /** One cell too many or too few: all behind it stand in the wrong column. */
  private boolean sameWidth(Line line, Line first) {
    if (line.cells().size() == first.cells().size()) return true;
    refusals.add(
        line.number(),
        "has " + line.cells().size() + " cells where the first line has " + first.cells().size());
    return false;
  }

  private boolean skipped(Columns columns, Line line) {
    for (Condition condition : mapping.skip()) {
      if (!holds(columns, line, condition)) continue;
      passedOver.merge(condition.why(), 1L, Long::sum);
      return true;
    }
    return false;
  }

  private static boolean holds(Columns columns, Line line, Condition condition) {
    String value = columns.raw(line, condition.cell());
    if (condition.values().isEmpty()) return !value.isEmpty();
    return condition.values().contains(value);
  }

  private static void pair(Columns columns, Line line, MapRule rule, Set<CodePairs.Pair> found) {
    String from = columns.value(line, rule.from());
    String to = columns.value(line, rule.to());
    if (from == null || to == null || from.isEmpty() || to.isEmpty()) return;
    found.add(new CodePairs.Pair(from, to, rule.equivalence(), ""));
  }

  private List<Designation> names(Columns columns, Line line, Map<String, List<Designation>> more) {
    Companion companion = mapping.companion();
    if (companion == null || more.isEmpty()) return List.of();
    return more.getOrDefault(columns.raw(line, companion.of()), List.of());
  }

  private Map<String, List<Designation>> more(byte[] file) {
    Companion rule = mapping.companion();
    if (rule == null) {
      refusals.add(0, "the mapping " + mapping.name() + " knows no second file");
      return Map.of();
    }
    MasterText text = text(file);
    if (text == null) return Map.of();
    List<Line> lines = rows(text, mapping.layout().delimiter());
    Columns columns = Columns.of(Header.OPTIONAL, rule.columns(), lines, refusals);
    Cell name = rule.designation().cell();
    columns.check(rule.key(), false);
    columns.check(name, false);
    Map<String, List<Designation>> more = new LinkedHashMap<>();
    for (Line line : lines.subList(Math.min(columns.header(), lines.size()), lines.size())) {
      if (!rule.only().stream().allMatch(one -> holds(columns, line, one))) continue;
      String key = columns.value(line, rule.key());
      String value = columns.value(line, name);
      if (key == null || value == null || value.isEmpty()) continue;
      more.computeIfAbsent(key, ignored -> new ArrayList<>())
          .add(SystemBuilder.designation(rule.designation(), value));
    }
    return more;
  }
}
