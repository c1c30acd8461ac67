package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.fhirserver.HistoryQuery;
import dev.tsumugi.fhirserver.HistoryQuery.Level;
import dev.tsumugi.fhirserver.HistoryQuery.Position;
import dev.tsumugi.fhirserver.r4.R4;
import dev.tsumugi.kernel.Ref;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

/**
 * The statements of one history, over the current versions and the earlier ones. A version keeps
 * its place when a newer one sends it from the first table to the second. Numbers of types are ours
 * and put as text.
 */
final class HistorySql {
  private static final String KEYS =
      "r.patient, r.row, r.version, r.updated, r.facet, r.members, r.type, octet_length(r.body), r.id, "
          + Traits.COLUMNS;

  private static final String NEWEST_FIRST = " order by 4 desc, 2 desc, 3 desc";

  private final HistoryQuery query;
  private final R4 r4;
  private final List<Short> types;
  private final Optional<Instant> settled;

  /**
   * @param types over which the history of all goes
   * @param settled up to when this node writes nothing more; empty if nobody follows
   */
  HistorySql(HistoryQuery query, R4 r4, List<Short> types, Optional<Instant> settled) {
    this.query = query;
    this.r4 = r4;
    this.types = types;
    this.settled = settled;
  }

  /** A version without its content, and where it stands. */
  record Key(
      long patient,
      long row,
      int version,
      Instant updated,
      int facet,
      List<Long> members,
      short type,
      long size,
      Traits told,
      boolean earlier) {
    static Key read(R4 r4, ResultSet row) throws SQLException {
      return new Key(
          row.getLong(1),
          row.getLong(2),
          row.getInt(3),
          row.getObject(4, OffsetDateTime.class).toInstant(),
          row.getInt(5),
          Gated.members(row.getArray(6)),
          row.getShort(7),
          row.getLong(8),
          Traits.read(new Ref(r4.typeName(row.getShort(7)), row.getString(9)), row, 10),
          row.getBoolean(14));
    }

    Position position() {
      return new Position(updated, row, version);
    }

    Gated.Touched touched() {
      return new Gated.Touched(patient, facet, members);
    }
  }

  /**
   * How many versions are asked for, by combinations of patient and facet; of one resource also the
   * combinations of which none is.
   */
  Sql combinations() {
    return combinations(new Sql());
  }

  /** Of these, with what depends on the single version, those that have some that pass. */
  Sql combinations(List<Gated.Admitted> open) {
    return combinations(new GateSql(r4).gate(GateTag.HISTORY_COUNT, new Sql(), open));
  }

  private Sql combinations(Sql gate) {
    Sql sql = new Sql().add("select r.patient, r.facet, r.members, count(*) filter (where fits)");
    sql.add(" from (");
    boolean one = level() instanceof Level.OfOne;
    for (boolean earlier : new boolean[] {false, true}) {
      sql.add(earlier ? " union all " : "")
          .add("select r.patient, r.facet, r.members, ")
          .add(one ? new Sql().add("(true").add(asked(earlier)).add(")") : new Sql().add("true"))
          .add(" as fits" + from(earlier));
      if (level() instanceof Level.OfAll) sql.add("r.type = any (?)", numbers());
      else sql.add(of(level()));
      if (!one) sql.add(asked(earlier));
      sql.add(gate);
    }
    return sql.add(") r group by 1, 2, 3");
  }

  /** Behind a position, undecided; of more than {@code most} the newest. */
  Sql keys(Optional<Position> after, int most) {
    Sql sql = new Sql();
    for (boolean earlier : new boolean[] {false, true}) {
      sql.add(earlier ? " union all " : "").add("(");
      if (level() instanceof Level.OfAll) {
        sql.add("select k.* from unnest(?) t(type) cross join lateral (", numbers())
            .add(branch(earlier, after, most))
            .add(") k" + NEWEST_FIRST + " limit ?", most);
      } else {
        sql.add(branch(earlier, after, most));
      }
      sql.add(")");
    }
    return sql.add(order() + " limit ?", most);
  }

