package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.consent.Access;
import dev.tsumugi.consent.Action;
import dev.tsumugi.consent.Compartment;
import dev.tsumugi.consent.Decision;
import dev.tsumugi.fhirserver.JournalEntry;
import dev.tsumugi.fhirserver.Sheets.Beside;
import dev.tsumugi.fhirserver.Sheets.Block;
import dev.tsumugi.fhirserver.Sheets.Lookup;
import dev.tsumugi.fhirserver.Sheets.Wanted;
import dev.tsumugi.fhirserver.r4.R4;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Ref;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Who is found by an emergency look-up: one snapshot, one ruling, and the rows of the journal. */
final class Finding {
  private final Database database;
  private final R4 r4;
  private final Facets facets;
  private final PolicyTexts policies;
  private final Reader reader;
  private final JournalWriter journal;
  private final Sheet sheet;

  /** The kept blocks of a patient, as far as all permit. */
  interface Sheet {
    List<Block> blocks(Connection connection, Whose patient, List<Ruling> rulings)
        throws SQLException;

    /** The work data that blocks mention, if there is any. */
    Optional<Block> directory(Connection connection, List<Block> blocks, List<Ruling> rulings)
        throws SQLException;
  }

  /**
   * Which Patients are looked at. Runs no statement: what a look-up asks for leads over no other
   * rows.
   */
  interface Where {
    Sql sql() throws SQLException;
  }

  /** Whose sheet; nobody's is asked for as well. */
  record Whose(Ref ref, long key) {}

  Finding(
      Database database,
      R4 r4,
      Facets facets,
      PolicyTexts policies,
      Reader reader,
      JournalWriter journal,
      Sheet sheet) {
    this.database = database;
    this.r4 = r4;
    this.facets = facets;
    this.policies = policies;
    this.reader = reader;
    this.journal = journal;
    this.sheet = sheet;
  }

  /** What a look-up came to, and its rows of the journal. */
  record Answer(Lookup lookup, List<JournalEntry> entries) {}

  /** Exactly. */
  Lookup of(Access access, Beside beside, Where where, Predicate<Json.Obj> fits) {
    Predicate<Row> fitting = row -> fits.test(Json.parseObject(row.stored().json()));
    return journalled(
        glanced(access, beside, where, fitting)
            .orElseGet(
                () ->
                    database.snapshot(
                        connection -> look(connection, access, beside, where.sql(), fits))));
  }

  /** By what is nearly right. */
  Lookup of(Access access, Beside beside, Wanted wanted) {
    return journalled(
        exactly(access, beside, wanted)
            .orElseGet(
                () -> database.snapshot(connection -> match(connection, access, beside, wanted))));
  }

  /**
   * Where exactly one who may be seen is exactly the one asked for, nobody else is in the answer,
   * nor told of it: then one statement does. Empty in all other cases.
   */
  private Optional<Answer> exactly(Access access, Beside beside, Wanted wanted) {
    List<Wanted.Block> exact = wanted.exact();
    if (exact.isEmpty()) return Optional.empty();
    Predicate<Row> fits =
        row ->
            Draft.key(row.ref()) == row.patient()
                && wanted.likeness(Json.parseObject(row.stored().json())) >= Wanted.EXACT;
    return glanced(access, beside, () -> MatchTable.sharing(r4, exact), fits)
        .filter(answer -> answer.lookup() instanceof Lookup.Found);
  }

  /**
   * By one statement. Empty if a kept block may be shown in part, or an emergency is declared: both
   * take more of them.
   */
  private Optional<Answer> glanced(Access access, Beside beside, Where where, Predicate<Row> fits) {
    if (beside.glass().isPresent()) return Optional.empty();
    return database.glance(connection -> glance(connection, access, beside, where.sql(), fits));
  }

  private Optional<Answer> glance(
      Connection connection, Access access, Beside beside, Sql where, Predicate<Row> fits)
      throws SQLException {
    SheetGlance glance = SheetGlance.of(connection, policies, access, where);
    Sight sight = Sight.of(connection, facets, policies, access, glance.facts(), beside);
    List<SheetGlance.Fitting> seen = new ArrayList<>();
    for (SheetGlance.Fitting one : glance.fitting()) {
      if (fits.test(one.row()) && decided(sight, one.row())) seen.add(one);
    }
    List<Block> blocks = new ArrayList<>();
    if (seen.size() == 1 && !beside.identityOnly()) {
      for (SheetGlance.Kept kept : seen.get(0).kept()) {
        long patient = seen.get(0).row().patient();
        Gated.Touched touched = new Gated.Touched(patient, kept.facet(), List.of());
        switch (JdbcSheets.together(List.of(sight.ruling()), touched)) {
          case SOME -> {
            return Optional.empty();
          }
          case ALL -> blocks.add(new Block(kept.block(), kept.items()));
          case NONE -> {}
        }
      }
    }
    // Work data is nobody's record: it may be of a moment later.
    sheet.directory(connection, blocks, List.of(sight.ruling())).ifPresent(blocks::add);
    List<Row> rows = seen.stream().map(SheetGlance.Fitting::row).toList();
    return Optional.of(answer(sight.ruling(), new Seen(rows, rows.size() == 1), blocks, beside));
  }

  /** Whether somebody is shown; noted for the journal. */
  static boolean decided(Sight sight, Row row) throws SQLException {
    Decision decision = sight.ruling().quietly(Action.READ, row);
    sight.note(decision, row);
    return sight.reaches(decision, row);
  }

