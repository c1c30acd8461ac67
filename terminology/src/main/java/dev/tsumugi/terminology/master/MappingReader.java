package dev.tsumugi.terminology.master;

import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.terminology.DesignationUse;
import dev.tsumugi.terminology.master.TableMapping.Cell;
import dev.tsumugi.terminology.master.TableMapping.Companion;
import dev.tsumugi.terminology.master.TableMapping.Condition;
import dev.tsumugi.terminology.master.TableMapping.DesignationRule;
import dev.tsumugi.terminology.master.TableMapping.Header;
import dev.tsumugi.terminology.master.TableMapping.Hierarchy;
import dev.tsumugi.terminology.master.TableMapping.Identity;
import dev.tsumugi.terminology.master.TableMapping.Layout;
import dev.tsumugi.terminology.master.TableMapping.MapRule;
import dev.tsumugi.terminology.master.TableMapping.PropertyRule;
import dev.tsumugi.terminology.master.TableMapping.Repeats;
import dev.tsumugi.terminology.master.TableMapping.SystemRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** Reads a {@link TableMapping} from JSON; a member that it does not know refuses it. */
public final class MappingReader {
  private MappingReader() {}

  /**
   * @throws Problem INVALID with the place of what is wrong
   */
  public static TableMapping read(Json.Obj json) {
    known(json, "mapping", "name about source version layout skip systems maps companion");
    List<SystemRule> systems = each(json, "systems", MappingReader::system);
    if (systems.isEmpty()) throw Problem.invalid("systems", "a mapping needs at least one system");
    Json.Obj companion = json.obj("companion");
    return new TableMapping(
        need(json, "name"),
        text(json, "about"),
        text(json, "source"),
        pattern(json, "version"),
        layout(json.obj("layout")),
        each(json, "skip", MappingReader::condition),
        systems,
        each(json, "maps", MappingReader::map),
        companion == null ? null : companion(companion));
  }

  private static Layout layout(Json.@Nullable Obj json) {
    if (json == null) return new Layout(Optional.empty(), '\0', Header.REQUIRED, List.of());
    known(json, "layout", "encoding delimiter header columns");
    String delimiter = text(json, "delimiter");
    if (delimiter.length() > 1) throw Problem.invalid("layout.delimiter", "is one character");
    Header header = word(Header.class, json, "header", Header.REQUIRED);
    List<String> columns = json.texts("columns");
    if (header != Header.REQUIRED && columns.isEmpty()) {
      throw Problem.invalid("layout.columns", "must name the columns where no header does");
    }
    return new Layout(
        Optional.ofNullable(json.text("encoding")),
        delimiter.isEmpty() ? '\0' : delimiter.charAt(0),
        header,
        columns);
  }

  private static SystemRule system(Json.Obj json) {
    known(
        json,
        "systems",
        "url name title language caseSensitive code display designations properties parent"
            + " parentByPrefix inactive repeats");
    Json.Obj inactive = json.obj("inactive");
    return new SystemRule(
        new Identity(
            text(json, "url"),
            need(json, "name"),
            text(json, "title"),
            text(json, "language"),
            !Boolean.FALSE.equals(json.bool("caseSensitive"))),
        required(cell(json, "code")),
        required(cell(json, "display")),
        each(json, "designations", MappingReader::designation),
        each(json, "properties", MappingReader::property),
        new Hierarchy(
            json.has("parent") ? cell(json, "parent") : null,
            Boolean.TRUE.equals(json.bool("parentByPrefix"))),
        inactive == null ? null : condition(inactive),
        word(Repeats.class, json, "repeats", Repeats.REFUSE));
  }

  private static DesignationRule designation(Json.Obj json) {
    known(json, "designations", "cell language use");
    try {
      return new DesignationRule(
          cell(json, "cell"), text(json, "language"), DesignationUse.of(need(json, "use")));
    } catch (IllegalArgumentException unknown) {
      throw Problem.invalid("designations.use", String.valueOf(unknown.getMessage()));
    }
  }

