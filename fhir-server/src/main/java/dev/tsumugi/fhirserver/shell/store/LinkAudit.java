package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.fhirserver.r4.R4;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.kernel.Ref;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where the references of a few resources lead. A deleted target is no fault: who deletes looks
 * only at referrers that they may see.
 */
final class LinkAudit {
  private final R4 r4;
  private final Map<String, Map<String, Ref>> links = new LinkedHashMap<>();
  private final List<String> unresolved = new ArrayList<>();

  LinkAudit(R4 r4) {
    this.r4 = r4;
  }

  void add(String name, Json.Obj resource) {
    try {
      links.put(name, Links.local(resource));
    } catch (Problem urn) {
      unresolved.add(name);
    }
  }

  void look(Connection connection, AuditNotes notes) throws SQLException {
    for (String name : unresolved) {
      notes.add(Claim.LINKS, name + " refers by a urn that nothing answers to");
    }
    Set<Ref> wanted = new HashSet<>();
    for (Map<String, Ref> local : links.values()) wanted.addAll(local.values());
    Set<Ref> found = found(connection, wanted);
    links.forEach(
        (name, local) ->
            local.forEach(
                (path, target) -> {
                  if (found.contains(target)) return;
                  notes.add(Claim.LINKS, name + ": " + path + " leads to " + target + ", not here");
                }));
  }

  private Set<Ref> found(Connection connection, Set<Ref> wanted) throws SQLException {
    Map<String, List<String>> byType = new LinkedHashMap<>();
    for (Ref ref : wanted) {
      if (r4.isType(ref.type())) {
        byType.computeIfAbsent(ref.type(), t -> new ArrayList<>()).add(ref.id());
      }
    }
    Set<Ref> found = new HashSet<>();
    for (Map.Entry<String, List<String>> type : byType.entrySet()) {
      short number = r4.typeNumber(type.getKey());
      String[] ids = type.getValue().toArray(String[]::new);
      new Sql()
          .add("select id from resource where type = ? and id = any (?)", number, ids)
          .add(
              " union select id from resource_history where type = ? and id = any (?)", number, ids)
          .each(connection, row -> found.add(new Ref(type.getKey(), row.getString(1))));
    }
    return found;
  }
}
