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
import java.util.Collection;
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
  private final Finding finding;
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
    this.finding = new Finding(database, r4, facets, policies, reader, journal, new Kept());
  }

  @Override
  public Lookup lookup(Access access, Query people, Predicate<Json.Obj> fits, Beside beside) {
    return finding.of(
        access,
        beside,
        () -> new SearchSql(people, r4, owning, access.at(), Gated.NOWHERE).where(),
        fits);
  }

  @Override
  public Lookup byCard(Access access, String code, Predicate<Json.Obj> fits, Beside beside) {
    byte[] hash = keys.hashOf(code);
    return finding.of(access, beside, () -> holder(hash), fits);
  }

  /** In the snapshot of the answer: a card that has ended finds nobody any more. */
  private Sql holder(byte[] hash) {
    return new Sql()
        .add("r.type = ? and r.id = (", r4.typeNumber("Patient"))
        .add(HandoutTable.holder(hash))
        .add(")");
  }

  /**
   * The same of each of several patients, in a snapshot of the caller's, who writes the journal.
   */
  Map<Ref, Finding.Answer> each(
      Connection connection,
      Access access,
      Collection<Ref> patients,
      Predicate<Json.Obj> fits,
      Beside beside)
      throws SQLException {
    return new FindingEach(r4, facets, policies, reader, renderer, work)
        .of(connection, access, beside, patients, fits);
  }

  @Override
  public Lookup match(Access access, Wanted wanted, Beside beside) {
    return finding.of(access, beside, wanted);
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
    List<Block> blocks = blocks(connection, new Finding.Whose(patient, key), List.of(rescue, own));
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

  private final class Kept implements Finding.Sheet {
    @Override
    public List<Block> blocks(Connection connection, Finding.Whose patient, List<Ruling> rulings)
        throws SQLException {
      return JdbcSheets.this.blocks(connection, patient, rulings);
    }

    @Override
    public Optional<Block> directory(
        Connection connection, List<Block> blocks, List<Ruling> rulings) throws SQLException {
      return JdbcSheets.this.directory(connection, blocks, rulings);
    }
  }

  /**
   * The kept blocks, as far as all permit. A kept block is made of all rows of its facet: of facets
   * of which only some rows may be seen, the blocks are made anew of these.
   */
  private List<Block> blocks(Connection connection, Finding.Whose patient, List<Ruling> rulings)
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
    directory(connection, blocks, rulings).ifPresent(blocks::add);
    return blocks;
  }

  private Optional<Block> directory(Connection connection, List<Block> blocks, List<Ruling> rulings)
      throws SQLException {
    if (renderer.isEmpty()) return Optional.empty();
    return work.of(connection, renderer.get().mentions(blocks), rulings);
  }

  enum Shown {
    NONE,
    SOME,
    ALL
  }

  /** Of which rows of a combination all permit; noted, but for what depends on the row. */
  static Shown together(List<Ruling> rulings, Gated.Touched kept) throws SQLException {
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
      Connection connection, Finding.Whose patient, List<Ruling> rulings, Set<Facet> open)
      throws SQLException {
    SheetBlocks sheet = new SheetBlocks(r4, facets.table(), reader, renderer.orElseThrow());
    return among(sheet.of(connection, patient.ref(), row -> permit(rulings, row)), open);
  }

  /** Those of some facets. */
  static List<Block> among(Map<SheetBlocks.Key, List<Json>> all, Set<Facet> open) {
    List<Block> blocks = new ArrayList<>();
    for (Map.Entry<SheetBlocks.Key, List<Json>> block : all.entrySet()) {
      if (!open.contains(block.getKey().facet())) continue;
      blocks.add(new Block(block.getKey().block(), Json.bytes(new Json.Arr(block.getValue()))));
    }
    return blocks;
  }
}