  private static PropertyRule property(Json.Obj json) {
    known(json, "properties", "code type system cell");
    String type = json.has("type") ? need(json, "type") : "string";
    if (!List.of("code", "Coding", "string", "integer", "boolean", "decimal").contains(type)) {
      throw Problem.invalid("properties.type", "there is no property type " + type);
    }
    return new PropertyRule(need(json, "code"), type, text(json, "system"), cell(json, "cell"));
  }

  private static MapRule map(Json.Obj json) {
    known(json, "maps", "url name source from target to equivalence");
    String equivalence = text(json, "equivalence");
    return new MapRule(
        need(json, "url"),
        need(json, "name"),
        need(json, "source"),
        cell(json, "from"),
        need(json, "target"),
        cell(json, "to"),
        equivalence.isEmpty() ? "equivalent" : equivalence);
  }

  private static Companion companion(Json.Obj json) {
    known(json, "companion", "columns key of only designation");
    Json.Obj designation = json.obj("designation");
    if (designation == null) throw Problem.invalid("companion.designation", "is missing");
    return new Companion(
        json.texts("columns"),
        required(cell(json, "key")),
        cell(json, "of"),
        each(json, "only", MappingReader::condition),
        designation(designation));
  }

  private static Condition condition(Json.Obj json) {
    known(json, "condition", "cell values why");
    return new Condition(cell(json, "cell"), json.texts("values"), need(json, "why"));
  }

  /** {@code "name"}, {@code ["name", "other name"]}, or an object with more to say. */
  private static Cell cell(Json.Obj json, String member) {
    Json value = json.get(member);
    if (value instanceof Json.Text name) return plain(List.of(name.value()));
    if (value instanceof Json.Arr) return plain(json.texts(member));
    if (!(value instanceof Json.Obj full)) throw Problem.invalid(member, "names no column");
    known(full, member, "column from to remove dot pattern required");
    List<String> names =
        full.get("column") instanceof Json.Arr
            ? full.texts("column")
            : List.of(need(full, "column"));
    return new Cell(
        names,
        number(full, "from", 0),
        number(full, "to", -1),
        pattern(full, "remove"),
        number(full, "dot", 0),
        pattern(full, "pattern"),
        Boolean.TRUE.equals(full.bool("required")));
  }

  private static Cell plain(List<String> names) {
    return new Cell(names, 0, -1, null, 0, null, false);
  }

  private static Cell required(Cell cell) {
    return new Cell(
        cell.columns(), cell.from(), cell.to(), cell.remove(), cell.dot(), cell.pattern(), true);
  }

  private static <T> List<T> each(Json.Obj json, String member, Function<Json.Obj, T> read) {
    List<T> all = new ArrayList<>();
    for (Json.Obj item : json.objects(member)) all.add(read.apply(item));
    return all;
  }

  private static <E extends Enum<E>> E word(Class<E> type, Json.Obj json, String name, E normal) {
    String word = json.text(name);
    if (word == null) return normal;
    try {
      return Enum.valueOf(type, word.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException unknown) {
      throw Problem.invalid(name, "cannot be " + word);
    }
  }

  private static int number(Json.Obj json, String name, int normal) {
    if (!(json.get(name) instanceof Json.Num number)) return normal;
    if (number.literal().matches("[0-9]{1,6}")) return Integer.parseInt(number.literal());
    throw Problem.invalid(name, "must be a whole number from 0");
  }

  private static @Nullable Pattern pattern(Json.Obj json, String name) {
    String text = json.text(name);
    if (text == null) return null;
    try {
      return Pattern.compile(text);
    } catch (PatternSyntaxException e) {
      throw Problem.invalid(name, "is no pattern: " + e.getDescription());
    }
  }

  private static String text(Json.Obj json, String name) {
    String text = json.text(name);
    return text == null ? "" : text;
  }

  private static String need(Json.Obj json, String name) {
    String text = text(json, name);
    if (text.isEmpty()) throw Problem.invalid(name, "is missing");
    return text;
  }

  /** A misspelt member would silently change what a table means. */
  private static void known(Json.Obj json, String place, String names) {
    List<String> all = List.of(names.split(" "));
    for (int i = 0; i < json.size(); i++) {
      if (!all.contains(json.name(i))) {
        throw Problem.invalid(place, "has no member " + json.name(i) + "; it has " + names);
      }
    }
  }
}
