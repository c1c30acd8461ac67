package dev.tsumugi.terminology.master;

import dev.tsumugi.terminology.DesignationUse;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How a table of somebody else's becomes concepts: which column is what. Data, so that a new table
 * needs no release; {@link MappingReader} reads it from JSON, whose members have these names.
 *
 * @param about what file this is for, and what is not sure about it
 * @param source where the layout is described
 * @param version finds the version in the file's name, as its first group; null if it is not there
 */
public record TableMapping(
    String name,
    String about,
    String source,
    @Nullable Pattern version,
    Layout layout,
    List<Condition> skip,
    List<SystemRule> systems,
    List<MapRule> maps,
    @Nullable Companion companion) {

  /** Is there a line of column names? */
  public enum Header {
    NONE,
    OPTIONAL,
    REQUIRED
  }

  /** What happens when a code comes twice. */
  public enum Repeats {
    /** The file is broken. */
    REFUSE,
    /** Several rows share it by design; the first names it. */
    FIRST
  }

  /**
   * How rows and columns are told.
   *
   * @param encoding what it is if not UTF-8; empty for Shift_JIS or EUC-JP
   * @param delimiter 0 for whichever of comma, tab, semicolon the first line has most of
   * @param columns their names in order; empty where the header tells
   */
  public record Layout(
      Optional<String> encoding, char delimiter, Header header, List<String> columns) {
    public Layout {
      columns = List.copyOf(columns);
    }
  }

  /**
   * A cell, or a part of one.
   *
   * @param columns names of the column, whichever the table has
   * @param from first character, from 0
   * @param to behind the last; -1 for the end
   * @param remove what is taken out of it; null for nothing
   * @param dot where a point is put in, if the rest is longer; 0 for nowhere
   * @param pattern what it must look like; null for anything
   */
  public record Cell(
      List<String> columns,
      int from,
      int to,
      @Nullable Pattern remove,
      int dot,
      @Nullable Pattern pattern,
      boolean required) {
    // Written out: NullAway does not see the annotations of a nested type otherwise.
    public Cell(
        List<String> columns,
        int from,
        int to,
        @Nullable Pattern remove,
        int dot,
        @Nullable Pattern pattern,
        boolean required) {
      this.columns = List.copyOf(columns);
      this.from = from;
      this.to = to;
      this.remove = remove;
      this.dot = dot;
      this.pattern = pattern;
      this.required = required;
    }
  }

  /**
   * Holds for a row whose cell is one of the values, or is not empty where none are given.
   *
   * @param why in words, for the report
   */
  public record Condition(Cell cell, List<String> values, String why) {
    public Condition {
      values = List.copyOf(values);
    }
  }

  /** One code system that the table holds. */
  public record SystemRule(
      Identity identity,
      Cell code,
      Cell display,
      List<DesignationRule> designations,
      List<PropertyRule> properties,
      Hierarchy hierarchy,
      @Nullable Condition inactive,
      Repeats repeats) {
    // Written out: NullAway does not see the annotations of a nested type otherwise.
    public SystemRule(
        Identity identity,
        Cell code,
        Cell display,
        List<DesignationRule> designations,
        List<PropertyRule> properties,
        Hierarchy hierarchy,
        @Nullable Condition inactive,
        Repeats repeats) {
      this.identity = identity;
      this.code = code;
      this.display = display;
      this.designations = List.copyOf(designations);
      this.properties = List.copyOf(properties);
      this.hierarchy = hierarchy;
      this.inactive = inactive;
      this.repeats = repeats;
    }
  }

  /**
   * What a system is called.
   *
   * @param url empty where whoever loads the table says it
   */
  public record Identity(
      String url, String name, String title, String language, boolean caseSensitive) {}

  /**
   * Where parents come from.
   *
   * @param parent the cell with the parent's code; null for none. A table without the column is
   *     flat
   * @param byPrefix the longest shorter code that a code begins with is its parent
   */
  public record Hierarchy(@Nullable Cell parent, boolean byPrefix) {
    public static final Hierarchy FLAT = new Hierarchy(null, false);
  }

  public record DesignationRule(Cell cell, String language, DesignationUse use) {}

  /**
   * A property.
   *
   * @param type code of {@code concept-property-type}
   * @param system of a Coding; empty for other types
   */
  public record PropertyRule(String code, String type, String system, Cell cell) {}

  /**
   * A concept map that the table holds beside the systems; rows without either code are no part.
   */
  public record MapRule(
      String url,
      String name,
      String source,
      Cell from,
      String target,
      Cell to,
      String equivalence) {}

  /**
   * A second file that brings more names.
   *
   * @param key cell with a code
   * @param of cell of the first file that holds the same
   */
  public record Companion(
      List<String> columns, Cell key, Cell of, List<Condition> only, DesignationRule designation) {
    public Companion {
      columns = List.copyOf(columns);
      only = List.copyOf(only);
    }
  }

  public TableMapping {
    skip = List.copyOf(skip);
    systems = List.copyOf(systems);
    maps = List.copyOf(maps);
  }
}
