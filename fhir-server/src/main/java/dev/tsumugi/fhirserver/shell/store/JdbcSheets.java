package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.consent.Access;
import dev.tsumugi.consent.Action;
import dev.tsumugi.consent.Compartment;
import dev.tsumugi.consent.Decision;
import dev.tsumugi.consent.Facet;
import dev.tsumugi.fhirserver.JournalEntry;
import dev.tsumugi.fhirserver.Query;
import dev.tsumugi.fhirserver.SheetRenderer;
import dev.tsumugi.fhirserver.Sheets;
import dev.tsumugi.fhirserver.StoredResource;
import dev.tsumugi.fhirserver.r4.R4;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.kernel.Ref;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Emergency look-ups: finding and opening the sheet is one snapshot and one ruling. */
final class JdbcSheets implements Sheets {
  private static final String PREVIEW = "$emergency-preview";

  /** On what somebody chooses what rescuers see. */
  private static final Set<String> CHOOSING = Set.of("SELF", "PROXY");

  private final Database database;
  private final R4 r4;
  private final Owning owning;
  private final Facets facets;
  private final PolicyTexts policies;
  private final Reader reader;
  private final JournalWriter journal;
  private final Optional<SheetRenderer> renderer;
  private final KeyStore keys;
  private final WorkData work;

  JdbcSheets(
      Database database,
      R4 r4,
      Facets facets,
      PolicyTexts policies,
      Reader reader,
      JournalWriter journal,
      Optional<SheetRenderer> renderer,
      KeyStore keys) {
    this.keys = keys;
    this.work = new WorkData(r4, reader);
    this.database = database;
    this.r4 = r4;
    this.owning = new Owning(r4);
    this.facets = facets;
    this.policies = policies;
    this.reader = reader;
    this.journal = journal;
    this.renderer = renderer;
  }

  /** What a look-up came to, and its rows of the journal. */
  record Answer(Lookup lookup, List<JournalEntry> entries) {}

  @Override
  public Lookup lookup(Access access, Query people, Predicate<Json.Obj> fits, Beside beside) {
    return answer(
        access,
        () -> new SearchSql(people, r4, owning, access.at(), Gated.NOWHERE).where(),
        fits,
        beside);
  }

  @Override
  public Lookup byCard(Access access, String code, Predicate<Json.Obj> fits, Beside beside) {
    byte[] hash = keys.hashOf(code);
    return answer(access, () -> holder(hash), fits, beside);
  }

  /** In the snapshot of the answer: a card that has ended finds nobody any more. */
  private Sql holder(byte[] hash) {
    return new Sql()
        .add("r.type = ? and r.id = (", r4.typeNumber("Patient"))
        .add(HandoutTable.holder(hash))
        .add(")");
  }

  /** The same of one patient, in a snapshot of the caller's, who writes the journal. */
  Answer of(
      Connection connection, Access access, Ref patient, Predicate<Json.Obj> fits, Beside beside)
      throws SQLException {
    Sql where = new Sql().add("r.type = ? and r.id = ?", r4.typeNumber("Patient"), patient.id());
    return look(connection, access, where, fits, beside);
  }

  /** Runs no statement: what a look-up asks for leads over no other rows. */
  private interface Where {
    Sql sql() throws SQLException;
  }

  private Lookup answer(Access access, Where where, Predicate<Json.Obj> fits, Beside beside) {
    Answer answer =
        database
            .glance(
                connection ->
                    glance(
                        connection,
                        access,
                        where.sql(),
                        row -> fits.test(Json.parseObject(row.stored().json())),
                        beside))
            .orElseGet(
                () ->
                    database.snapshot(
                        connection -> look(connection, access, where.sql(), fits, beside)));
    journal.append(answer.entries());
    return answer.lookup();
  }

  @Override
  public Lookup match(Access access, Wanted wanted, Beside beside) {
    Answer answer =
        exactly(access, wanted, beside)
            .orElseGet(
                () -> database.snapshot(connection -> match(connection, access, wanted, beside)));
    journal.append(answer.entries());
    return answer.lookup();
  }

  /**
   * Where exactly one who may be seen is exactly the one asked for, nobody else is in the answer,
   * nor told of it: then one statement does. Empty in all other cases.
   */
  private Optional<Answer> exactly(Access access, Wanted wanted, Beside beside) {
    List<Wanted.Block> exact = wanted.exact();
    if (exact.isEmpty()) return Optional.empty();
    Predicate<Row> fits =
        row ->
            Draft.key(row.ref()) == row.patient()
                && wanted.likeness(Json.parseObject(row.stored().json())) >= Wanted.EXACT;
    return database
        .glance(
            connection -> glance(connection, access, MatchTable.sharing(r4, exact), fits, beside))
        .filter(answer -> answer.lookup() instanceof Lookup.Found);
  }

  private record Like(Row row, int likeness) {}

