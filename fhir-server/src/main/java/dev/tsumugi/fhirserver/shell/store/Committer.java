package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.consent.Access;
import dev.tsumugi.fhirserver.HookRules;
import dev.tsumugi.fhirserver.JournalEntry;
import dev.tsumugi.fhirserver.Query;
import dev.tsumugi.fhirserver.QueryParser;
import dev.tsumugi.fhirserver.Write;
import dev.tsumugi.fhirserver.Written;
import dev.tsumugi.fhirserver.r4.R4;
import dev.tsumugi.fhirserver.r4.Validator;
import dev.tsumugi.kernel.Hash64;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.kernel.Ref;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Makes a list of writes happen, or none: checks them, names the new ones, resolves what they refer
 * to, and hands them to a {@link Attempt} inside one transaction.
 */
final class Committer {
  private final Database database;
  private final String node;
  private final R4 r4;
  private final Validator validator;
  private final QueryParser queries;
  private final Searcher searcher;
  private final Draft.Maker drafts;
  private final HookRules hooks;
  private final Subscriptions subscriptions = new Subscriptions();
  private final Facets facets;
  private final PolicyTexts policies;
  private final Reader reader;
  private final Keeping keeping;
  private final Clock clock;
  private final Supplier<String> newId;

  Committer(
      Database database,
      Parts parts,
      Searcher searcher,
      Facets facets,
      PolicyTexts policies,
      Reader reader,
      Keeping keeping,
      Clock clock,
      Supplier<String> newId) {
    this.database = database;
    this.node = parts.node();
    this.r4 = parts.r4();
    this.validator = parts.validator();
    this.queries = parts.queries();
    this.drafts = parts.drafts();
    this.hooks = parts.hooks();
    this.searcher = searcher;
    this.facets = facets;
    this.policies = policies;
    this.reader = reader;
    this.keeping = keeping;
    this.clock = clock;
    this.newId = newId;
  }

  /**
   * What works without a database.
   *
   * @param node whose journal the writes go to
   */
  record Parts(
      String node,
      R4 r4,
      Validator validator,
      QueryParser queries,
      Draft.Maker drafts,
      HookRules hooks) {}

  /**
   * @param pending what the write left for the journal, see {@link JournalWriter}
   */
  record Done(List<Written> written, List<JournalEntry> entries, long pending) {}

  Done commit(Access access, List<Write> writes) {
    List<Problem.Issue> issues = new ArrayList<>();
    for (int i = 0; i < writes.size(); i++) check(writes.get(i), prefix(writes, i), issues);
    if (!issues.isEmpty()) throw Problem.all(Problem.Kind.UNPROCESSABLE, issues);
    List<String> ids =
        writes.stream().map(w -> w instanceof Write.Create ? newId.get() : "").toList();
    return database.write(connection -> attempt(connection, access, writes, ids));
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
    } else {
      return;
    }
    if (!type.equals(body.text("resourceType"))) {
      issues.add(
          new Problem.Issue(prefix, "resourceType must be " + type + ", as the address says"));
      return;
    }
    List<Problem.Issue> found = new ArrayList<>(validator.check(body));
    if (found.isEmpty() && type.equals("Subscription")) found.addAll(hooks.check(body));
    for (Problem.Issue issue : found) {
      String path = prefix.isEmpty() ? issue.path() : prefix + "." + issue.path();
      issues.add(new Problem.Issue(path, issue.message()));
    }
  }

  private Done attempt(Connection connection, Access access, List<Write> writes, List<String> ids)
      throws SQLException {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    Names names = new Names(connection, access);
    Attempt attempt =
        new Attempt(
            connection,
            access,
            new Attempt.Tools(node, r4, facets, policies, reader, keeping, drafts),
            now);
    for (int i = 0; i < writes.size(); i++) {
      Write write = writes.get(i);
      if (write instanceof Write.Create create) {
        Optional<Row> found = names.existing(create);
        Ref ref = found.map(Row::ref).orElse(new Ref(create.type(), ids.get(i)));
        if (!create.alias().isEmpty()) names.aliases.put(create.alias(), ref);
        attempt.plan(i, prefix(writes, i), ref, found);
      } else if (write instanceof Write.Update update) {
        if (!update.alias().isEmpty()) names.aliases.put(update.alias(), update.ref());
        attempt.plan(i, prefix(writes, i), update.ref(), Optional.empty());
      } else if (write instanceof Write.Delete delete) {
        attempt.plan(i, prefix(writes, i), delete.ref(), Optional.empty());
      }
    }
    Done done = attempt.run(writes, names::resolve);
    subscriptions.bind(connection, access, done.written());
    return done;
  }

  /** The names inside a commit: {@code urn:uuid:} aliases, and references that are searches. */
  private final class Names {
    private final Connection connection;
    private final Access access;
    private final Map<String, Ref> aliases = new HashMap<>();
    private final Map<String, Ref> found = new HashMap<>();

    Names(Connection connection, Access access) {
      this.connection = connection;
      this.access = access;
    }

    Json.Obj resolve(Json.Obj body) {
      return Links.rewrite(body, this::resolve);
    }

    private String resolve(String reference) {
      Ref alias = aliases.get(reference);
      if (alias != null) return alias.toString();
      if (!Links.isConditional(reference)) return reference;
      return found.computeIfAbsent(reference, this::search).toString();
    }

    private Ref search(String reference) {
      int mark = reference.indexOf('?');
      String type = reference.substring(0, mark);
      if (!r4.isType(type)) {
        throw Problem.invalid("", "a conditional reference starts with a resource type");
      }
      Query query = queries.parse(type, words(reference.substring(mark + 1)));
      List<Row> rows = two(query);
      if (rows.size() == 1) return rows.get(0).ref();
      throw Problem.of(
          Problem.Kind.PRECONDITION,
          "a conditional reference to "
              + type
              + " must find exactly one resource, it finds "
              + (rows.isEmpty() ? "none" : "several"));
    }

    Optional<Row> existing(Write.Create create) throws SQLException {
      if (create.unless().isEmpty()) return Optional.empty();
      Query query = create.unless().get();
      lock("create " + query.type() + "\n" + query.text());
      List<Row> rows = two(query);
      if (rows.size() > 1) {
        throw Problem.of(
            Problem.Kind.PRECONDITION,
            "If-None-Exist finds several resources; nothing was created");
      }
      return rows.stream().findFirst();
    }

    /** The same conditional create at the same time must not create twice. */
    private void lock(String what) throws SQLException {
      Sql sql = new Sql().add("select pg_advisory_xact_lock(?)", Hash64.of(what));
      try (PreparedStatement statement = sql.prepare(connection)) {
        statement.execute();
      }
    }

    private List<Row> two(Query query) {
      try {
        return searcher.search(connection, access, query.onlyMatches(2), Optional.empty()).rows();
      } catch (SQLException failure) {
        throw Database.translate(failure);
      }
    }

    private static List<QueryParser.Word> words(String query) {
      List<QueryParser.Word> words = new ArrayList<>();
      for (String pair : query.split("&", -1)) {
        int equals = pair.indexOf('=');
        if (equals < 0) throw Problem.invalid("", "a conditional reference holds name=value pairs");
        words.add(
            new QueryParser.Word(
                decode(pair.substring(0, equals)), decode(pair.substring(equals + 1))));
      }
      return words;
    }

    private static String decode(String text) {
      try {
        return java.net.URLDecoder.decode(text, java.nio.charset.StandardCharsets.UTF_8);
      } catch (IllegalArgumentException badEscape) {
        throw Problem.invalid("", "a %-escape in a conditional reference is broken");
      }
    }
  }
}
