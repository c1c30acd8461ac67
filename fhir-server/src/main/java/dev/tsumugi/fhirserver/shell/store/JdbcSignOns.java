package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.consent.Access;
import dev.tsumugi.consent.Decision.Reason;
import dev.tsumugi.consent.Requester;
import dev.tsumugi.consent.Service;
import dev.tsumugi.fhirserver.JournalEntry;
import dev.tsumugi.fhirserver.SignOnProblems;
import dev.tsumugi.fhirserver.SignOns;
import dev.tsumugi.kernel.Period;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Sign-ons by one statement, for what needs no other fact. */
final class JdbcSignOns implements SignOns {
  private final Database database;
  private final JournalWriter journal;

  JdbcSignOns(Database database, JournalWriter journal) {
    this.database = database;
    this.journal = journal;
  }

  @Override
  public Optional<Reason> over(Access access) {
    Requester requester = access.requester();
    Sql sql =
        new Sql()
            .add("select " + SignOnFacts.COLUMNS + " from (values (1)) v")
            .add(" left join service s on s.client = ?", requester.client())
            .add(SignOnFacts.joins(requester.signOn()));
    return database
        .glance(
            connection ->
                sql.first(
                    connection,
                    row -> {
                      Service app =
                          new Service(
                              requester.client(), Set.of(), "", Period.MAX, row.getBoolean(1));
                      return SignOnFacts.read(row, 1).over(requester, Optional.of(app));
                    }))
        .orElseThrow();
  }

  @Override
  public void demand(Access access) {
    Optional<Reason> over = over(access);
    if (over.isEmpty()) return;
    journal.append(
        List.of(
            new JournalEntry(
                JournalEntry.Kind.READ,
                access.requester(),
                Optional.empty(),
                "sign-on",
                new TreeSet<>(),
                false,
                over.get().name(),
                List.of())));
    throw SignOnProblems.over(access.requester().signOn(), over.get());
  }
}
