package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.consent.Access;
import dev.tsumugi.consent.Action;
import dev.tsumugi.fhirserver.AuditEvents;
import dev.tsumugi.fhirserver.AuditLine;
import dev.tsumugi.fhirserver.AuditQuery;
import dev.tsumugi.fhirserver.AuditTrail;
import dev.tsumugi.fhirserver.HistoryQuery;
import dev.tsumugi.fhirserver.JournalEntry;
import dev.tsumugi.fhirserver.JournalEntry.Kind;
import dev.tsumugi.fhirserver.Query;
import dev.tsumugi.fhirserver.Records;
import dev.tsumugi.fhirserver.StoredResource;
import dev.tsumugi.fhirserver.StoredResource.Change;
import dev.tsumugi.fhirserver.Write;
import dev.tsumugi.fhirserver.Written;
import dev.tsumugi.fhirserver.r4.Compartments;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.kernel.Ref;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The records over PostgreSQL. Each read decides and fetches in one snapshot, makes its journal
 * rows durable, and only then answers.
 */
final class JdbcRecords implements Records {
  private final Database database;
  private final Facets facets;
  private final PolicyTexts policies;
  private final Reader reader;
  private final Searcher searcher;
  private final Committer committer;
  private final JournalWriter journal;
  private final Histories histories;
  private final ScopeCheck scopes;
  private final AuditTrail audit;

  JdbcRecords(
      Database database,
      Facets facets,
      PolicyTexts policies,
      Reader reader,
      Searcher searcher,
      Committer committer,
      Histories histories,
      ScopeCheck scopes,
      JournalWriter journal) {
    this.database = database;
    this.facets = facets;
    this.policies = policies;
    this.reader = reader;
    this.searcher = searcher;
    this.committer = committer;
    this.journal = journal;
    this.histories = histories;
    this.scopes = scopes;
    this.audit = new JdbcAuditTrail(database, facets, policies, scopes, journal);
  }

  @Override
  public Optional<AuditLine> event(Access access, String id) {
    return audit.event(access, id);
  }

  @Override
  public AuditTrail.Page events(Access access, AuditQuery query, Optional<Query.Position> after) {
    return audit.events(access, query, after);
  }

  /** What was found permitted, and the journal's rows for it. */
  private record Answer<T>(T value, List<JournalEntry> entries) {}

  private <T> T journalled(String type, Answer<T> answer) {
    if (!Compartments.isOpen(type)) journal.append(answer.entries());
    return answer.value();
  }

  @Override
  public Optional<StoredResource> read(Access access, Ref ref) {
    scopes.demand(access, Action.READ, ref.type(), Kind.READ, "read " + ref.type());
    Answer<Optional<Row>> answer =
        database.glance(
            connection -> {
              Reader.Known known = reader.current(connection, policies, access, ref);
              Ruling ruling = Ruling.over(connection, facets, policies, access, known.facts());
              Optional<Row> row = known.row();
              boolean permitted = row.isPresent() && ruling.permits(Action.READ, row.get());
              return new Answer<>(
                  permitted ? row : Optional.empty(),
                  ruling.journal(Kind.READ, "read " + ref.type()));
            });
    Optional<Row> row = journalled(ref.type(), answer);
    if (row.isPresent() && row.get().change() == Change.DELETED) {
      throw Problem.of(Problem.Kind.GONE, ref + " was deleted");
    }
    return row.map(Row::stored);
  }

  @Override
  public Optional<StoredResource> vread(Access access, Ref ref, int version) {
    String asked = "vread " + ref.type();
    scopes.demand(access, Action.READ, ref.type(), Kind.READ, asked);
    Answer<Optional<StoredResource>> answer =
        database.snapshot(
            connection -> {
              List<Row> rows = reader.version(connection, ref, version);
              Ruling ruling =
                  Ruling.over(connection, facets, policies, access, Reader.patients(rows));
              Optional<StoredResource> seen = Optional.empty();
              for (Row row : rows) {
                if (ruling.permits(Action.READ, row)) seen = Optional.of(row.stored());
              }
              return new Answer<>(seen, ruling.journal(Kind.READ, asked));
            });
    return journalled(ref.type(), answer);
  }

