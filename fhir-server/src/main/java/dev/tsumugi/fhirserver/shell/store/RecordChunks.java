package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.consent.Access;
import dev.tsumugi.consent.Action;
import dev.tsumugi.fhirserver.JournalEntry;
import dev.tsumugi.fhirserver.JournalEntry.Kind;
import dev.tsumugi.fhirserver.PatientRecord.Chunk;
import dev.tsumugi.fhirserver.PatientRecord.Chunks;
import dev.tsumugi.fhirserver.PatientRecord.Selection;
import dev.tsumugi.fhirserver.PatientRecord.State;
import dev.tsumugi.fhirserver.StoredResource.Change;
import dev.tsumugi.fhirserver.shell.store.Gated.Admitted;
import dev.tsumugi.fhirserver.shell.store.Gated.Touched;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.kernel.Ref;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One walk. Combinations are decided, not rows: the scan fetches what the decision permits, so that
 * chunks and pages are made of permitted rows alone. A hidden patient runs the statements of an
 * absent one.
 */
final class RecordChunks implements Chunks {
  /** Decided anew after so many rows. */
  static final int ROWS = 100;

  private final JdbcPatientRecord store;
  private final Ref patient;
  private final long key;
  private final Selection selection;
  private final RecordScan scan;

  private Place at;
  private @Nullable Place bound;
  private boolean begun;
  private boolean exhausted;
  private List<Admitted> promised = List.of();
  private final Set<Ref> named = new HashSet<>();
  private final Map<Ref, Set<String>> told = new HashMap<>();

  RecordChunks(JdbcPatientRecord store, Ref patient, Selection selection, Place after) {
    this.store = store;
    this.patient = patient;
    this.key = Draft.key(patient);
    this.selection = selection;
    this.scan = store.scan(key, selection);
    this.at = after;
  }

  /** A chunk whose journal rows are not on disk yet, or the answer that there is none. */
  private record Draught(Optional<Chunk> chunk, List<JournalEntry> entries, boolean deleted) {}

  /** What one snapshot permits. */
  private record Permitted(Ruling ruling, List<Admitted> combinations) {}

  @Override
  public Chunk next(Access access) {
    if (!begun) store.demandScope(access, selection.asked());
    Draught draught =
        store.snapshot(
            connection -> begun ? further(connection, access) : first(connection, access));
    begun = true;
    store.journal(draught.entries());
    if (draught.deleted()) throw Problem.of(Problem.Kind.GONE, patient + " was deleted");
    return draught.chunk().orElseThrow(() -> Problem.notFound(patient));
  }

  private Permitted permitted(Connection connection, Access access) throws SQLException {
    List<Touched> touched = scan.touched(connection);
    Set<Long> patients = Touched.patients(touched);
    patients.add(key);
    Ruling ruling = store.ruling(connection, access, patients);
    List<Admitted> combinations = new ArrayList<>();
    for (Touched one : touched) {
      if (!scan.asksFor(store.typeOf(connection, one.facet()))) continue;
      Admitted may = new Admitted(one, ruling.of(Action.SEARCH, one));
      if (may.decision().permitted() || may.when().isPresent()) combinations.add(may);
    }
    return new Permitted(ruling, combinations);
  }

  private Draught first(Connection connection, Access access) throws SQLException {
    Optional<Row> self = store.current(connection, patient);
    Permitted permitted = permitted(connection, access);
    Ruling ruling = permitted.ruling();
    boolean seen = self.isPresent() && ruling.permits(Action.SEARCH, self.get());
    Set<Ref> shown = new LinkedHashSet<>(seen ? List.of(patient) : List.of());
    if (seen && self.get().change() == Change.DELETED) {
      return new Draught(Optional.empty(), untold(ruling, shown), true);
    }
    promised = new ArrayList<>(permitted.combinations());
    List<Row> rows = new ArrayList<>();
    if (seen) {
      promised.add(
          new Admitted(Touched.of(self.get()), ruling.of(Action.SEARCH, Touched.of(self.get()))));
      if (at.part() == Place.START && scan.asksFor(self.get())) rows.add(self.get());
    }
    begin(connection, permitted.combinations(), rows);
    if (selection.isEveryDate() && bound == null) {
      // All of it will leave: one journal row says so before the first byte, for every chunk.
      // What depends on the single row is told with the chunk that shows the row.
      for (Admitted one : permitted.combinations()) {
        if (one.when().isPresent()) continue;
        ruling.note(one.decision(), one.touched());
        shown.addAll(ruling.patientsOf(one.touched()));
      }
    }
    List<Row> along = show(connection, ruling, rows, shown);
    Chunk chunk = chunk(rows, along, Optional.ofNullable(bound));
    boolean nothing = !seen && rows.isEmpty();
    return new Draught(
        nothing ? Optional.empty() : Optional.of(chunk), untold(ruling, shown), false);
  }

