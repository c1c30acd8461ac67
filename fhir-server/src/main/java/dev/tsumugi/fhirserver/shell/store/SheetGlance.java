package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.consent.Access;
import dev.tsumugi.consent.Requester;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * All that a look-up rests on, by one statement, which is a snapshot of its own: who fits, what
 * decides on them, and what is kept of their sheets. Whether somebody is hidden or absent, it is
 * the same statement.
 *
 * @param fitting undecided, in the order in which they came to the store
 */
record SheetGlance(List<Fitting> fitting, Facts facts) {
  /** Kept blocks are JSON in one line each. */
  private static final char END = '\n';

  /** Somebody who fits, and what is kept of their sheet. */
  record Fitting(Row row, List<Kept> kept) {}

  /** A block as far as it is of rows of one facet. */
  @SuppressWarnings("ArrayRecordComponent") // bytes go straight into the answer
  record Kept(String block, int facet, byte[] items) {}

  /**
   * @param where a condition on {@code r}, few rows of {@code resource} that are Patients
   */
  static SheetGlance of(Connection connection, PolicyTexts policies, Access access, Sql where)
      throws SQLException {
    Circles.Circle circle = policies.circles().of(connection, access);
    for (int i = 0; i < Facts.TRIES; i++) {
      Optional<SheetGlance> glance = of(connection, policies, access, circle, where);
      if (glance.isPresent()) return glance.get();
      circle = policies.circles().read(connection, access);
    }
    throw Database.lostRace("memberships keep changing");
  }

  /** Empty if what was remembered of the requester no longer holds. */
  private static Optional<SheetGlance> of(
      Connection connection, PolicyTexts policies, Access access, Circles.Circle circle, Sql where)
      throws SQLException {
    Requester requester = access.requester();
    Sql sql =
        new Sql()
            .add("select " + Row.COLUMNS + ", k.names, k.bodies, " + Facts.COLUMNS)
            .add(" from (values (1)) v left join lateral (select " + Row.PLAIN)
            .add(" from resource r where ")
            .add(where)
            .add(" order by r.row limit 1000) r on true left join lateral (select")
            .add(" string_agg(e.block || ' ' || e.facet, ',' order by e.block, e.facet) as names,")
            .add(" string_agg(e.body, '\\x0a'::bytea order by e.block, e.facet) as bodies")
            .add(" from emergency_sheet e where e.patient = r.patient) k on true")
            .add(Facts.joins(requester, circle, new Sql().add("r.members || r.patient")));
    Map<Long, Fitting> fitting = new TreeMap<>();
    Facts.Rows facts = new Facts.Rows(requester, Row.COUNT + 2);
    try (PreparedStatement statement = sql.prepare(connection)) {
      ResultSet row = statement.executeQuery();
      while (row.next()) {
        if (row.getString(3) != null && !fitting.containsKey(row.getLong(2))) {
          fitting.put(row.getLong(2), new Fitting(Row.read("Patient", row), kept(row)));
        }
        facts.take(row);
      }
    }
    if (!facts.isOf(circle)) return Optional.empty();
    return Optional.of(
        new SheetGlance(List.copyOf(fitting.values()), facts.facts(connection, policies, circle)));
  }

  private static List<Kept> kept(ResultSet row) throws SQLException {
    String names = row.getString(Row.COUNT + 1);
    if (names == null) return List.of();
    List<byte[]> bodies = lines(row.getBytes(Row.COUNT + 2));
    String[] blocks = names.split(",", -1);
    if (bodies.size() != blocks.length) {
      throw new IllegalStateException("a kept block does not stand in one line");
    }
    List<Kept> kept = new ArrayList<>();
    for (int i = 0; i < blocks.length; i++) {
      int space = blocks[i].lastIndexOf(' ');
      int facet = Integer.parseInt(blocks[i].substring(space + 1));
      kept.add(new Kept(blocks[i].substring(0, space), facet, bodies.get(i)));
    }
    return kept;
  }

  private static List<byte[]> lines(byte[] bodies) {
    List<byte[]> lines = new ArrayList<>();
    int from = 0;
    for (int at = 0; at < bodies.length; at++) {
      if (bodies[at] != END) continue;
      lines.add(Arrays.copyOfRange(bodies, from, at));
      from = at + 1;
    }
    lines.add(Arrays.copyOfRange(bodies, from, bodies.length));
    return lines;
  }
}
