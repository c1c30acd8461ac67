package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.consent.Access;
import dev.tsumugi.consent.Action;
import dev.tsumugi.consent.Decision;
import dev.tsumugi.consent.Facet;
import dev.tsumugi.fhirserver.JournalEntry;
import dev.tsumugi.fhirserver.StoredResource.Change;
import dev.tsumugi.fhirserver.Write;
import dev.tsumugi.fhirserver.Written;
import dev.tsumugi.fhirserver.r4.R4;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.kernel.Ref;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/** One try at a commit, inside its transaction: look, decide, write. */
final class Attempt {
  private final Connection connection;
  private final Access access;
  private final Tools tools;
  private final Instant now;
  private final List<Plan> plans = new ArrayList<>();

  /** What an attempt works with. */
  record Tools(
      String node,
      R4 r4,
      Facets facets,
      PolicyTexts policies,
      Reader reader,
      Keeping keeping,
      Draft.Maker drafts) {}

  /** One write, and what is known of it so far. */
  private static final class Plan {
    final int index;
    final String prefix;
    final Ref ref;
    final Optional<Row> found;
    Optional<Row> existing = Optional.empty();
    Optional<Draft> draft = Optional.empty();
    int versionBefore;

    Plan(int index, String prefix, Ref ref, Optional<Row> found) {
      this.index = index;
      this.prefix = prefix;
      this.ref = ref;
      this.found = found;
    }
  }

  Attempt(Connection connection, Access access, Tools tools, Instant now) {
    this.connection = connection;
    this.access = access;
    this.tools = tools;
    this.now = now;
  }

  /**
   * @param found what a conditional create found instead of creating
   */
  void plan(int index, String prefix, Ref ref, Optional<Row> found) {
    plans.add(new Plan(index, prefix, ref, found));
  }

  Committer.Done run(List<Write> writes, UnaryOperator<Json.Obj> resolve) throws SQLException {
    refuseTwice();
    lockExisting(writes);
    for (Plan plan : plans) {
      body(writes.get(plan.index))
          .filter(body -> plan.found.isEmpty())
          .ifPresent(body -> plan.draft = Optional.of(draft(plan, resolve.apply(body))));
    }
    Ruling ruling = ruling();
    for (Plan plan : plans) decide(plan, writes.get(plan.index), ruling);
    new LinkCheck(connection, tools.r4()).check(planned(), ruling);
    return write(writes, ruling);
  }

  private Draft draft(Plan plan, Json.Obj body) {
    String recorder = access.requester().recorderKey();
    return tools.drafts().draft(plan.ref, body, recorder);
  }

  private static Optional<Json.Obj> body(Write write) {
    if (write instanceof Write.Create create) return Optional.of(create.body());
    if (write instanceof Write.Update update) return Optional.of(update.body());
    return Optional.empty();
  }

  /** A resource to be written, and the path of its entry. */
  record Planned(String prefix, Draft draft) {}

  private List<Planned> planned() {
    List<Planned> planned = new ArrayList<>();
    for (Plan plan : plans) plan.draft.ifPresent(d -> planned.add(new Planned(plan.prefix, d)));
    return planned;
  }

  private void refuseTwice() {
    Set<Ref> seen = new HashSet<>();
    for (Plan plan : plans) {
      if (plan.found.isEmpty() && !seen.add(plan.ref)) {
        throw Problem.invalid(plan.prefix, "two entries of one transaction write " + plan.ref);
      }
    }
  }

  private void lockExisting(List<Write> writes) throws SQLException {
    Map<Ref, Plan> wanted = new LinkedHashMap<>();
    for (Plan plan : plans) {
      if (!(writes.get(plan.index) instanceof Write.Create)) wanted.put(plan.ref, plan);
    }
    Standing standing = Standing.lock(connection, tools.r4(), tools.reader(), wanted.keySet());
    wanted.forEach(
        (ref, plan) -> {
          plan.existing = Optional.ofNullable(standing.rows().get(ref));
          plan.versionBefore =
              plan.existing.map(Row::version).orElse(standing.gone().getOrDefault(ref, 0));
        });
  }

