package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.fhirserver.Exports.File;
import dev.tsumugi.fhirserver.r4.R4;
import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The files of exports, in parts: which versions each holds (docs/adr/0012). */
final class ExportParts {
  private final R4 r4;

  ExportParts(R4 r4) {
    this.r4 = r4;
  }

  /** A version that a job has chosen, or may choose. */
  record Pointer(
      long patient, long row, int version, int facet, List<Long> members, int bytes, Traits told) {
    Gated.Touched touched() {
      return new Gated.Touched(patient, facet, members);
    }
  }

  /** A part as it is kept. */
  record Part(String type, boolean deleted, Array patients, Array rows, Array versions) {}

  void keep(
      Connection connection,
      String job,
      int file,
      int part,
      short type,
      boolean deleted,
      List<Pointer> chosen)
      throws SQLException {
    new Sql()
        .add(
            "insert into export_part (job, file, part, type, deleted, patients, rows, versions)"
                + " values (?, ?, ?, ?, ?, ?, ?, ?)",
            job,
            file,
            part,
            type,
            deleted,
            chosen.stream().mapToLong(Pointer::patient).toArray(),
            chosen.stream().mapToLong(Pointer::row).toArray(),
            chosen.stream().mapToInt(Pointer::version).toArray())
        .run(connection);
  }

  List<File> files(Connection connection, String id) throws SQLException {
    Sql sql =
        new Sql()
            .add(
                "select file, type, deleted, sum(cardinality(rows)) from export_part where job = ?"
                    + " group by file, type, deleted order by file",
                id);
    return sql.all(
        connection,
        row ->
            new File(
                row.getInt(1), r4.typeName(row.getShort(2)), row.getBoolean(3), row.getLong(4)));
  }

  /** Type and number of parts of a file that its owner may still fetch; empty for none. */
  record Extent(String type, int parts) {}

  Optional<Extent> extent(Connection connection, String id, String owner, int file, Instant now)
      throws SQLException {
    Sql sql =
        new Sql()
            .add(
                "select p.type, count(*) from export_job j join export_part p on p.job = j.id where"
                    + " j.id = ? and j.owner = ? and j.expires > ? and j.state = 'DONE' and p.file ="
                    + " ? group by p.type",
                id,
                owner,
                now,
                file);
    return sql.first(connection, row -> new Extent(r4.typeName(row.getShort(1)), row.getInt(2)));
  }

  Optional<Part> part(
      Connection connection, String id, String owner, int file, int part, Instant now)
      throws SQLException {
    Sql sql =
        new Sql()
            .add(
                "select p.type, p.deleted, p.patients, p.rows, p.versions from export_job j join"
                    + " export_part p on p.job = j.id where j.id = ? and j.owner = ? and j.expires >"
                    + " ? and j.state = 'DONE' and p.file = ? and p.part = ?",
                id,
                owner,
                now,
                file,
                part);
    return sql.first(
        connection,
        row ->
            new Part(
                r4.typeName(row.getShort(1)),
                row.getBoolean(2),
                row.getArray(3),
                row.getArray(4),
                row.getArray(5)));
  }
}
