package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.consent.Facet;
import dev.tsumugi.fhirserver.r4.R4;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Facets and their small numbers. A number never changes its meaning, so the cache never ages. */
final class Facets {
  private final Database database;
  private final R4 r4;
  private final FacetTable table;
  private final Map<Facet, Integer> ids = new ConcurrentHashMap<>();
  private final Vocabulary vocabulary;
  private final LabelGenerations generations;

  Facets(Database database, R4 r4) {
    this.database = database;
    this.r4 = r4;
    table = new FacetTable(r4);
    vocabulary = new Vocabulary(database);
    generations = new LabelGenerations();
  }

  Vocabulary vocabulary() {
    return vocabulary;
  }

  /**
   * What rows of this facet may have to become, of another facet, by a change of labels that is not
   * through with them: none of it may be what they are hidden as.
   *
   * @param generation of the labels in the snapshot of the rows
   */
  List<Facet> mightBecome(Connection connection, long generation, int id) throws SQLException {
    Relabelling pending = generations.pending(connection, generation);
    return pending.isNothing() ? List.of() : pending.mightBecome(id, facet(connection, id));
  }

  FacetTable table() {
    return table;
  }

  Facet facet(Connection connection, int id) throws SQLException {
    return table.facet(connection, id);
  }

  int id(Facet facet) {
    Integer known = ids.get(facet);
    if (known != null) return known;
    int id = database.durably(connection -> intern(connection, facet));
    ids.put(facet, id);
    table.know(id, facet);
    return id;
  }

  private int intern(Connection connection, Facet facet) throws SQLException {
    Object[] key = {
      r4.typeNumber(facet.type()),
      facet.dataClass().code(),
      facet.sensitivity().toArray(String[]::new),
      facet.confidentiality().name(),
      facet.recorder()
    };
    Sql insert =
        new Sql()
            .add(
                "insert into facet (type, data_class, sensitivity, confidentiality, recorder) values"
                    + " (?, ?, ?, ?, ?) on conflict do nothing",
                key);
    try (PreparedStatement statement = insert.prepare(connection)) {
      statement.executeUpdate();
    }
    Sql select =
        new Sql()
            .add(
                "select id from facet where type = ? and data_class = ? and sensitivity = ? and"
                    + " confidentiality = ? and recorder = ?",
                key);
    try (PreparedStatement statement = select.prepare(connection)) {
      ResultSet row = statement.executeQuery();
      row.next();
      return row.getInt(1);
    }
  }
}
