package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.consent.Access;
import dev.tsumugi.fhirserver.JournalEntry;
import dev.tsumugi.fhirserver.QueryParser;
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
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** One try at a commit, inside its transaction: find, lock, decide, write. */
final class Attempt {
  private final Connection connection;
  private final Access access;
  private final Tools tools;
  private final Instant now;
  private final Traces traces;

  /**
   * What an attempt works with.
   *
   * @param node whose journal the writes go to
   * @param strictLinks whether references must lead somewhere, and deletions leave none behind
   */
  record Tools(
      String node,
      R4 r4,
      BodyRules rules,
      QueryParser queries,
      Searcher searcher,
      Facets facets,
      PolicyTexts policies,
      Reader reader,
      Keeping keeping,
      Draft.Maker drafts,
      ParameterWrites loaded,
      LabelChange labels,
      boolean strictLinks) {
    /** With what rows are made by. */
    Tools by(SearchSet set) {
      return new Tools(
          node,
          set.written(),
          rules,
          queries,
          searcher,
          facets,
          policies,
          reader,
          keeping,
          set.drafts(),
          loaded,
          labels,
          strictLinks);
    }
  }

  private @Nullable Standing standing;

  Attempt(Connection connection, Access access, Tools tools, Instant now) {
    this.connection = connection;
    this.access = access;
    this.tools = tools;
    this.now = now;
    this.traces = new Traces(access);
  }

  /**
   * @param ids for new resources, one a write
   * @throws Refused when it comes to nothing, with what the journal must hold of it
   */
  Committer.Done run(List<Write> writes, List<String> ids) throws SQLException {
    try {
      Committer.Done done = commit(writes, ids);
      tools.loaded().follow(connection, writes, done.written());
      TermWrites.follow(connection, done.written());
      if (LabelChange.concerns(writes)) {
        tools.labels().follow(connection, writes, done.written());
      }
      return done;
    } catch (Problem problem) {
      if (problem.kind() == Problem.Kind.NOT_FOUND && standing != null) {
        standing.evenOut(connection, tools.reader());
      }
      throw new Refused(problem, traces.entries());
    }
  }

  private Committer.Done commit(List<Write> writes, List<String> ids) throws SQLException {
    Conditions conditions = new Conditions(connection, access, tools.searcher(), traces);
    Names names = new Names(tools.r4(), tools.queries(), conditions);
    Planner planner = new Planner(conditions, names, traces);
    List<Plan> plans = planner.plan(writes, ids);
    lockExisting(plans);
    conditions.confirm();

    Map<Plan, Json.Obj> bodies = new LinkedHashMap<>();
    for (Plan plan : plans) {
      plan.content.body().ifPresent(body -> bodies.put(plan, planner.resolve(body)));
    }
    Medications medications = Medications.held(connection, tools.r4(), bodies.values());
    bodies.forEach((plan, body) -> medications.write(plan.ref, body));
    bodies.forEach((plan, body) -> draft(plan, body, medications));
    Ruling ruling = ruling(plans);
    WriteGate gate = new WriteGate(connection, tools.facets(), ruling, traces);
    Patching patching = new Patching(tools.rules());
    for (Plan plan : plans) {
      if (plan.content.patch().isEmpty()) continue;
      gate.mayPatch(plan);
      Json.Obj patched = planner.resolve(patching.patched(plan));
      draft(plan, patched, Medications.held(connection, tools.r4(), List.of(patched)));
      ruling.learn(plan.draft.orElseThrow().patients().stream().map(Draft::key).toList());
    }
    for (Plan plan : plans) gate.decide(plan);
    for (Plan plan : plans) tools.rules().demandChange(access.requester(), plan);
    checkLinks(plans, ruling);

    RowWriter writer = new RowWriter(connection, access, tools, now, ruling);
    List<Written> written = perWrite(writes, plans, writer.write(plans));
    List<JournalEntry> entries = new ArrayList<>(writer.entries());
    entries.addAll(traces.told(writer.entries()));
    long pending = Pending.leave(connection, tools.node(), entries);
    return new Committer.Done(written, entries, pending);
  }

  private void draft(Plan plan, Json.Obj body, Medications medications) {
    String recorder = access.requester().recorderKey();
    plan.draft =
        Optional.of(tools.drafts().draft(plan.ref, body, recorder, medications.along(body)));
  }

  private void lockExisting(List<Plan> plans) throws SQLException {
    Set<Ref> wanted = new LinkedHashSet<>();
    for (Plan plan : plans) if (plan.looksBack()) wanted.add(plan.ref);
    Standing locked = Standing.lock(connection, tools.r4(), tools.reader(), wanted);
    for (Plan plan : plans) {
      if (!plan.looksBack()) continue;
      plan.existing = Optional.ofNullable(locked.rows().get(plan.ref));
      plan.versionBefore =
          plan.existing.map(Row::version).orElse(locked.gone().getOrDefault(plan.ref, 0));
    }
    standing = locked;
  }

  private Ruling ruling(List<Plan> plans) throws SQLException {
    Set<Long> patients = new TreeSet<>();
    for (Plan plan : plans) {
      plan.draft.ifPresent(d -> d.patients().forEach(p -> patients.add(Draft.key(p))));
      plan.existing.ifPresent(row -> patients.addAll(Reader.patients(List.of(row))));
    }
    return Ruling.over(connection, tools.facets(), tools.policies(), access, patients);
  }

  private void checkLinks(List<Plan> plans, Ruling ruling) throws SQLException {
    LinkCheck links = new LinkCheck(connection, tools.r4(), tools.facets(), traces);
    if (!tools.strictLinks()) {
      links.refuseUnanswered(plans);
      return;
    }
    links.check(plans, ruling);
    new Referrers(connection, tools.r4(), tools.facets(), traces).refuse(plans, ruling);
  }

  /** A conditional delete has one answer for all it deleted. */
  private static List<Written> perWrite(
      List<Write> writes, List<Plan> plans, List<Written> ofPlans) {
    List<List<Written>> parts = new ArrayList<>();
    for (int i = 0; i < writes.size(); i++) parts.add(new ArrayList<>());
    for (int i = 0; i < plans.size(); i++) parts.get(plans.get(i).write).add(ofPlans.get(i));
    List<Written> written = new ArrayList<>();
    for (int i = 0; i < writes.size(); i++) {
      List<Written> part = parts.get(i);
      boolean all = writes.get(i) instanceof Write.DeleteWhere;
      written.add(
          all
              ? new Written(Written.Kind.DELETED, part.stream().map(Written::resource).toList())
              : part.get(0));
    }
    return written;
  }
}