  private Ruling ruling() throws SQLException {
    Set<Long> patients = new TreeSet<>();
    for (Plan plan : plans) {
      plan.draft.ifPresent(d -> d.patients().forEach(p -> patients.add(Draft.key(p))));
      plan.existing.ifPresent(row -> patients.addAll(Reader.patients(List.of(row))));
      plan.found.ifPresent(row -> patients.addAll(Reader.patients(List.of(row))));
    }
    return Ruling.over(connection, tools.facets(), tools.policies(), access, patients);
  }

  private void decide(Plan plan, Write write, Ruling ruling) throws SQLException {
    if (plan.found.isPresent()) return;
    if (write instanceof Write.Create) {
      demand(plan, ruling, Action.CREATE);
    } else if (write instanceof Write.Update update) {
      if (!visible(plan, ruling)) {
        // Only those who bring records with their ids may name a new one.
        if (plan.existing.isPresent() || !ruling.seesAll()) throw absent(plan);
        match(plan, update.ifMatch());
        demand(plan, ruling, Action.CREATE);
        return;
      }
      demandOnRow(plan, ruling, Action.UPDATE);
      match(plan, update.ifMatch());
      boolean moves = plan.draft.orElseThrow().owner() != plan.existing.orElseThrow().patient();
      if (moves) demand(plan, ruling, Action.CREATE);
    } else if (write instanceof Write.Delete delete) {
      if (!visible(plan, ruling)) throw absent(plan);
      demandOnRow(plan, ruling, Action.DELETE);
      match(plan, delete.ifMatch());
    }
  }

  private static boolean visible(Plan plan, Ruling ruling) throws SQLException {
    return plan.existing.isPresent() && ruling.permits(Action.READ, plan.existing.get());
  }

  private static Problem absent(Plan plan) {
    Problem absent = Problem.notFound(plan.ref);
    return plan.prefix.isEmpty() ? absent : absent.under(plan.prefix);
  }

  /** If-Match is looked at after the gate: its answer tells that the resource is there. */
  private static void match(Plan plan, OptionalInt expected) {
    if (expected.isEmpty()) return;
    boolean stands =
        plan.existing.isPresent() && plan.existing.get().version() == expected.getAsInt();
    if (!stands) {
      throw Problem.at(
          Problem.Kind.PRECONDITION,
          plan.prefix,
          "If-Match names another version than the current one; read it again and retry");
    }
  }

  private static void demandOnRow(Plan plan, Ruling ruling, Action action) throws SQLException {
    Row row = plan.existing.orElseThrow();
    refuse(plan, ruling.decide(action, row.facet(), row.patient(), row.members()));
  }

  private static void demand(Plan plan, Ruling ruling, Action action) {
    Draft draft = plan.draft.orElseThrow();
    long[] members = Sql.longs(draft.members());
    refuse(plan, ruling.decide(action, draft.facet(), draft.owner(), members));
  }

  private static void refuse(Plan plan, Decision decision) {
    String reason = decision.fold(permit -> "", deny -> deny.reason().name());
    if (reason.isEmpty()) return;
    throw Problem.at(
        Problem.Kind.FORBIDDEN,
        plan.prefix,
        "this may not be written with this sign-on (" + reason + ")");
  }

