package dev.tsumugi.hub.shell;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Something that must hold in the store. */
interface StoreCheck {
  /** What holds, in words: {@code every journal row continues its node's chain}. */
  String claim();

  /**
   * Where it does not hold; nothing if it does.
   *
   * @param owner a connection of the schema's owner; it changes nothing
   */
  List<Finding> findings(Connection owner) throws SQLException;

  /**
   * One place where the claim fails.
   *
   * @param sentence names the row by key, never by content
   */
  record Finding(String sentence) {}
}