  private Lookup journalled(Answer answer) {
    journal.append(answer.entries());
    return answer.lookup();
  }

  /** Exactly, in a snapshot of the caller's. */
  Answer look(
      Connection connection, Access access, Beside beside, Sql where, Predicate<Json.Obj> fits)
      throws SQLException {
    Sql find =
        new Sql()
            .add("select " + Row.COLUMNS + " from resource r where ")
            .add(where)
            .add(" order by r.row limit 1000");
    List<Row> fitting = new ArrayList<>();
    for (Row row : reader.rows(connection, find, "Patient")) {
      if (fits.test(Json.parseObject(row.stored().json()))) fitting.add(row);
    }
    Sight sight = sight(connection, access, beside, fitting);
    List<Row> seen = new ArrayList<>();
    for (Row row : fitting) if (decided(sight, row)) seen.add(row);
    return answer(connection, sight.ruling(), new Seen(seen, seen.size() == 1), beside);
  }

  private record Like(Row row, int likeness) {}

  private Answer match(Connection connection, Access access, Beside beside, Wanted wanted)
      throws SQLException {
    List<Long> keys = MatchTable.candidates(connection, policies, wanted.blocks(), access.at());
    List<Like> alike = new ArrayList<>();
    for (Row row : MatchTable.people(connection, r4, reader, keys)) {
      int likeness = wanted.likeness(Json.parseObject(row.stored().json()));
      if (likeness > 0) alike.add(new Like(row, likeness));
    }
    alike.sort(
        Comparator.comparingInt((Like one) -> -one.likeness())
            .thenComparing(one -> one.row().ref().id()));
    Sight sight = sight(connection, access, beside, alike.stream().map(Like::row).toList());
    Shortlist shortlist = new Shortlist();
    for (int place = 0; place < alike.size(); place++) {
      Like one = alike.get(place);
      Decision decision = sight.ruling().quietly(Action.READ, one.row());
      boolean reached = sight.reaches(decision, one.row());
      boolean shown = reached && shortlist.takes(one);
      // Of the others those are told that somebody looked who would have been shown.
      boolean meant =
          place < Wanted.MOST && one.likeness() >= alike.get(0).likeness() - Wanted.SPREAD;
      if (shown || (!reached && meant)) sight.note(decision, one.row());
    }
    Seen seen = new Seen(shortlist.rows, shortlist.isExact());
    return answer(connection, sight.ruling(), seen, beside);
  }

  private Sight sight(Connection connection, Access access, Beside beside, List<Row> rows)
      throws SQLException {
    Facts facts = Facts.read(connection, policies, access, Reader.patients(rows));
    return Sight.of(connection, facets, policies, access, facts, beside);
  }

  /** Who is shown, of those who may be seen, from the most like on. */
  private static final class Shortlist {
    private final List<Row> rows = new ArrayList<>();
    private int best;

    boolean takes(Like one) {
      boolean full = rows.size() == Wanted.MOST;
      if (full || (best > 0 && one.likeness() < best - Wanted.SPREAD)) return false;
      best = Math.max(best, one.likeness());
      rows.add(one.row());
      return true;
    }

    boolean isExact() {
      return best >= Wanted.EXACT && rows.size() == 1;
    }
  }

  /**
   * Who may be seen of those who fit.
   *
   * @param found whether it is the one who was asked for
   */
  record Seen(List<Row> rows, boolean found) {
    Whose sheet() {
      return found
          ? new Whose(rows.get(0).ref(), rows.get(0).patient())
          : new Whose(Compartment.CITY.patient(), Facts.CITY);
    }
  }

  /** With the sheet if one is found. */
  private Answer answer(Connection connection, Ruling ruling, Seen seen, Beside beside)
      throws SQLException {
    List<Block> blocks = List.of();
    if (!beside.identityOnly()) {
      // They are asked for in every case: who is hidden must cost what who is absent costs.
      blocks = sheet.blocks(connection, seen.sheet(), List.of(ruling));
    }
    return answer(ruling, seen, blocks, beside);
  }

  static Answer answer(Ruling ruling, Seen seen, List<Block> blocks, Beside beside) {
    Lookup lookup = new Lookup.Unknown();
    if (seen.found()) {
      lookup = new Lookup.Found(seen.rows().get(0).stored(), blocks);
    } else if (!seen.rows().isEmpty()) {
      lookup = new Lookup.Candidates(seen.rows().stream().map(Row::stored).toList());
    }
    List<Ref> shown = seen.rows().stream().map(Row::ref).toList();
    String asked = asked(lookup, beside);
    return new Answer(lookup, ruling.journal(JournalEntry.Kind.EMERGENCY, asked, shown));
  }

  private static String asked(Lookup lookup, Beside beside) {
    String what = "emergency look-up";
    if (lookup instanceof Lookup.Candidates) what = "emergency candidates";
    if (lookup instanceof Lookup.Found) {
      what = beside.identityOnly() ? "emergency identity" : "emergency sheet";
    }
    return what
        + beside.incident().map(run -> " for " + run).orElse(JournalEntry.WITHOUT_INCIDENT)
        + (beside.afterMisses() ? JournalEntry.AFTER_MISSES : "")
        + (beside.glass().isPresent() ? JournalEntry.OF_GLASS : "");
  }
}
