package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.fhirserver.Exports.Level;
import dev.tsumugi.kernel.Period;
import java.util.Optional;

/**
 * Which versions an export may choose from, patient by patient; what may be seen of them is decided
 * afterwards.
 *
 * <p>{@code _since} the transactionTime of an export means: whatever that export's snapshot did not
 * show. Time stamps alone would lose a write that began before it and committed after it.
 *
 * @param seen the snapshot that {@code _since} stands for; empty if no export told that instant
 */
@SuppressWarnings("ArrayRecordComponent") // keys, read once
record ExportCandidates(
    Level level, long[] patients, Optional<Period> since, Optional<String> seen) {
  private static final String POINTER =
      "select r.patient, r.row, r.version, r.facet, r.members, octet_length(r.body), r.id, "
          + Traits.COLUMNS
          + " from ";
  private static final String ORDER = " order by 1, 2";

  Sql current(short type) {
    Sql sql = new Sql();
    if (level != Level.GROUP) {
      sql.add(POINTER + "resource r where r.type = ?", type);
      if (level == Level.PATIENT) sql.add(" and r.patient <> 0");
      return sql.add(changed()).add(ORDER);
    }
    return sql.add(POINTER + "resource r where r.type = ? and r.patient = any (?)", type, patients)
        .add(changed())
        .add(" union " + POINTER + "member m join resource r on r.patient = m.owner and r.type =")
        .add(" m.type and r.row = m.row where m.type = ? and m.patient = any (?)", type, patients)
        .add(changed())
        .add(ORDER);
  }

  /** The last deletions, of what has not come back. */
  Sql deleted(short type) {
    Sql sql = new Sql();
    sql.add(POINTER + "resource_history r where r.type = ? and r.change = 'D'", type);
    if (level == Level.PATIENT) sql.add(" and r.patient <> 0");
    if (level == Level.GROUP) {
      sql.add(" and (r.patient = any (?) or r.members && ?)", patients, patients);
    }
    return sql.add(changed())
        .add(
            " and not exists (select from resource n where n.type = r.type and n.id = r.id) and not"
                + " exists (select from resource_history n where n.type = r.type and n.id = r.id and"
                + " n.version > r.version)")
        .add(ORDER);
  }

  private Sql changed() {
    Sql sql = new Sql();
    if (since.isEmpty()) return sql;
    if (seen.isEmpty()) return sql.add(" and r.updated >= ?", since.get().from());
    return sql.add(
        " and r.xact >= pg_snapshot_xmin(?::pg_snapshot) and not pg_visible_in_snapshot(r.xact,"
            + " ?::pg_snapshot)",
        seen.get(),
        seen.get());
  }
}
