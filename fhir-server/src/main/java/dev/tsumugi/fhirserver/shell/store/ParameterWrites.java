package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.fhirserver.ParametersInForce.Progress.State;
import dev.tsumugi.fhirserver.StoredResource;
import dev.tsumugi.fhirserver.Write;
import dev.tsumugi.fhirserver.Written;
import dev.tsumugi.fhirserver.r4.LoadedParameter;
import dev.tsumugi.fhirserver.r4.R4;
import dev.tsumugi.fhirserver.shell.store.ParameterTable.Entry;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * What writes of SearchParameter resources do to the set of search parameters, in their own
 * transaction, which holds {@link ParameterLock} alone.
 */
final class ParameterWrites {
  static final String TYPE = "SearchParameter";

  private final R4 r4;
  private final ParameterTable table;

  /**
   * @param r4 without loaded parameters
   */
  ParameterWrites(R4 r4, ParameterTable table) {
    this.r4 = r4;
    this.table = table;
  }

  /** Whether one of these may change the set. */
  static boolean concerns(List<Write> writes) {
    return writes.stream().anyMatch(write -> type(write).equals(TYPE));
  }

  private static String type(Write write) {
    if (write instanceof Write.Create create) return create.type();
    if (write instanceof Write.Update update) return update.ref().type();
    if (write instanceof Write.Patch patch) return patch.ref().type();
    if (write instanceof Write.Delete delete) return delete.ref().type();
    if (write instanceof Write.UpdateWhere update) return update.query().type();
    if (write instanceof Write.PatchWhere patch) return patch.query().type();
    if (write instanceof Write.DeleteWhere delete) return delete.query().type();
    throw new IllegalStateException("a write of no type");
  }

  /**
   * Follows what was written.
   *
   * @throws Problem UNPROCESSABLE if an active SearchParameter cannot be answered
   */
  void follow(Connection connection, List<Write> writes, List<Written> written)
      throws SQLException {
    boolean changed = false;
    // What goes makes room for what comes.
    for (Written one : written) {
      for (StoredResource resource : stated(one)) {
        if (goes(one, resource)) changed |= retire(connection, resource.ref().id());
      }
    }
    for (int i = 0; i < written.size(); i++) {
      for (StoredResource resource : stated(written.get(i))) {
        if (goes(written.get(i), resource)) continue;
        try {
          changed |= load(connection, Json.parseObject(resource.json()));
        } catch (Problem problem) {
          throw writes.size() == 1 ? problem : problem.under(Committer.prefix(writes, i));
        }
      }
    }
    if (changed) ParameterTable.grow(connection);
  }

  private static List<StoredResource> stated(Written one) {
    if (one.kind() == Written.Kind.FOUND) return List.of();
    return one.resources().stream().filter(r -> r.ref().type().equals(TYPE)).toList();
  }

  private static boolean goes(Written one, StoredResource resource) {
    return one.kind() == Written.Kind.DELETED
        || !LoadedParameter.isActive(Json.parseObject(resource.json()));
  }

  private boolean retire(Connection connection, String id) throws SQLException {
    boolean changed = false;
    for (Entry entry : table.of(connection, id)) {
      if (entry.is(State.RETIRED)) continue;
      table.retire(connection, entry);
      changed = true;
    }
    return changed;
  }

  private boolean load(Connection connection, Json.Obj resource) throws SQLException {
    LoadedParameter definition = LoadedParameter.of(r4, resource);
    String id = String.valueOf(resource.text("id"));
    for (Entry entry : table.read(connection)) {
      if (!entry.written()) continue;
      if (!entry.id().equals(id)) {
        demandApart(entry, definition);
      } else if (entry.definition().equals(definition)) {
        return false;
      }
    }
    retire(connection, id);
    table.add(connection, id, definition);
    return true;
  }

  private static void demandApart(Entry other, LoadedParameter definition) {
    if (!other.definition().code().equals(definition.code())) return;
    for (String type : definition.types()) {
      if (!other.definition().types().contains(type)) continue;
      throw Problem.at(
          Problem.Kind.UNPROCESSABLE,
          "SearchParameter.code",
          "SearchParameter/"
              + other.id()
              + " states '"
              + definition.code()
              + "' for "
              + type
              + " already");
    }
  }
}