  /** The first rows, and where the page will end. */
  private void begin(Connection connection, List<Admitted> combinations, List<Row> rows)
      throws SQLException {
    int count = selection.count().orElse(Integer.MAX_VALUE);
    int limit = count < ROWS ? count + 1 - rows.size() : ROWS;
    RecordScan.Found found = scan.rows(connection, combinations, at, null, limit);
    rows.addAll(found.rows());
    exhausted = found.exhausted();
    if (rows.size() > count) {
      rows.subList(count, rows.size()).clear();
      bound = placeOf(rows.get(count - 1));
    } else if (!exhausted && selection.count().isPresent()) {
      Place last = rows.isEmpty() ? at : placeOf(rows.get(rows.size() - 1));
      bound = scan.bound(connection, combinations, last, count - rows.size()).orElse(null);
    }
    exhausted |= rows.size() == count;
  }

  private Draught further(Connection connection, Access access) throws SQLException {
    Permitted permitted = permitted(connection, access);
    for (Admitted one : promised) {
      Admitted now =
          new Admitted(one.touched(), permitted.ruling().of(Action.SEARCH, one.touched()));
      // What depends on other things than before may depend on more.
      boolean same = now.when().isPresent() && now.when().equals(one.when());
      if (now.decision().permitted() || same) continue;
      Chunk none = new Chunk(List.of(), List.of(), Optional.empty(), State.WITHDRAWN);
      return new Draught(Optional.of(none), List.of(), false);
    }
    RecordScan.Found found = scan.rows(connection, permitted.combinations(), at, bound, ROWS);
    exhausted = found.exhausted();
    Set<Ref> shown = new LinkedHashSet<>();
    List<Row> along = show(connection, permitted.ruling(), found.rows(), shown);
    Chunk chunk = chunk(found.rows(), along, Optional.empty());
    return new Draught(Optional.of(chunk), untold(permitted.ruling(), shown), false);
  }

  /**
   * Notes what these rows disclose, and finds the work data they name.
   *
   * @param shown gets whose they are
   */
  private List<Row> show(Connection connection, Ruling ruling, List<Row> rows, Set<Ref> shown)
      throws SQLException {
    Set<Ref> work = new TreeSet<>();
    for (Row row : rows) {
      ruling.permits(Action.SEARCH, row);
      shown.addAll(ruling.patientsOf(row));
      WorkReferences.collect(row.body(), work);
    }
    if (!rows.isEmpty()) at = placeOf(rows.get(rows.size() - 1));
    work.removeIf(ref -> !named.add(ref));
    List<Row> along = new ArrayList<>();
    for (Row row : scan.work(connection, work)) {
      if (ruling.permits(Action.SEARCH, row)) along.add(row);
    }
    return along;
  }

  private Chunk chunk(List<Row> rows, List<Row> along, Optional<Place> page) {
    return new Chunk(
        rows.stream().map(Row::stored).toList(),
        along.stream().map(Row::stored).toList(),
        page.map(Place::position),
        exhausted ? State.END : State.MORE);
  }

  private Place placeOf(Row row) {
    return store.place(key, row);
  }

  /** Journal rows that say more than those of the chunks before. */
  private List<JournalEntry> untold(Ruling ruling, Collection<Ref> shown) {
    if (begun && shown.isEmpty()) return List.of();
    List<JournalEntry> entries = new ArrayList<>();
    for (JournalEntry entry : ruling.journal(Kind.QUERY, selection.asked(), shown)) {
      Set<String> said = new HashSet<>(entry.classes());
      said.addAll(entry.consents());
      said.add(entry.basis());
      boolean news = entry.patient().isEmpty() || !entry.permitted();
      if (!news) {
        news = told.computeIfAbsent(entry.patient().get(), w -> new HashSet<>()).addAll(said);
      }
      if (news) entries.add(entry);
    }
    return entries;
  }
}
