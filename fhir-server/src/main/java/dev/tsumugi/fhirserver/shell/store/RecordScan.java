package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.fhirserver.PatientRecord.Selection;
import dev.tsumugi.fhirserver.r4.R4;
import dev.tsumugi.fhirserver.shell.store.Gated.Admitted;
import dev.tsumugi.fhirserver.shell.store.Gated.Touched;
import dev.tsumugi.kernel.Period;
import dev.tsumugi.kernel.Ref;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The statements of a walk through one patient's record. What they return is undecided. */
final class RecordScan {
  /** Rows taken from the server at a time: a row may be a document of many megabytes. */
  private static final int PORTION = 50;

  /** A chunk ends behind the row that goes beyond this; bytes. */
  private static final int CHUNK_BYTES = 1 << 20;

  private final R4 r4;
  private final CareDates dates;
  private final ResidueSql residues;
  private final long patient;
  private final Selection selection;

  RecordScan(R4 r4, CareDates dates, long patient, Selection selection) {
    this.r4 = r4;
    this.dates = dates;
    this.residues = new ResidueSql(r4);
    this.patient = patient;
    this.selection = selection;
  }

  /**
   * Every combination of owner, facet and further patients in the record, and maybe some that no
   * row has any more.
   */
  List<Touched> touched(Connection connection) throws SQLException {
    String shared =
        " union all select distinct r.patient, r.facet, r.members from member m join resource r on"
            + " r.patient = m.owner and r.type = m.type and r.row = m.row where m.";
    Sql sql =
        new Sql()
            .add(
                "select c.patient, f, '{}'::bigint[] from compartment c, unnest(c.facets) f where"
                    + " c.patient = ?",
                patient)
            .add(shared + "owner = ?", patient)
            .add(shared + "patient = ?", patient);
    return sql.all(connection, Touched::read);
  }

  /**
   * @param exhausted nothing is behind them
   */
  record Found(List<Row> rows, boolean exhausted) {}

  /** The next rows behind {@code after} and not beyond {@code bound}. */
  Found rows(
      Connection connection,
      List<Admitted> permitted,
      Place after,
      @Nullable Place bound,
      int limit)
      throws SQLException {
    Found own = new Found(List.of(), true);
    if (after.part() <= Place.OWN) {
      Sql sql =
          new Sql().add("select " + Row.COLUMNS + ", r.type").add(own(permitted, after, bound));
      own = read(connection, sql.add(" order by r.type, r.row limit ?", limit), limit);
    }
    List<Admitted> others = shared(permitted);
    boolean beyond = bound != null && bound.part() < Place.SHARED;
    if (!own.exhausted() || others.isEmpty() || beyond) return own;
    Sql sql = new Sql().add("select " + Row.COLUMNS + ", r.type").add(shared(others, after, bound));
    int rest = limit - own.rows().size();
    Found more =
        read(connection, sql.add(" order by r.patient, r.type, r.row limit ?", rest), rest);
    List<Row> both = new ArrayList<>(own.rows());
    both.addAll(more.rows());
    return new Found(both, more.exhausted());
  }

  private Found read(Connection connection, Sql sql, int limit) throws SQLException {
    List<Row> rows = new ArrayList<>();
    long bytes = 0;
    try (PreparedStatement statement = sql.prepare(connection)) {
      statement.setFetchSize(PORTION);
      ResultSet row = statement.executeQuery();
      while (row.next()) {
        Row one = Row.read(r4.typeName(row.getShort("type")), row);
        rows.add(one);
        bytes += one.body().length;
        if (bytes > CHUNK_BYTES) return new Found(rows, false);
      }
    }
    return new Found(rows, rows.size() < limit);
  }

