package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.consent.SecurityLabels;
import dev.tsumugi.fhirserver.r4.R4;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.terminology.labels.Hierarchy;
import dev.tsumugi.terminology.labels.Labels;
import dev.tsumugi.terminology.labels.SensitivitySet;
import dev.tsumugi.terminology.labels.ShippedSets;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The table {@code label_rules}: the sensitivity value sets of one choice, as they were understood
 * when it was made. What hangs on a hierarchy is written out there, so that all nodes agree and a
 * row can be labelled again as it was. A row never changes.
 */
final class LabelRules {
  static final Labels NONE = Labels.of(List.of(), Hierarchy.NONE);

  private final R4 r4;
  private final Map<Integer, Labels> known = new ConcurrentHashMap<>();

  LabelRules(R4 r4) {
    this.r4 = r4;
  }

  /** The rules of that number, compiled. */
  Labels labels(Connection connection, int id) throws SQLException {
    if (id == 0) return NONE;
    Labels held = known.get(id);
    if (held != null) return held;
    String text =
        new Sql()
            .add("select sets from label_rules where id = ?", id)
            .first(connection, row -> row.getString(1))
            .orElseThrow(() -> new IllegalStateException("no label rules " + id));
    List<Json.Obj> sets = Json.parseObject(text.getBytes(StandardCharsets.UTF_8)).objects("sets");
    Labels labels = Labels.of(sets, Hierarchy.NONE);
    known.put(id, labels);
    return labels;
  }

  int add(Connection connection, List<Json.Obj> sets) throws SQLException {
    String text = Json.object().put("sets", sets).build().toString();
    return new Sql()
        .add("insert into label_rules (sets) values (?) returning id", text)
        .first(connection, row -> row.getInt(1))
        .orElseThrow();
  }

  /**
   * The value sets to be in force: those that are stored and active, and for every other label the
   * shipped one.
   *
   * @param before what is in force: goes on for what cannot be understood any more, as when the
   *     content that it hangs on is gone
   * @param hierarchy by which {@code is-a} is written out
   * @param fresh labels whose sets are just written, and must be understood
   * @throws Problem UNPROCESSABLE if one of these is not
   */
  List<Json.Obj> wanted(
      Connection connection, Labels before, Hierarchy hierarchy, Set<String> fresh)
      throws SQLException {
    Map<String, Json.Obj> sets = new TreeMap<>();
    for (Json.Obj shipped : ShippedSets.valueSets()) sets.put(label(shipped), shipped);
    Sql sql =
        new Sql()
            .add(
                "select "
                    + Row.COLUMNS
                    + " from resource r where r.type = ? and r.id >= ? and r.id <"
                    + " ? order by r.id",
                r4.typeNumber("ValueSet"),
                SensitivitySet.ID,
                SensitivitySet.ID + "~");
    for (Row row : sql.all(connection, columns -> Row.read("ValueSet", columns))) {
      Json.Obj stored = Json.parseObject(row.stored().json());
      if (!"active".equals(stored.text("status"))) continue;
      String label = label(stored);
      try {
        demandName(stored);
        sets.put(label, SensitivitySet.settled(stored, hierarchy));
      } catch (Problem notUnderstood) {
        if (fresh.contains(label)) throw notUnderstood;
        Json.Obj known = before.valueSets().get(label);
        if (known != null) sets.put(label, known);
      }
    }
    return new ArrayList<>(sets.values());
  }

  private static String label(Json.Obj valueSet) {
    return SensitivitySet.labelOfId(valueSet.text("id")).orElseThrow();
  }

  /**
   * @throws Problem UNPROCESSABLE if id and URL of a ValueSet do not name the same label, though
   *     one of them is of these sets
   */
  static void demandName(Json.Obj valueSet) {
    String url = String.valueOf(valueSet.text("url"));
    String id = String.valueOf(valueSet.text("id"));
    boolean named = id.startsWith(SensitivitySet.ID);
    boolean called = url.startsWith(SensitivitySet.CANONICAL);
    if (!named && !called) return;
    String label = id.substring(Math.min(SensitivitySet.ID.length(), id.length()));
    if (!named || !url.equals(SensitivitySet.CANONICAL + label)) {
      throw refused(
          "ValueSet.url",
          "of ValueSet/" + SensitivitySet.ID + "X is " + SensitivitySet.CANONICAL + "X");
    }
    if (!SecurityLabels.isSensitivity(label)) {
      throw refused("ValueSet.id", "ends with '" + label + "', which no Consent can speak of");
    }
  }

  private static Problem refused(String path, String why) {
    return Problem.at(Problem.Kind.UNPROCESSABLE, path, why);
  }
}
