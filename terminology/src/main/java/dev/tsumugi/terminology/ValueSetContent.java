package dev.tsumugi.terminology;

import dev.tsumugi.kernel.Json;
import dev.tsumugi.terminology.Concept.Designation;
import dev.tsumugi.terminology.ConceptQuery.Condition;
import dev.tsumugi.terminology.ConceptQuery.Op;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a ValueSet resource says of its content: its compose, read once.
 *
 * @param inactive false leaves inactive codes out; null where not stated
 * @param composed false if there is no compose, and only an expansion tells the codes
 */
record ValueSetContent(
    boolean composed, List<Part> includes, List<Part> excludes, @Nullable Boolean inactive) {
  // R5's operators (child-of and others), as R4 resources carry them.
  private static final String R5_OP =
      "http://hl7.org/fhir/5.0/StructureDefinition/extension-ValueSet.compose.include.filter.op";

  /**
   * One include or exclude: the codes of {@code system} that are listed and meet the conditions,
   * and that are in all of {@code valueSets}.
   *
   * @param path of FHIRPath
   */
  record Part(
      String path,
      @Nullable String system,
      @Nullable String version,
      List<Listed> listed,
      List<Condition> conditions,
      List<String> valueSets) {
    /** Every code of the system? */
    boolean isWhole() {
      return listed.isEmpty() && conditions.isEmpty();
    }
  }

  /** A code that an include lists, with what the set says about it. */
  record Listed(
      String code,
      @Nullable String display,
      List<Designation> designations,
      List<Json.Obj> extensions) {}

  /** Systems that the includes and excludes name in different versions. */
  Set<String> namedInSeveralVersions() {
    Map<String, Set<String>> versions = new HashMap<>();
    for (Part part : Stream.concat(includes.stream(), excludes.stream()).toList()) {
      if (part.system() == null) continue;
      versions
          .computeIfAbsent(part.system(), any -> new HashSet<>())
          .add(SystemReader.or(part.version(), ""));
    }
    versions.values().removeIf(named -> named.size() < 2);
    return versions.keySet();
  }

  static ValueSetContent of(Json.Obj valueSet) {
    Json.Obj compose = valueSet.obj("compose");
    if (compose == null) return new ValueSetContent(false, List.of(), List.of(), null);
    return new ValueSetContent(
        true,
        parts(compose.objects("include"), "include"),
        parts(compose.objects("exclude"), "exclude"),
        compose.bool("inactive"));
  }

  private static List<Part> parts(List<Json.Obj> written, String name) {
    List<Part> found = new ArrayList<>();
    for (int i = 0; i < written.size(); i++) {
      found.add(part(written.get(i), "ValueSet.compose." + name + "[" + i + "]"));
    }
    return found;
  }

  private static Part part(Json.Obj written, String path) {
    List<Listed> listed = new ArrayList<>();
    for (Json.Obj concept : written.objects("concept")) {
      String code = concept.text("code");
      if (code == null) continue;
      listed.add(
          new Listed(
              code,
              concept.text("display"),
              SystemReader.designations(concept.objects("designation")),
              concept.objects("extension")));
    }
    String system = written.text("system");
    List<Condition> conditions = new ArrayList<>();
    List<Json.Obj> filters = written.objects("filter");
    for (int i = 0; i < filters.size(); i++) {
      conditions.add(condition(filters.get(i), system, path + ".filter[" + i + "]"));
    }
    return new Part(
        path, system, written.text("version"), listed, conditions, written.texts("valueSet"));
  }

  private static Condition condition(Json.Obj filter, @Nullable String system, String path) {
    String property = SystemReader.or(filter.text("property"), "");
    String op = filter.text("op");
    Json.Obj underOp = filter.obj("_op");
    if (op == null && underOp != null) op = Extensions.code(underOp.objects("extension"), R5_OP);
    String value = filter.text("value");
    String where = SystemReader.or(system, "");
    String written = SystemReader.or(op, "");
    if (value == null) {
      throw new Refusal(400, Words.filterWithoutValue(where, property, written, path));
    }
    Op known = Op.of(op);
    if (known == null) {
      throw new Refusal(400, Words.filterNotUnderstood(where, property, written, value, "", path));
    }
    return new Condition(property, known, value);
  }
}