  private int[] numbers() {
    return types.stream().mapToInt(Short::intValue).toArray();
  }

  private Sql branch(boolean earlier, Optional<Position> after, int most) {
    return new Sql()
        .add("select " + KEYS + ", " + earlier + from(earlier))
        .add(of(level()))
        .add(asked(earlier))
        .add(behind(after, earlier))
        .add(order() + " limit ?", most);
  }

  /** Of one resource versions count, of several only times can. */
  private String order() {
    return level() instanceof Level.OfOne ? " order by 3 desc" : NEWEST_FIRST;
  }

  private Sql behind(Optional<Position> after, boolean earlier) {
    if (after.isEmpty()) return new Sql();
    Position last = after.get();
    if (level() instanceof Level.OfOne) return new Sql().add(" and r.version < ?", last.version());
    return earlier
        ? new Sql()
            .add(
                " and (r.updated, r.row, r.version) < (?, ?, ?)",
                last.updated(),
                last.row(),
                last.version())
        : new Sql().add(" and (r.updated, r.row) < (?, ?)", last.updated(), last.row());
  }

  private Level level() {
    return query.level();
  }

  private static String from(boolean earlier) {
    return " from " + (earlier ? "resource_history" : "resource") + " r where ";
  }

  private Sql of(Level level) {
    if (level instanceof Level.OfOne one) {
      return new Sql()
          .add("r.type = " + r4.typeNumber(one.ref().type()))
          .add(" and r.id = ?", one.ref().id());
    }
    if (level instanceof Level.OfType one) {
      return new Sql().add("r.type = " + r4.typeNumber(one.type()));
    }
    return new Sql().add("r.type = t.type");
  }

  private Sql asked(boolean earlier) {
    Sql sql = new Sql();
    query.since().ifPresent(since -> sql.add(" and r.updated >= ?", since));
    // What is not committed yet may be older than what is: whoever goes on from the newest version
    // seen here would never meet it. So nothing is shown that a running transaction may precede:
    // of this node by time, of others, whose times are not known here, by number.
    if (query.follows()) sql.add(" and r.xact < pg_snapshot_xmin(pg_current_snapshot())");
    settled.ifPresent(time -> sql.add(" and r.updated <= ?", time));
    query
        .at()
        .ifPresent(
            at -> {
              sql.add(" and r.updated < ?", at.until());
              if (earlier) sql.add(replaced("resource", at.from()));
              if (earlier) sql.add(replaced("resource_history", at.from()));
            });
    return sql;
  }

  /** That no newer version stood already. It may be a hidden one: what it replaced is past. */
  private static Sql replaced(String by, Instant when) {
    return new Sql()
        .add(" and not exists (select from " + by + " n where n.type = r.type and n.id = r.id")
        .add(" and n.version > r.version and n.updated <= ?)", when);
  }

  /** The versions themselves. */
  static Sql versions(List<Key> keys) {
    List<Key> earlier = keys.stream().filter(Key::earlier).toList();
    List<Key> current = keys.stream().filter(key -> !key.earlier()).toList();
    return new Sql()
        .add("select " + Row.COLUMNS + ", r.type from resource r where (r.patient, r.type, r.row)")
        .add(
            " in (select * from unnest(?, ?, ?))",
            current.stream().mapToLong(Key::patient).toArray(),
            current.stream().mapToInt(Key::type).toArray(),
            current.stream().mapToLong(Key::row).toArray())
        .add(" union all select " + Row.COLUMNS + ", r.type from resource_history r where")
        .add(
            " (r.patient, r.row, r.version) in (select * from unnest(?, ?, ?))",
            earlier.stream().mapToLong(Key::patient).toArray(),
            earlier.stream().mapToLong(Key::row).toArray(),
            earlier.stream().mapToInt(Key::version).toArray());
  }
}
