package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.fhirserver.CodeSets;
import dev.tsumugi.fhirserver.Parameters;
import dev.tsumugi.fhirserver.ParametersInForce;
import dev.tsumugi.fhirserver.ParametersInForce.Progress;
import dev.tsumugi.fhirserver.r4.Compartments;
import dev.tsumugi.fhirserver.r4.R4;
import dev.tsumugi.fhirserver.shell.store.ParameterTable.Entry;
import dev.tsumugi.terminology.labels.Labels;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * What this node knows of the search parameters. It may be behind the database by a moment: writers
 * learn of it by the generation they begin with ({@link ParameterLock}), searches by {@link
 * LoadedInUse}.
 */
final class JdbcParameters implements Parameters {
  private final Database database;
  private final LabelRules rules;
  private final R4 r4;
  private final Compartments compartments;
  private final ParameterTable table;
  private final CodeSets codeSets;
  private volatile SearchSet current;

  /**
   * @param r4 without loaded parameters
   */
  JdbcParameters(Database database, R4 r4, LabelRules rules, CodeSets codeSets) {
    this.database = database;
    this.rules = rules;
    this.codeSets = codeSets;
    this.r4 = r4;
    compartments = new Compartments(r4);
    table = new ParameterTable(r4);
    Told told = database.snapshot(this::ask);
    current = SearchSet.of(r4, compartments, told.generation(), told.entries(), told.labels());
  }

  /** What the database says of the set. */
  record Told(long generation, List<Entry> entries, Labels labels) {}

  Told ask(Connection connection) throws SQLException {
    return told(connection, ParameterTable.generation(connection));
  }

  private Told told(Connection connection, long generation) throws SQLException {
    int inForce = LabelGenerations.current(connection).rules();
    return new Told(generation, table.read(connection), rules.labels(connection, inForce));
  }

  ParameterTable table() {
    return table;
  }

  SearchSet current() {
    return current;
  }

  @Override
  public CodeSets codeSets() {
    return codeSets;
  }

  @Override
  public ParametersInForce now() {
    return current.inForce();
  }

  /** Whether rows are still to be looked at for it. */
  static boolean isUnderWay(Entry entry) {
    return !entry.is(Progress.State.ACTIVE);
  }

  /** Learns what others did. */
  void refresh() {
    learn(database.snapshot(this::ask));
  }

  /**
   * The set a writer must use.
   *
   * @param generation that it holds, see {@link ParameterLock}
   */
  SearchSet at(Connection connection, long generation) throws SQLException {
    SearchSet known = current;
    if (known.generation() == generation) return known;
    return learn(told(connection, generation));
  }

  /** What was told by a committed transaction; what is older than what is known changes nothing. */
  synchronized SearchSet learn(Told told) {
    SearchSet known = current;
    if (told.generation() > known.generation()) {
      current = SearchSet.of(r4, compartments, told.generation(), told.entries(), told.labels());
    } else if (told.generation() == known.generation() && !told.entries().equals(known.entries())) {
      current = known.with(r4, told.entries());
    }
    return current;
  }

  @Override
  public Optional<Progress> progress(String id) {
    List<Entry> entries = database.snapshot(connection -> table.of(connection, id));
    // A former definition of the same resource may be on its way out.
    return entries.stream()
        .filter(Entry::written)
        .findFirst()
        .or(() -> entries.stream().findFirst())
        .map(Entry::progress);
  }
}
