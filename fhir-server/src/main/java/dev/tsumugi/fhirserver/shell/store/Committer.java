package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.consent.Access;
import dev.tsumugi.fhirserver.JournalEntry;
import dev.tsumugi.fhirserver.Write;
import dev.tsumugi.fhirserver.Written;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Makes a list of writes happen, or none: checks them, names the new ones, and hands them to an
 * {@link Attempt} inside one transaction, again as long as another wins a race.
 */
final class Committer {
  private final Database database;
  private final Attempt.Tools tools;
  private final JdbcParameters parameters;
  private final Underway underway;
  private final Subscriptions subscriptions = new Subscriptions();
  private final Clock clock;
  private final Supplier<String> newId;

  Committer(
      Database database,
      Attempt.Tools tools,
      JdbcParameters parameters,
      Underway underway,
      Clock clock,
      Supplier<String> newId) {
    this.database = database;
    this.underway = underway;
    this.tools = tools;
    this.parameters = parameters;
    this.clock = clock;
    this.newId = newId;
  }

  /**
   * @param pending what the write left for the journal, see {@link JournalWriter}
   */
  record Done(List<Written> written, List<JournalEntry> entries, long pending) {}

  Done commit(Access access, List<Write> writes) {
    List<Problem.Issue> issues = new ArrayList<>();
    for (int i = 0; i < writes.size(); i++) check(writes.get(i), prefix(writes, i), issues);
    if (!issues.isEmpty()) throw Problem.all(Problem.Kind.UNPROCESSABLE, issues);
    List<String> ids = writes.stream().map(w -> mayCreate(w) ? newId.get() : "").toList();
    boolean alone = ParameterWrites.concerns(writes) || LabelChange.concerns(writes);
    Committed committed =
        underway.during(
            () ->
                database.writeRows(
                    alone,
                    (connection, generation) -> {
                      Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
                      Attempt.Tools current = tools.by(parameters.at(connection, generation));
                      Done done = new Attempt(connection, access, current, now).run(writes, ids);
                      subscriptions.bind(connection, access, done.written());
                      return new Committed(
                          done, alone ? Optional.of(parameters.ask(connection)) : Optional.empty());
                    }));
    committed.told().ifPresent(parameters::learn);
    return committed.done();
  }

  /**
   * @param told the search parameters, if they may have changed
   */
  private record Committed(Done done, Optional<JdbcParameters.Told> told) {}

  private static boolean mayCreate(Write write) {
    return write instanceof Write.Create || write instanceof Write.UpdateWhere;
  }

  /** The path of one write among several; a single one needs none. */
  static String prefix(List<Write> writes, int index) {
    return writes.size() == 1 ? "" : "Bundle.entry[" + index + "].resource";
  }

  private void check(Write write, String prefix, List<Problem.Issue> issues) {
    Json.Obj body;
    String type;
    if (write instanceof Write.Create create) {
      body = create.body();
      type = create.type();
    } else if (write instanceof Write.Update update) {
      body = update.body();
      type = update.ref().type();
    } else if (write instanceof Write.UpdateWhere update) {
      body = update.body();
      type = update.query().type();
    } else {
      return;
    }
    if (!type.equals(body.text("resourceType"))) {
      issues.add(
          new Problem.Issue(prefix, "resourceType must be " + type + ", as the address says"));
      return;
    }
    for (Problem.Issue issue : tools.rules().check(body)) {
      String path = prefix.isEmpty() ? issue.path() : prefix + "." + issue.path();
      issues.add(new Problem.Issue(path, issue.message()));
    }
  }
}
