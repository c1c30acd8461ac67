package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.consent.Access;
import dev.tsumugi.consent.Facet;
import dev.tsumugi.consent.Membership;
import dev.tsumugi.fhirserver.JournalEntry;
import dev.tsumugi.fhirserver.StoredResource;
import dev.tsumugi.fhirserver.StoredResource.Change;
import dev.tsumugi.fhirserver.Written;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Ref;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Writes the rows of plans that were permitted, and all that is kept beside them. */
final class RowWriter {
  private final Connection connection;
  private final Access access;
  private final Attempt.Tools tools;
  private final Instant now;
  private final Ruling ruling;
  private final Bookkeeping book;

  RowWriter(Connection connection, Access access, Attempt.Tools tools, Instant now, Ruling ruling) {
    this.connection = connection;
    this.access = access;
    this.tools = tools;
    this.now = now;
    this.ruling = ruling;
    this.book = new Bookkeeping(access, ruling::permittedAsProxy);
  }

  /** The journal's rows for what was written. */
  List<JournalEntry> entries() {
    return book.entries();
  }

  /** What became of each plan. */
  List<Written> write(List<Plan> plans) throws SQLException {
    Set<Keeping.Touched> changed = changed(plans);
    tools.keeping().lock(connection, changed);
    List<Ref> newPatients = new ArrayList<>();
    for (Plan plan : plans) {
      if (plan.creates() && plan.ref.type().equals("Patient")) newPatients.add(plan.ref);
    }
    tools.keeping().open(connection, newPatients);
    tools.keeping().lives(connection, lives(plans));
    findable(plans);

    List<Written> written = new ArrayList<>(plans.size());
    Map<Long, Set<Integer>> facets = new HashMap<>();
    try (Tables tables = new Tables(connection, tools.r4(), tools.facets(), now)) {
      List<Long> rows = tables.newRows((int) plans.stream().filter(Plan::creates).count());
      int next = 0;
      for (Plan plan : plans) {
        long fresh = plan.creates() ? rows.get(next++) : 0;
        written.add(write(plan, fresh, tables, facets));
      }
      tables.flush();
    }
    new MedicationChange(connection, tools).follow(plans);
    tools.keeping().facets(connection, facets);
    tools.keeping().refresh(connection, changed);
    if (membershipsChange(plans)) Circles.changed(connection);
    return written;
  }

  private static Map<Ref, Life> lives(List<Plan> plans) {
    Map<Ref, Life> lives = new HashMap<>();
    for (Plan plan : plans) {
      boolean person = plan.ref.type().equals("Patient") && !plan.leaves();
      if (person) plan.draft.ifPresent(draft -> lives.put(plan.ref, Life.of(draft.json())));
    }
    return lives;
  }

  private void findable(List<Plan> plans) throws SQLException {
    Map<Ref, Json.Obj> written = new HashMap<>();
    List<Ref> deleted = new ArrayList<>();
    for (Plan plan : plans) {
      if (!plan.ref.type().equals("Patient") || plan.leaves()) continue;
      plan.draft.ifPresentOrElse(
          draft -> written.put(plan.ref, draft.json()), () -> deleted.add(plan.ref));
    }
    tools.keeping().keys(connection, written, deleted);
  }

  private static boolean membershipsChange(List<Plan> plans) {
    for (Plan plan : plans) {
      if (plan.leaves() || !StatedRows.STATE_MEMBERSHIPS.contains(plan.ref.type())) continue;
      List<Membership> before =
          plan.existing
              .map(row -> Draft.memberships(row, Json.parseObject(row.stored().json())))
              .orElse(List.of());
      List<Membership> after = plan.draft.map(Draft::memberships).orElse(List.of());
      if (!after.equals(before)) return true;
    }
    return false;
  }

  private Written write(Plan plan, long fresh, Tables tables, Map<Long, Set<Integer>> facets)
      throws SQLException {
    if (plan.leaves()) {
      Row found = plan.existing.orElseThrow();
      note(JournalEntry.Kind.READ, found);
      return new Written(Written.Kind.FOUND, found.stored());
    }
    if (plan.draft.isEmpty()) return delete(tables, plan.existing.orElseThrow());
    if (unchanged(plan)) {
      Row same = plan.existing.orElseThrow();
      // Its row is also what makes durable what another has written a moment before.
      note(JournalEntry.Kind.READ, same);
      return new Written(Written.Kind.UNCHANGED, same.stored());
    }
    boolean creates = plan.creates();
    Draft draft = plan.draft.get();
    long number = creates ? fresh : plan.existing.orElseThrow().row();
    if (!creates) tables.retire(plan.existing.orElseThrow());
    Row row =
        tables.put(
            draft,
            number,
            plan.versionBefore + 1,
            access.requester().recorderKey(),
            creates ? Change.CREATED : Change.UPDATED);
    facets.computeIfAbsent(row.patient(), p -> new HashSet<>()).add(row.facet());
    book.note(
        creates ? JournalEntry.Kind.CREATE : JournalEntry.Kind.UPDATE,
        draft.patients(),
        plan.ref.type(),
        draft.facet());
    return new Written(creates ? Written.Kind.CREATED : Written.Kind.UPDATED, row.stored());
  }

  private Written delete(Tables tables, Row row) throws SQLException {
    tables.retire(row);
    tables.bury(row, access.requester().recorderKey());
    note(JournalEntry.Kind.DELETE, row);
    StoredResource deletion =
        new StoredResource(row.ref(), row.version() + 1, now, Change.DELETED, new byte[0]);
    return new Written(Written.Kind.DELETED, deletion);
  }

  private void note(JournalEntry.Kind kind, Row row) throws SQLException {
    Facet facet = tools.facets().facet(connection, row.facet());
    book.note(kind, ruling.patientsOf(row), row.ref().type(), facet);
  }

  /** A resource that moves touches both patients: the one it leaves must not go on showing it. */
  private Set<Keeping.Touched> changed(List<Plan> plans) throws SQLException {
    Set<Keeping.Touched> changed = new LinkedHashSet<>();
    for (Plan plan : plans) {
      if (plan.leaves()) continue;
      if (plan.existing.isPresent()) {
        Row row = plan.existing.get();
        Facet facet = tools.facets().facet(connection, row.facet());
        changed.add(new Keeping.Touched(facet, row.patient()));
      }
      plan.draft.ifPresent(draft -> changed.add(new Keeping.Touched(draft.facet(), draft.owner())));
    }
    return changed;
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
    return Json.parseObject((meta.isEmpty() ? "{}" : meta).getBytes(StandardCharsets.UTF_8));
  }
}
