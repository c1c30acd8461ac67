package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.fhirserver.Limits;
import dev.tsumugi.fhirserver.TokenText;
import dev.tsumugi.fhirserver.shell.store.RelabelWalk.Key;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.kernel.Ref;
import dev.tsumugi.terminology.labels.Labels;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What becomes of prescriptions when the Medication they name becomes another: they are labelled
 * anew in the same commit, current ones and earlier versions. Few Medications ever change so, and
 * one that very many name is rather made anew.
 */
final class MedicationChange {
  /** Types with an element {@code medicationReference}. */
  private static final List<String> NAMING =
      List.of(
          "MedicationAdministration",
          "MedicationDispense",
          "MedicationRequest",
          "MedicationStatement");

  private final Connection connection;
  private final Attempt.Tools tools;

  MedicationChange(Connection connection, Attempt.Tools tools) {
    this.connection = connection;
    this.tools = tools;
  }

  /** To be asked when the plans' rows are written. */
  void follow(List<Plan> plans) throws SQLException {
    List<Ref> changed = new ArrayList<>();
    for (Plan plan : plans) if (reveals(plan)) changed.add(plan.ref);
    if (changed.isEmpty()) return;
    RelabelledRows rows =
        new RelabelledRows(connection, tools.drafts(), tools.r4(), tools.facets(), tools.keeping());
    List<Key> current = current(changed);
    if (current.size() > Limits.LABELS_FOLLOWED) {
      throw Problem.of(
          Problem.Kind.UNPROCESSABLE,
          "what this medication reveals would change, and more than "
              + Limits.LABELS_FOLLOWED
              + " resources name it; make another Medication");
    }
    rows.current(current);
    rows.earlier(earlier(changed));
  }

  /** Whether the Medication reveals something else than before. */
  private boolean reveals(Plan plan) {
    if (!plan.ref.type().equals(Medications.TYPE) || plan.draft.isEmpty()) return false;
    Labels.Revealed now = revealed(plan.draft.get().json());
    if (plan.existing.isPresent()) {
      return !now.equals(revealed(Json.parseObject(plan.existing.get().stored().json())));
    }
    // It may have been here before, and where references need not lead anywhere, others may name it
    // before it is there.
    boolean named = plan.versionBefore > 0 || !tools.strictLinks();
    return named && (plan.versionBefore > 0 || !now.equals(Labels.Revealed.NOTHING));
  }

  private Labels.Revealed revealed(Json.Obj medication) {
    return tools.drafts().labels().of(Labels.codings(medication));
  }

  private List<Key> current(List<Ref> medications) throws SQLException {
    List<Long> tokens = new ArrayList<>();
    for (Ref medication : medications) {
      for (String type : NAMING) {
        short param = tools.r4().searchParameter(type, "medication").orElseThrow().number();
        String target = medication.toString();
        tokens.add(TokenText.reference(tools.r4().typeNumber(type), param, target));
      }
    }
    return keys(
        new Sql()
            .add(
                "select patient, type, row, version, facet from resource where tokens && ? limit ?",
                Sql.longs(tokens),
                Limits.LABELS_FOLLOWED + 1));
  }

  /** Earlier versions have no tokens; they are looked through. */
  private List<Key> earlier(List<Ref> medications) throws SQLException {
    Set<Key> keys = new LinkedHashSet<>();
    int[] types = NAMING.stream().mapToInt(tools.r4()::typeNumber).toArray();
    for (Ref medication : medications) {
      byte[] name = ('"' + medication.toString() + '"').getBytes(StandardCharsets.UTF_8);
      keys.addAll(
          keys(
              new Sql()
                  .add(
                      "select patient, type, row, version, facet from resource_history where type ="
                          + " any (?) and position(?::bytea in body) > 0",
                      types,
                      name)));
    }
    return List.copyOf(keys);
  }

  private List<Key> keys(Sql sql) throws SQLException {
    return sql.all(
        connection,
        row ->
            new Key(row.getLong(1), row.getShort(2), row.getLong(3), row.getInt(4), row.getInt(5)));
  }
}