  private Answer match(Connection connection, Access access, Wanted wanted, Beside beside)
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
    Ruling ruling =
        Ruling.over(
            connection,
            facets,
            policies,
            access,
            Reader.patients(alike.stream().map(Like::row).toList()));
    Shortlist shortlist = new Shortlist();
    for (int place = 0; place < alike.size(); place++) {
      Like one = alike.get(place);
      Decision decision = ruling.quietly(Action.READ, one.row());
      boolean seen = decision.permitted() && !ruling.isDead(one.row().patient());
      boolean shown = seen && shortlist.takes(one);
      // Of the others those are told that somebody looked who would have been shown.
      boolean meant =
          place < Wanted.MOST && one.likeness() >= alike.get(0).likeness() - Wanted.SPREAD;
      if (shown || (!seen && meant)) ruling.note(decision, Gated.Touched.of(one.row()));
    }
    Seen seen = new Seen(shortlist.rows(), shortlist.isExact());
    return answer(connection, ruling, seen, beside);
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

    List<Row> rows() {
      return rows;
    }
  }

  /**
   * Who may be seen of those who fit.
   *
   * @param found whether it is the one who was asked for
   */
  private record Seen(List<Row> rows, boolean found) {
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
      blocks = blocks(connection, seen.sheet(), List.of(ruling));
    }
    return answer(ruling, seen, blocks, beside);
  }

  private static Answer answer(Ruling ruling, Seen seen, List<Block> blocks, Beside beside) {
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

  /** By one statement; empty if a block may be shown in part or names a doctor: that takes more. */
  private Optional<Answer> glance(
      Connection connection, Access access, Sql where, Predicate<Row> fits, Beside beside)
      throws SQLException {
    SheetGlance glance = SheetGlance.of(connection, policies, access, where);
    Ruling ruling = Ruling.over(connection, facets, policies, access, glance.facts());
    List<SheetGlance.Fitting> seen = new ArrayList<>();
    for (SheetGlance.Fitting one : glance.fitting()) {
      if (fits.test(one.row()) && may(ruling, one.row())) seen.add(one);
    }
    List<Block> blocks = new ArrayList<>();
    if (seen.size() == 1 && !beside.identityOnly()) {
      for (SheetGlance.Kept kept : seen.get(0).kept()) {
        long patient = seen.get(0).row().patient();
        switch (together(List.of(ruling), new Gated.Touched(patient, kept.facet(), List.of()))) {
          case SOME -> {
            return Optional.empty();
          }
          case ALL -> blocks.add(new Block(kept.block(), kept.items()));
          case NONE -> {}
        }
      }
    }
    // Whom to call stands in other rows, which must be of the same snapshot.
    if (renderer.isPresent() && !renderer.get().mentions(blocks).isEmpty()) return Optional.empty();
    List<Row> rows = seen.stream().map(SheetGlance.Fitting::row).toList();
    return Optional.of(answer(ruling, new Seen(rows, rows.size() == 1), blocks, beside));
  }

  /** The sheet is for saving a life: of the dead there is none, and nobody is found by it. */
  private static boolean may(Ruling ruling, Row row) throws SQLException {
    return ruling.permits(Action.READ, row) && !ruling.isDead(row.patient());
  }

  private Answer look(
      Connection connection, Access access, Sql where, Predicate<Json.Obj> fits, Beside beside)
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
    Ruling ruling = Ruling.over(connection, facets, policies, access, Reader.patients(fitting));
    List<Row> seen = new ArrayList<>();
    for (Row row : fitting) if (may(ruling, row)) seen.add(row);

    return answer(connection, ruling, new Seen(seen, seen.size() == 1), beside);
  }

  private record Whose(Ref ref, long key) {}

  private static String asked(Lookup lookup, Beside beside) {
    String what = "emergency look-up";
    if (lookup instanceof Lookup.Candidates) what = "emergency candidates";
    if (lookup instanceof Lookup.Found) {
      what = beside.identityOnly() ? "emergency identity" : "emergency sheet";
    }
    return what + beside.incident().map(run -> " for " + run).orElse(JournalEntry.WITHOUT_INCIDENT);
  }

  private record Previewed(Optional<Preview> preview, List<JournalEntry> entries) {}

  @Override
  public Preview preview(Access asker, Access rescuer, Ref patient, List<Json.Obj> supposed) {
    Supposition supposition = Supposition.of(supposed);
    Previewed previewed =
        database.snapshot(connection -> preview(connection, asker, rescuer, patient, supposition));
    journal.append(previewed.entries());
    return previewed
        .preview()
        .orElseThrow(
            () ->
                Problem.of(
                    Problem.Kind.FORBIDDEN,
                    "a preview of the emergency sheet is for the resident, and for who may consent"
                        + " for them"));
  }

  private Previewed preview(
      Connection connection, Access asker, Access rescuer, Ref patient, Supposition supposition)
      throws SQLException {
    long key = Draft.key(patient);
    Facts facts = Facts.read(connection, policies, asker, List.of(key));
    Ruling own = Ruling.over(connection, facets, policies, asker, facts);
    Optional<String> basis = Speaking.of(asker, own, facts, key).filter(CHOOSING::contains);
    if (basis.isEmpty()) {
      return new Previewed(Optional.empty(), List.of(asked(asker, patient, Optional.empty())));
    }
    Facts imagined =
        Facts.read(connection, policies, rescuer, List.of(key))
            .supposingSignedOn()
            .supposing(Probes.assessed(rescuer));
    Compartment standing = imagined.of(key);
    Ruling rescue =
        Ruling.over(
            connection,
            facets,
            policies,
            rescuer,
            imagined.supposing(key, supposition.in(standing)));
    Optional<Row> row =
        reader
            .newest(connection, patient)
            .filter(found -> found.change() != StoredResource.Change.DELETED);
    boolean found =
        row.isPresent()
            && rescue.permits(Action.READ, row.get())
            && !rescue.isDead(key)
            && own.permits(Action.READ, row.get());
    if (!found) {
      Preview nothing = new Preview(new Lookup.Unknown(), supposition.faults());
      return new Previewed(Optional.of(nothing), List.of(asked(asker, patient, basis)));
    }
    List<Block> blocks = blocks(connection, new Whose(patient, key), List.of(rescue, own));
    Lookup lookup = new Lookup.Found(row.get().stored(), blocks);
    return new Previewed(
        Optional.of(new Preview(lookup, supposition.faults())),
        own.journal(JournalEntry.Kind.READ, PREVIEW, Set.of(patient)));
  }

  /** That it was asked, where nothing of the record was shown. */
  private static JournalEntry asked(Access asker, Ref patient, Optional<String> basis) {
    return new JournalEntry(
        JournalEntry.Kind.DECISION,
        asker.requester(),
        Optional.of(patient),
        PREVIEW,
        new TreeSet<>(),
        basis.isPresent(),
        basis.orElse("REFUSED"),
        List.of());
  }

  /**
   * The kept blocks, as far as all permit. A kept block is made of all rows of its facet: of facets
   * of which only some rows may be seen, the blocks are made anew of these.
   */
  private List<Block> blocks(Connection connection, Whose patient, List<Ruling> rulings)
      throws SQLException {
    Sql sql =
        new Sql()
            .add(
                "select block, facet, body from emergency_sheet where patient = ? order by block,"
                    + " facet",
                patient.key());
    List<Block> blocks = new ArrayList<>();
    Set<Facet> open = new HashSet<>();
    try (PreparedStatement statement = sql.prepare(connection)) {
      ResultSet row = statement.executeQuery();
      while (row.next()) {
        Gated.Touched kept = new Gated.Touched(patient.key(), row.getInt(2), List.of());
        switch (together(rulings, kept)) {
          case SOME -> open.add(facets.facet(connection, kept.facet()));
          case ALL -> blocks.add(new Block(row.getString(1), row.getBytes(3)));
          case NONE -> {}
        }
      }
    }
    if (!open.isEmpty()) blocks.addAll(made(connection, patient, rulings, open));
    blocks.sort(Comparator.comparing(Block::code));
    if (renderer.isPresent()) {
      work.of(connection, renderer.get().mentions(blocks), rulings).ifPresent(blocks::add);
    }
    return blocks;
  }

  private enum Shown {
    NONE,
    SOME,
    ALL
  }

  /** Of which rows of a combination all permit; noted, but for what depends on the row. */
  private static Shown together(List<Ruling> rulings, Gated.Touched kept) throws SQLException {
    Shown shown = Shown.ALL;
    for (Ruling ruling : rulings) {
      Decision decision = ruling.of(Action.READ, kept);
      if (decision instanceof Decision.Depends) {
        shown = Shown.SOME;
        continue;
      }
      ruling.note(decision, kept);
      if (!decision.permitted()) return Shown.NONE;
    }
    return shown;
  }

  private static boolean permit(List<Ruling> rulings, Row row) throws SQLException {
    for (Ruling ruling : rulings) if (!ruling.permits(Action.READ, row)) return false;
    return true;
  }

  private List<Block> made(
      Connection connection, Whose patient, List<Ruling> rulings, Set<Facet> open)
      throws SQLException {
    SheetBlocks sheet = new SheetBlocks(r4, facets.table(), reader, renderer.orElseThrow());
    List<Block> blocks = new ArrayList<>();
    Map<SheetBlocks.Key, List<Json>> all =
        sheet.of(connection, patient.ref(), row -> permit(rulings, row));
    for (Map.Entry<SheetBlocks.Key, List<Json>> block : all.entrySet()) {
      if (!open.contains(block.getKey().facet())) continue;
      blocks.add(new Block(block.getKey().block(), Json.bytes(new Json.Arr(block.getValue()))));
    }
    return blocks;
  }
}
