package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.fhirserver.Query.Clause;
import java.sql.SQLException;

/** Answers clauses that lead over other rows; each of those rows has passed the gate. */
interface FarRows {
  /** A condition on {@code r}, a row of {@code type}. */
  Sql chain(String type, Clause.Chain chain) throws SQLException;

  /** A condition on {@code r}, a row of {@code type}. */
  Sql has(String type, Clause.Has has) throws SQLException;
}
