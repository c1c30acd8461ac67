package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.fhirserver.r4.R4;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Ref;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The Medications that resources name instead of saying a code themselves: a prescription reveals
 * what its Medication's code reveals.
 */
final class Medications {
  static final String TYPE = "Medication";

  private static final int LOOKS = 20;

  private final Map<Ref, Json.Obj> found = new HashMap<>();

  /** The Medication that a resource names; none where it stands in it, or is not named. */
  static Optional<Ref> namedBy(Json.Obj resource) {
    Json.Obj reference = resource.obj("medicationReference");
    String text = reference == null ? null : reference.text("reference");
    return text == null ? Optional.empty() : Ref.parse(text).filter(ref -> ref.type().equals(TYPE));
  }

  /** What these resources name and is here, in this snapshot. */
  static Medications of(Connection connection, R4 r4, Collection<Json.Obj> resources)
      throws SQLException {
    Medications medications = new Medications();
    Set<Ref> named = named(resources);
    medications.read(connection, r4, named, "");
    named.removeAll(medications.found.keySet());
    medications.readGone(connection, r4, named);
    return medications;
  }

  /**
   * As {@link #of}, locked until the commit ends: who changes one of them waits, and then finds
   * what was written.
   */
  static Medications held(Connection connection, R4 r4, Collection<Json.Obj> resources)
      throws SQLException {
    Medications medications = new Medications();
    Set<Ref> named = named(resources);
    for (int look = 0; look < LOOKS; look++) {
      medications.read(connection, r4, named, " order by r.id for key share of r");
      named.removeAll(medications.found.keySet());
      // One that another has just replaced is not found by the lock it was waited for with.
      if (named.isEmpty()) return medications;
      if (!anyOf(connection, r4, named)) {
        medications.readGone(connection, r4, named);
        return medications;
      }
    }
    throw Database.lostRace("others keep changing the medications this names");
  }

  private static Set<Ref> named(Collection<Json.Obj> resources) {
    Set<Ref> named = new TreeSet<>();
    for (Json.Obj resource : resources) namedBy(resource).ifPresent(named::add);
    return named;
  }

  private static String[] ids(Set<Ref> named) {
    return named.stream().map(Ref::id).toArray(String[]::new);
  }

  private static boolean anyOf(Connection connection, R4 r4, Set<Ref> named) throws SQLException {
    return new Sql()
        .add(
            "select 1 from resource where type = ? and id = any (?) limit 1",
            r4.typeNumber(TYPE),
            ids(named))
        .first(connection, row -> true)
        .isPresent();
  }

  private void read(Connection connection, R4 r4, Set<Ref> named, String lock) throws SQLException {
    if (named.isEmpty()) return;
    Sql sql =
        new Sql()
            .add(
                "select "
                    + Row.COLUMNS
                    + " from resource r where r.type = ? and r.id = any (?)"
                    + lock,
                r4.typeNumber(TYPE),
                ids(named));
    find(connection, sql);
  }

  /** What was deleted counts by what it last was: earlier versions may name it still. */
  private void readGone(Connection connection, R4 r4, Set<Ref> named) throws SQLException {
    if (named.isEmpty()) return;
    Sql sql =
        new Sql()
            .add(
                "select "
                    + Row.COLUMNS
                    + " from (select distinct on (h.id) h.* from resource_history h"
                    + " where h.type = ? and h.id = any (?) and h.change <> 'D' order by h.id,"
                    + " h.version desc) r",
                r4.typeNumber(TYPE),
                ids(named));
    find(connection, sql);
  }

  private void find(Connection connection, Sql sql) throws SQLException {
    for (Row row : sql.all(connection, columns -> Row.read(TYPE, columns))) {
      found.put(row.ref(), Json.parseObject(row.stored().json()));
    }
  }

  /** That this is written in the same commit. */
  void write(Ref ref, Json.Obj medication) {
    found.put(ref, medication);
  }

  /** What stands along with a resource, for its labels. */
  List<Json.Obj> along(Json.Obj resource) {
    List<Json.Obj> along = new ArrayList<>();
    namedBy(resource).map(found::get).ifPresent(along::add);
    return along;
  }
}