  private Committer.Done write(List<Write> writes, Ruling ruling) throws SQLException {
    String recorder = access.requester().recorderKey();
    Set<Keeping.Touched> changed = changed();
    tools.keeping().lock(connection, changed);
    List<Ref> newPatients = new ArrayList<>();
    for (Plan plan : plans) {
      boolean fresh = plan.draft.isPresent() && plan.existing.isEmpty();
      if (fresh && plan.ref.type().equals("Patient")) newPatients.add(plan.ref);
    }
    tools.keeping().open(connection, newPatients);

    Written[] written = new Written[writes.size()];
    Map<Long, Set<Integer>> facets = new HashMap<>();
    Bookkeeping book = new Bookkeeping(access);
    try (Tables tables = new Tables(connection, tools.r4(), tools.facets(), now)) {
      List<Long> rows = tables.newRows(creations());
      int next = 0;
      for (Plan plan : plans) {
        if (plan.found.isPresent()) {
          Row found = plan.found.get();
          written[plan.index] = new Written(Written.Kind.FOUND, found.stored());
          note(book, JournalEntry.Kind.READ, found, ruling);
        } else if (plan.draft.isEmpty()) {
          written[plan.index] = delete(tables, plan, recorder);
          note(book, JournalEntry.Kind.DELETE, plan.existing.orElseThrow(), ruling);
        } else if (unchanged(plan)) {
          Row same = plan.existing.orElseThrow();
          written[plan.index] = new Written(Written.Kind.UNCHANGED, same.stored());
          // Its row is also what makes durable what another has written a moment before.
          note(book, JournalEntry.Kind.READ, same, ruling);
        } else {
          Draft draft = plan.draft.get();
          boolean creates = plan.existing.isEmpty();
          long number = creates ? rows.get(next++) : plan.existing.get().row();
          if (!creates) tables.retire(plan.existing.get());
          Row row =
              tables.put(
                  draft,
                  number,
                  plan.versionBefore + 1,
                  recorder,
                  creates ? Change.CREATED : Change.UPDATED);
          written[plan.index] =
              new Written(creates ? Written.Kind.CREATED : Written.Kind.UPDATED, row.stored());
          facets.computeIfAbsent(row.patient(), p -> new HashSet<>()).add(row.facet());
          book.note(
              creates ? JournalEntry.Kind.CREATE : JournalEntry.Kind.UPDATE,
              draft.patients(),
              plan.ref.type(),
              draft.facet());
        }
      }
      tables.flush();
    }
    tools.keeping().facets(connection, facets);
    tools.keeping().refresh(connection, changed);
    List<JournalEntry> entries = book.entries();
    long pending = Pending.leave(connection, tools.node(), entries);
    return new Committer.Done(List.of(written), entries, pending);
  }

  /** A resource that moves touches both patients: the one it leaves must not go on showing it. */
  private Set<Keeping.Touched> changed() throws SQLException {
    Set<Keeping.Touched> changed = new LinkedHashSet<>();
    for (Plan plan : plans) {
      if (plan.existing.isPresent()) {
        Row row = plan.existing.get();
        Facet facet = tools.facets().facet(connection, row.facet());
        changed.add(new Keeping.Touched(facet, row.patient()));
      }
      plan.draft.ifPresent(draft -> changed.add(new Keeping.Touched(draft.facet(), draft.owner())));
    }
    return changed;
  }

  private int creations() {
    int count = 0;
    for (Plan plan : plans) if (plan.draft.isPresent() && plan.existing.isEmpty()) count++;
    return count;
  }

  private void note(Bookkeeping book, JournalEntry.Kind kind, Row row, Ruling ruling)
      throws SQLException {
    Facet facet = tools.facets().facet(connection, row.facet());
    book.note(kind, ruling.patientsOf(row), row.ref().type(), facet);
  }

  private static Written delete(Tables tables, Plan plan, String recorder) throws SQLException {
    Row row = plan.existing.orElseThrow();
    tables.retire(row);
    tables.bury(row, recorder);
    return new Written(Written.Kind.DELETED, row.stored());
  }

  /** The same content in any order of members makes no new version. */
  private static boolean unchanged(Plan plan) {
    if (plan.existing.isEmpty()) return false;
    Row row = plan.existing.get();
    Json.Obj json = plan.draft.orElseThrow().json();
    String meta = Row.metaOf(json);
    byte[] body = Row.bodyOf(json);
    if (meta.equals(row.meta()) && Arrays.equals(body, row.body())) return true;
    if (meta.length() != row.meta().length() || body.length != row.body().length) return false;
    return Json.parseObject(row.stored().json()).without("meta").equals(json.without("meta"))
        && metaTree(meta).equals(metaTree(row.meta()));
  }

  private static Json.Obj metaTree(String meta) {
    return Json.parseObject(
        (meta.isEmpty() ? "{}" : meta).getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }
}