  /**
   * Where the row stands that is {@code count} rows behind {@code after}, if it is not the last.
   *
   * @param count 0 asks for {@code after} itself
   */
  Optional<Place> bound(Connection connection, List<Admitted> permitted, Place after, int count)
      throws SQLException {
    List<Sql> parts = new ArrayList<>();
    if (after.part() <= Place.OWN) {
      parts.add(
          new Sql()
              .add("select " + Place.OWN + ", r.patient, r.type, r.row")
              .add(own(permitted, after, null)));
    }
    List<Admitted> others = shared(permitted);
    if (!others.isEmpty()) {
      parts.add(
          new Sql()
              .add("select " + Place.SHARED + ", r.patient, r.type, r.row")
              .add(shared(others, after, null)));
    }
    if (parts.isEmpty()) return Optional.empty();
    Sql sql = parts.get(0);
    if (parts.size() == 2) sql.add(" union all ").add(parts.get(1));
    sql.add(" order by 1, 2, 3, 4 offset ? limit 2", Math.max(count - 1, 0));
    try (PreparedStatement statement = sql.prepare(connection)) {
      ResultSet row = statement.executeQuery();
      if (!row.next()) return Optional.empty();
      if (count == 0) return Optional.of(after);
      Place place = new Place(row.getInt(1), row.getLong(2), row.getShort(3), row.getLong(4));
      return row.next() ? Optional.of(place) : Optional.empty();
    }
  }

  private Sql own(List<Admitted> permitted, Place after, @Nullable Place bound) {
    boolean inside = after.part() == Place.OWN;
    Sql sql =
        new Sql()
            .add(
                " from resource r where r.patient = ? and (r.type, r.row) > (?, ?) and r.type <> ?",
                patient,
                inside ? after.type() : (short) 0,
                inside ? after.row() : 0L,
                r4.typeNumber("Patient"));
    if (bound != null && bound.part() == Place.OWN) {
      sql.add(" and (r.type, r.row) <= (?, ?)", bound.type(), bound.row());
    }
    List<Admitted> mine =
        permitted.stream().filter(one -> one.touched().patient() == patient).toList();
    return Gated.gate(GateTag.EVERYTHING, sql, mine, residues).add(filters());
  }

  private List<Admitted> shared(List<Admitted> permitted) {
    return permitted.stream().filter(one -> one.touched().patient() != patient).toList();
  }

  private Sql shared(List<Admitted> permitted, Place after, @Nullable Place bound) {
    boolean inside = after.part() == Place.SHARED;
    Sql sql =
        new Sql()
            .add(
                " from member m join resource r on r.patient = m.owner and r.type = m.type and"
                    + " r.row = m.row where m.patient = ? and (r.patient, r.type, r.row) > (?, ?,"
                    + " ?)",
                patient,
                inside ? after.owner() : Long.MIN_VALUE,
                inside ? after.type() : (short) 0,
                inside ? after.row() : 0L);
    if (bound != null) {
      sql.add(
          " and (r.patient, r.type, r.row) <= (?, ?, ?)", bound.owner(), bound.type(), bound.row());
    }
    return Gated.gate(GateTag.EVERYTHING_SHARED, sql, permitted, residues).add(filters());
  }

  private Sql filters() {
    Sql sql = new Sql();
    if (!selection.types().isEmpty()) {
      int[] types = selection.types().stream().mapToInt(r4::typeNumber).sorted().toArray();
      sql.add(" and r.type = any (?)", types);
    }
    return sql.add(changed()).add(dates.within(selection.care()));
  }

  private Sql changed() {
    if (selection.since().equals(Period.MIN)) return new Sql();
    return new Sql().add(" and r.updated > ?", selection.since());
  }

  /** The work data among these references, as far as it is asked for and here. */
  List<Row> work(Connection connection, Collection<Ref> refs) throws SQLException {
    List<Ref> asked = refs.stream().filter(ref -> asksFor(ref.type())).sorted().toList();
    if (asked.isEmpty()) return List.of();
    Sql sql =
        new Sql()
            .add(
                "select "
                    + Row.COLUMNS
                    + ", r.type from resource r where (r.type, r.id) in (select"
                    + " t::smallint, i from unnest(?, ?) u(t, i))",
                asked.stream().mapToInt(ref -> r4.typeNumber(ref.type())).toArray(),
                asked.stream().map(Ref::id).toArray(String[]::new))
            .add(changed())
            .add(" order by r.type, r.row");
    List<Row> rows = new ArrayList<>();
    try (PreparedStatement statement = sql.prepare(connection)) {
      ResultSet row = statement.executeQuery();
      while (row.next()) rows.add(Row.read(r4.typeName(row.getShort("type")), row));
    }
    return rows;
  }

  boolean asksFor(String type) {
    return selection.types().isEmpty() || selection.types().contains(type);
  }

  /** Whether the Patient resource itself belongs to what is asked for. */
  boolean asksFor(Row self) {
    return asksFor(self.ref().type()) && self.updated().isAfter(selection.since());
  }
}
