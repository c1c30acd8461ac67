package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.consent.Access;
import dev.tsumugi.consent.Membership;
import dev.tsumugi.kernel.Period;
import dev.tsumugi.kernel.Problem;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * As whom else a requester counts: what they and their organisation belong to, as the table {@code
 * membership} says. Remembered by a node under the number of the last change; whoever reads facts
 * reads that number in the same statement, and asks again here when it is another.
 */
final class Circles {
  /** A column of a statement: the number of the last change in its snapshot. */
  static final String CURRENT = "(select generation from membership_generation)";

  /** One more than the engine follows, so that it sees that there are more. */
  private static final int STEPS = 9;

  private static final int MOST = 20_000;
  private static final int HELD = 10_000;

  private final Map<Set<String>, Circle> known = new ConcurrentHashMap<>();

  /**
   * What one requester belongs to, in whatever time.
   *
   * @param generation of which it is told
   * @param keys by which ties may name them
   */
  record Circle(long generation, List<Membership> memberships, Set<String> keys) {
    String[] actors() {
      return keys.toArray(String[]::new);
    }
  }

  /** What is known of the requester; read if nothing is. It may be of another generation by now. */
  Circle of(Connection connection, Access access) throws SQLException {
    Circle held = known.get(access.requester().actorKeys());
    return held != null ? held : read(connection, access);
  }

  /** What holds in the snapshot of this connection. */
  Circle read(Connection connection, Access access) throws SQLException {
    Set<String> own = access.requester().actorKeys();
    long[] generation = {0};
    List<Membership> memberships =
        new ArrayList<>(
            new Sql()
                .add(
                    "with recursive w (name, step) as (select unnest(?) collate \"C\", 0 union",
                    (Object) own.toArray(String[]::new))
                .add(" select m.whole, w.step + 1 from w join membership m on m.member = w.name")
                .add(" where w.step < ?)", STEPS)
                .add(" select m.member, m.whole, m.since, m.until, " + CURRENT)
                .add(" from (values (1)) v left join (select distinct member, whole, since, until")
                .add(" from membership where member in (select name from w) limit ?) m", MOST + 1)
                .add(" on true")
                .all(
                    connection,
                    row -> {
                      generation[0] = row.getLong(5);
                      String member = row.getString(1);
                      if (member == null) return new Membership("", "", Period.ALWAYS);
                      return new Membership(
                          member,
                          row.getString(2),
                          new Period(
                              row.getObject(3, OffsetDateTime.class).toInstant(),
                              row.getObject(4, OffsetDateTime.class).toInstant()));
                    }));
    memberships.removeIf(one -> one.member().isEmpty());
    if (memberships.size() > MOST) {
      // What is not looked at may be what somebody refuses.
      throw Problem.of(
          Problem.Kind.TOO_LARGE, "this sign-on belongs to more groups than can be looked at");
    }
    Set<String> keys = new LinkedHashSet<>(own);
    for (Membership one : memberships) keys.add(one.whole());
    Circle circle = new Circle(generation[0], List.copyOf(memberships), Set.copyOf(keys));
    if (known.size() > HELD) known.clear();
    known.put(own, circle);
    return circle;
  }

  /** To be the last of a commit that changes memberships: the others that do wait for its end. */
  static void changed(Connection connection) throws SQLException {
    new Sql().add("update membership_generation set generation = generation + 1").run(connection);
  }
}
