package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.consent.Access;
import dev.tsumugi.consent.Action;
import dev.tsumugi.fhirserver.JournalEntry;
import dev.tsumugi.fhirserver.Query;
import dev.tsumugi.fhirserver.Sheets;
import dev.tsumugi.fhirserver.r4.R4;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Ref;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Emergency look-ups: finding and opening the sheet is one snapshot and one ruling. */
final class JdbcSheets implements Sheets {
  private final Database database;
  private final R4 r4;
  private final Owning owning;
  private final Facets facets;
  private final PolicyTexts policies;
  private final Reader reader;
  private final JournalWriter journal;

  JdbcSheets(
      Database database,
      R4 r4,
      Facets facets,
      PolicyTexts policies,
      Reader reader,
      JournalWriter journal) {
    this.database = database;
    this.r4 = r4;
    this.owning = new Owning(r4);
    this.facets = facets;
    this.policies = policies;
    this.reader = reader;
    this.journal = journal;
  }

  private record Answer(Lookup lookup, List<JournalEntry> entries) {}

  @Override
  public Lookup lookup(Access access, Query people, Predicate<Json.Obj> fits) {
    Answer answer = database.snapshot(connection -> look(connection, access, people, fits));
    journal.append(answer.entries());
    return answer.lookup();
  }

  private Answer look(Connection connection, Access access, Query people, Predicate<Json.Obj> fits)
      throws SQLException {
    SearchSql sql = new SearchSql(people, r4, owning, access.at(), Gated.NOWHERE);
    Sql find =
        new Sql()
            .add("select " + Row.COLUMNS + " from resource r where ")
            .add(sql.where())
            .add(" order by r.row limit 1000");
    List<Row> fitting = new ArrayList<>();
    for (Row row : reader.rows(connection, find, "Patient")) {
      if (fits.test(Json.parseObject(row.stored().json()))) fitting.add(row);
    }
    Ruling ruling = Ruling.over(connection, facets, policies, access, Reader.patients(fitting));
    List<Row> seen = new ArrayList<>();
    for (Row row : fitting) if (ruling.permits(Action.READ, row)) seen.add(row);

    // The blocks are asked for in every case: who is hidden must cost what who is absent costs.
    long patient = seen.size() == 1 ? seen.get(0).patient() : Facts.CITY;
    List<Block> blocks = blocks(connection, patient, ruling);
    Lookup lookup =
        switch (seen.size()) {
          case 0 -> new Lookup.Unknown();
          case 1 -> new Lookup.Found(seen.get(0).stored(), blocks);
          default -> new Lookup.Candidates(seen.stream().map(Row::stored).toList());
        };
    List<Ref> shown = new ArrayList<>();
    for (Row row : seen) shown.add(row.ref());
    return new Answer(lookup, ruling.journal(JournalEntry.Kind.EMERGENCY, asked(lookup), shown));
  }

  private static String asked(Lookup lookup) {
    if (lookup instanceof Lookup.Found) return "emergency sheet";
    return lookup instanceof Lookup.Candidates ? "emergency candidates" : "emergency look-up";
  }

  private List<Block> blocks(Connection connection, long patient, Ruling ruling)
      throws SQLException {
    Sql sql =
        new Sql()
            .add(
                "select block, facet, body from emergency_sheet where patient = ? order by block,"
                    + " facet",
                patient);
    List<Block> blocks = new ArrayList<>();
    try (PreparedStatement statement = sql.prepare(connection)) {
      ResultSet row = statement.executeQuery();
      while (row.next()) {
        if (ruling.decide(Action.READ, row.getInt(2), patient).permitted()) {
          blocks.add(new Block(row.getString(1), row.getBytes(3)));
        }
      }
    }
    return blocks;
  }
}
