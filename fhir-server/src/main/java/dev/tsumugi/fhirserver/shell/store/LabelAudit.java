package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.fhirserver.r4.R4;
import dev.tsumugi.kernel.Coding;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Ref;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Compares the labels of versions with what follows from their codes; and their codes with the
 * vocabulary, by which a change of rules finds whom it is about.
 */
final class LabelAudit {
  private final Connection connection;
  private final R4 r4;
  private final Map<Ref, List<Json.Obj>> medications = new HashMap<>();
  private final Map<Coding, Integer> codes = new HashMap<>();
  private final Set<Long> met;

  LabelAudit(Connection connection, R4 r4) throws SQLException {
    this.connection = connection;
    this.r4 = r4;
    Vocabulary.each(connection, (id, coding) -> codes.put(coding, id));
    met = Vocabulary.all(connection);
  }

  /** The Medication that a resource names. */
  List<Json.Obj> along(Json.Obj json) throws SQLException {
    Optional<Ref> named = Medications.namedBy(json);
    if (named.isEmpty()) return List.of();
    List<Json.Obj> known = medications.get(named.get());
    if (known != null) return known;
    List<Json.Obj> read = Medications.of(connection, r4, List.of(json)).along(json);
    medications.put(named.get(), read);
    return read;
  }

  void compare(String name, Row row, Draft draft, AuditNotes notes) {
    if (!row.labels().codes().equals(draft.marks().beyond())) {
      notes.add(Claim.LABELS, name + " has other labels than its codes give");
    }
  }

  /** Of a version whose facet is its own. */
  void vocabulary(String name, Row row, Draft draft, AuditNotes notes) {
    for (Coding coding : draft.marks().codings()) {
      Integer id = codes.get(coding);
      if (id != null && met.contains(Vocabulary.pair(id, row.facet()))) continue;
      notes.add(Claim.LABELS, name + " has a code that its facet is not known by");
      return;
    }
  }
}
