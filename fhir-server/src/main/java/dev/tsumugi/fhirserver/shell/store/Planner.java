package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.fhirserver.JournalEntry;
import dev.tsumugi.fhirserver.Query;
import dev.tsumugi.fhirserver.Write;
import dev.tsumugi.fhirserver.shell.store.Plan.Content;
import dev.tsumugi.fhirserver.shell.store.Plan.Deed;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.kernel.Ref;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Which resources the writes of a commit are about; conditions are searched for. */
final class Planner {
  private final Conditions conditions;
  private final Names names;
  private final Traces traces;
  private final List<Plan> plans = new ArrayList<>();

  Planner(Conditions conditions, Names names, Traces traces) {
    this.conditions = conditions;
    this.names = names;
    this.traces = traces;
  }

  /**
   * @param ids for new resources, one a write
   */
  List<Plan> plan(List<Write> writes, List<String> ids) throws SQLException {
    List<Query> queries = new ArrayList<>();
    for (Write write : writes) query(write).ifPresent(queries::add);
    conditions.lock(queries);
    for (int i = 0; i < writes.size(); i++) {
      String prefix = Committer.prefix(writes, i);
      try {
        plan(new Place(i, prefix), writes.get(i), ids.get(i));
      } catch (Problem problem) {
        throw prefix.isEmpty() ? problem : problem.under(prefix);
      }
    }
    refuseTwice();
    return plans;
  }

  static Optional<Query> query(Write write) {
    if (write instanceof Write.Create create) return create.unless();
    if (write instanceof Write.UpdateWhere update) return Optional.of(update.query());
    if (write instanceof Write.PatchWhere patch) return Optional.of(patch.query());
    if (write instanceof Write.DeleteWhere delete) return Optional.of(delete.query());
    return Optional.empty();
  }

  private record Place(int write, String prefix) {}

  private void plan(Place at, Write write, String id) throws SQLException {
    if (write instanceof Write.Create create) {
      create(at, create, id);
    } else if (write instanceof Write.Update update) {
      names.call(update.alias(), update.ref());
      add(at, Deed.UPDATE, update.ref(), Content.of(update.body()), update.ifMatch());
    } else if (write instanceof Write.Patch patch) {
      add(at, Deed.PATCH, patch.ref(), Content.of(patch.patch()), patch.ifMatch());
    } else if (write instanceof Write.Delete delete) {
      add(at, Deed.DELETE, delete.ref(), Content.NONE, delete.ifMatch());
    } else if (write instanceof Write.UpdateWhere update) {
      update(at, update, id);
    } else if (write instanceof Write.PatchWhere patch) {
      String type = patch.query().type();
      Row row =
          one(patch.query(), JournalEntry.Kind.UPDATE)
              .orElseThrow(
                  () -> Problem.of(Problem.Kind.NOT_FOUND, "no " + type + " here matches"));
      add(at, Deed.PATCH, row.ref(), Content.of(patch.patch()), patch.ifMatch());
    } else if (write instanceof Write.DeleteWhere delete) {
      delete(at, delete.query());
    }
  }

  private void create(Place at, Write.Create create, String id) throws SQLException {
    Ref fresh = new Ref(create.type(), id);
    if (create.unless().isPresent()) {
      List<Row> rows = conditions.find(GateTag.CONDITION, create.unless().get(), 2);
      if (rows.size() > 1) {
        throw Problem.of(
            Problem.Kind.PRECONDITION,
            "If-None-Exist finds several resources; nothing was created");
      }
      if (rows.size() == 1) {
        names.call(create.alias(), rows.get(0).ref());
        plans.add(Plan.leave(at.write(), at.prefix(), rows.get(0)));
        return;
      }
    }
    names.call(create.alias(), fresh);
    add(at, Deed.CREATE, fresh, Content.of(create.body()), OptionalInt.empty());
  }

  private void update(Place at, Write.UpdateWhere update, String id) throws SQLException {
    String type = update.query().type();
    String named = update.body().text("id");
    Optional<Row> found = one(update.query(), JournalEntry.Kind.UPDATE);
    Content content = Content.of(update.body());
    if (found.isPresent()) {
      Ref ref = found.get().ref();
      if (named != null && !named.equals(ref.id())) {
        throw Problem.invalid(
            type + ".id", "the body names another id than that of the resource that matches");
      }
      names.call(update.alias(), ref);
      add(at, Deed.UPDATE, ref, content, update.ifMatch());
    } else {
      Ref ref = new Ref(type, named == null ? id : named);
      names.call(update.alias(), ref);
      if (named == null && update.ifMatch().isPresent()) {
        throw Problem.of(
            Problem.Kind.PRECONDITION, "If-Match names a version, and nothing here matches");
      }
      add(at, named == null ? Deed.CREATE : Deed.NAME, ref, content, update.ifMatch());
    }
  }

  private void delete(Place at, Query query) throws SQLException {
    List<Row> rows = conditions.hold(query, Write.MOST_DELETED + 1);
    if (rows.size() > Write.MOST_DELETED) {
      throw Problem.of(
          Problem.Kind.PRECONDITION,
          "the condition is not selective enough: more than "
              + Write.MOST_DELETED
              + " resources match; nothing was deleted");
    }
    if (rows.isEmpty()) traces.tellLastSearch();
    for (Row row : rows) add(at, Deed.DELETE, row.ref(), Content.NONE, OptionalInt.empty());
  }

  /** The one that matches. */
  private Optional<Row> one(Query query, JournalEntry.Kind kind) throws SQLException {
    List<Row> rows = conditions.hold(query, 2);
    if (rows.size() > 1) {
      throw Problem.of(
          Problem.Kind.PRECONDITION,
          "the condition is not selective enough: several resources match; nothing was changed");
    }
    if (rows.isEmpty()) {
      String asked = kind.name().toLowerCase(Locale.ROOT) + " " + query.type();
      traces.absent(kind, asked, List.of());
    }
    return rows.stream().findFirst();
  }

  private void add(Place at, Deed deed, Ref ref, Content content, OptionalInt ifMatch) {
    plans.add(new Plan(at.write(), at.prefix(), deed, ref, content, ifMatch));
  }

  private void refuseTwice() {
    Set<Ref> seen = new HashSet<>();
    for (Plan plan : plans) {
      if (!plan.leaves() && !seen.add(plan.ref)) {
        throw Problem.invalid(plan.prefix, "two entries of one transaction write " + plan.ref);
      }
    }
  }

  /** The body with its names resolved. */
  Json.Obj resolve(Json.Obj body) {
    return names.resolve(body);
  }
}
