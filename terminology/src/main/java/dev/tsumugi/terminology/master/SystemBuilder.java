package dev.tsumugi.terminology.master;

import dev.tsumugi.kernel.Json;
import dev.tsumugi.terminology.Concept;
import dev.tsumugi.terminology.Concept.Designation;
import dev.tsumugi.terminology.Concept.Property;
import dev.tsumugi.terminology.SystemVersion;
import dev.tsumugi.terminology.SystemVersion.PropertyDefinition;
import dev.tsumugi.terminology.master.TableMapping.DesignationRule;
import dev.tsumugi.terminology.master.TableMapping.PropertyRule;
import dev.tsumugi.terminology.master.TableMapping.Repeats;
import dev.tsumugi.terminology.master.TableMapping.SystemRule;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Gathers one code system out of the rows of a table. */
final class SystemBuilder {
  private final SystemRule rule;
  private final Columns columns;
  private final Refusals refusals;
  private final Map<String, Draft> drafts = new LinkedHashMap<>();

  /** A concept and where it stands. */
  private record Draft(
      int line,
      String code,
      String display,
      List<Designation> designations,
      List<Property> properties,
      String parent,
      boolean inactive) {}

  SystemBuilder(SystemRule rule, Columns columns, Refusals refusals) {
    this.rule = rule;
    this.columns = columns;
    this.refusals = refusals;
  }

  void checkColumns() {
    columns.check(rule.code(), false);
    columns.check(rule.display(), false);
    rule.designations().forEach(one -> columns.check(one.cell(), !one.cell().required()));
    rule.properties().forEach(one -> columns.check(one.cell(), !one.cell().required()));
    if (rule.inactive() != null) columns.check(rule.inactive().cell(), false);
  }

  /**
   * One row.
   *
   * @param more names that another file brings for it
   */
  void add(Line line, List<Designation> more, Predicate<TableMapping.Condition> holds) {
    String code = columns.value(line, rule.code());
    if (code == null) return;
    if (code.matches(".*\\s.*")) {
      refusals.add(line.number(), "a code cannot hold a space: \"" + code + "\"");
      return;
    }
    Draft before = drafts.get(key(code));
    if (before != null) {
      if (rule.repeats() == Repeats.FIRST) return;
      refusals.add(
          line.number(), "the code " + code + " stands on line " + before.line() + " already");
      return;
    }
    String display = columns.value(line, rule.display());
    if (display == null) return;
    List<Designation> designations = new ArrayList<>();
    for (DesignationRule one : rule.designations()) {
      String value = columns.value(line, one.cell());
      if (value != null) add(designations, display, designation(one, value));
    }
    for (Designation one : more) add(designations, display, one);
    List<Property> properties = new ArrayList<>();
    for (PropertyRule one : rule.properties()) property(line, one, properties);
    String parent =
        rule.hierarchy().parent() == null ? "" : columns.value(line, rule.hierarchy().parent());
    drafts.put(
        key(code),
        new Draft(
            line.number(),
            code,
            display,
            designations,
            properties,
            parent == null ? "" : parent,
            rule.inactive() != null && holds.test(rule.inactive())));
  }

  /** The same word twice helps nobody. */
  private static void add(List<Designation> all, String display, Designation one) {
    if (one.value().isEmpty() || one.value().equals(display)) return;
    if (all.stream().noneMatch(other -> other.value().equals(one.value()))) all.add(one);
  }

  static Designation designation(DesignationRule rule, String value) {
    String language = rule.language().isEmpty() ? null : rule.language();
    return new Designation(language, rule.use().coding(), value, List.of());
  }

  private void property(Line line, PropertyRule one, List<Property> properties) {
    String value = columns.value(line, one.cell());
    if (value == null || value.isEmpty()) return;
    Json json = json(line, one, value);
    if (json != null) properties.add(new Property(one.code(), one.type(), json));
  }

  private @Nullable Json json(Line line, PropertyRule one, String value) {
    switch (one.type()) {
      case "integer", "decimal" -> {
        String number = one.type().equals("integer") ? "-?[0-9]{1,9}" : "-?[0-9]+([.][0-9]+)?";
        if (value.matches(number)) return new Json.Num(value);
        refusals.add(line.number(), "the property " + one.code() + " is no number: " + value);
        return null;
      }
      case "boolean" -> {
        return new Json.Bool(value.matches("(?i)1|true|yes|y|○"));
      }
      case "Coding" -> {
        return Json.object().put("system", one.system()).put("code", value).build();
      }
      default -> {
        return Json.text(value);
      }
    }
  }

  private String key(String code) {
    return rule.identity().caseSensitive() ? code : code.toLowerCase(Locale.ROOT);
  }

  CodeTable build(String version, String url) {
    List<Concept> concepts = new ArrayList<>(drafts.size());
    boolean nested = false;
    for (Draft draft : drafts.values()) {
      List<String> parents = parents(draft);
      nested |= !parents.isEmpty();
      concepts.add(
          new Concept(
              draft.code(),
              draft.display(),
              null,
              draft.designations(),
              draft.properties(),
              parents,
              draft.inactive(),
              false,
              List.of()));
    }
    if (concepts.isEmpty() && refusals.none()) {
      refusals.add(0, "the file holds no concept of " + rule.identity().name());
    }
    return new CodeTable(about(version, url, nested), concepts);
  }

  private List<String> parents(Draft draft) {
    if (rule.hierarchy().byPrefix()) {
      for (int end = draft.code().length() - 1; end > 0; end--) {
        Draft parent = drafts.get(key(draft.code().substring(0, end)));
        if (parent != null) return List.of(parent.code());
      }
      return List.of();
    }
    if (draft.parent().isEmpty()) return List.of();
    Draft parent = drafts.get(key(draft.parent()));
    if (parent == null) {
      refusals.add(draft.line(), "the parent " + draft.parent() + " is not in the file");
      return List.of();
    }
    if (circle(draft)) {
      refusals.add(draft.line(), "the code " + draft.code() + " is above itself");
      return List.of();
    }
    return List.of(parent.code());
  }

  private boolean circle(Draft draft) {
    Set<String> passed = new HashSet<>();
    for (Draft at = draft;
        at != null && !at.parent().isEmpty();
        at = drafts.get(key(at.parent()))) {
      if (!passed.add(key(at.code()))) return true;
    }
    return false;
  }

  private SystemVersion about(String version, String url, boolean nested) {
    List<PropertyDefinition> properties = new ArrayList<>();
    for (PropertyRule one : rule.properties()) {
      properties.add(new PropertyDefinition(one.code(), null, null, one.type()));
    }
    TableMapping.Identity identity = rule.identity();
    return new SystemVersion(
        identity.url().isEmpty() ? url : identity.url(),
        version,
        identity.name(),
        identity.title().isEmpty() ? null : identity.title(),
        SystemVersion.Content.COMPLETE,
        identity.caseSensitive(),
        nested ? "is-a" : null,
        identity.language().isEmpty() ? null : identity.language(),
        null,
        SystemVersion.Standing.ACTIVE,
        properties,
        List.of());
  }
}