  @Override
  public Optional<HistoryQuery.Page> history(Access access, HistoryQuery query) {
    return histories.page(access, query);
  }

  @Override
  public Query.Page search(Access access, Query question, Optional<Query.Position> after) {
    Query query = scopes.within(access, question);
    boolean beyond = query.leadsBeyond();
    Answer<Query.Page> answer =
        database.snapshot(
            connection -> {
              Searcher.Result result =
                  searcher.search(connection, access, GateTag.SEARCH, query, after);
              String asked = ScopeCheck.search(query);
              return new Answer<>(page(result), result.journal(Kind.QUERY, asked, query));
            });
    if (beyond || !Compartments.isOpen(query.type())) journal.append(answer.entries());
    return answer.value();
  }

  private static Query.Page page(Searcher.Result result) {
    return new Query.Page(
        result.rows().stream().map(Row::stored).toList(),
        result.included().stream().map(Row::stored).toList(),
        result.total(),
        result.next());
  }

  @Override
  public List<Written> commit(Access access, List<Write> writes) {
    for (int i = 0; i < writes.size(); i++) {
      try {
        refuseJournal(access, writes.get(i));
        demandScope(access, writes.get(i));
      } catch (Problem problem) {
        throw writes.size() == 1 ? problem : problem.under(Committer.prefix(writes, i));
      }
    }
    try {
      Committer.Done done = committer.commit(access, writes);
      journal.append(done.entries(), done.pending());
      return done.written();
    } catch (Refused refused) {
      journal.append(refused.entries());
      throw refused.problem();
    }
  }

  /** The journal writes its AuditEvents by itself: nobody may put words into its mouth. */
  private void refuseJournal(Access access, Write write) {
    if (!write.type().equals(AuditEvents.TYPE)) return;
    String asked = "write " + AuditEvents.TYPE;
    journal.append(
        List.of(
            new JournalEntry(
                Kind.CREATE,
                access.requester(),
                Optional.empty(),
                asked,
                new TreeSet<>(),
                false,
                "REFUSED",
                List.of())));
    throw Problem.of(
        Problem.Kind.NOT_ALLOWED,
        "AuditEvent cannot be written: the journal writes its own, and holds those of no other");
  }

  private void demandScope(Access access, Write write) {
    if (write instanceof Write.Create create) {
      demand(access, Action.CREATE, create.type());
      // Who cannot search would find nothing, and create a second one.
      create.unless().ifPresent(query -> demand(access, Action.SEARCH, query.type()));
    } else if (write instanceof Write.Update update) {
      demandToChange(access, Action.UPDATE, update.ref().type());
    } else if (write instanceof Write.Patch patch) {
      demandToChange(access, Action.UPDATE, patch.ref().type());
    } else if (write instanceof Write.Delete delete) {
      demandToChange(access, Action.DELETE, delete.ref().type());
    } else {
      Query query = Planner.query(write).orElseThrow();
      Action action = write instanceof Write.DeleteWhere ? Action.DELETE : Action.UPDATE;
      demandToChange(access, action, query.type());
      demand(access, Action.SEARCH, query.type());
    }
  }

  /**
   * The answer to a change shows the resource or tells what stands there (If-Match, a patch's
   * test), so it takes the scope to read as well; without it every id would look absent.
   */
  private void demandToChange(Access access, Action action, String type) {
    demand(access, action, type);
    demand(access, Action.READ, type);
  }

  private void demand(Access access, Action action, String type) {
    Kind kind =
        switch (action) {
          case CREATE -> Kind.CREATE;
          case UPDATE -> Kind.UPDATE;
          case DELETE -> Kind.DELETE;
          case SEARCH -> Kind.QUERY;
          case READ -> Kind.READ;
        };
    String asked = action.name().toLowerCase(Locale.ROOT) + " " + type;
    scopes.demand(access, action, type, kind, asked);
  }
}
