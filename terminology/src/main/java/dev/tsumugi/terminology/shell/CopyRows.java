package dev.tsumugi.terminology.shell;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HexFormat;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Rows on their way into a table by {@code COPY}, in its text format. Nothing is there before
 * {@link #finish}, and nothing stays if the transaction does not commit.
 */
final class CopyRows {
  private static final int BUFFER = 1 << 16;

  private final CopyIn copy;
  private final StringBuilder row = new StringBuilder(BUFFER + 4096);
  private boolean first = true;

  CopyRows(Connection connection, String sql) throws SQLException {
    copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(sql);
  }

  CopyRows text(String value) {
    next();
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '\\' -> row.append("\\\\");
        case '\n' -> row.append("\\n");
        case '\r' -> row.append("\\r");
        case '\t' -> row.append("\\t");
        default -> row.append(c);
      }
    }
    return this;
  }

  CopyRows number(int value) {
    next();
    row.append(value);
    return this;
  }

  CopyRows numbers(int[] values) {
    next();
    row.append('{');
    for (int i = 0; i < values.length; i++) {
      if (i > 0) row.append(',');
      row.append(values[i]);
    }
    row.append('}');
    return this;
  }

  CopyRows bytes(byte[] value) {
    next();
    row.append("\\\\x").append(HexFormat.of().formatHex(value));
    return this;
  }

  private void next() {
    if (!first) row.append('\t');
    first = false;
  }

  void endRow() throws SQLException {
    row.append('\n');
    first = true;
    if (row.length() >= BUFFER) send();
  }

  private void send() throws SQLException {
    byte[] bytes = row.toString().getBytes(StandardCharsets.UTF_8);
    copy.writeToCopy(bytes, 0, bytes.length);
    row.setLength(0);
  }

  void finish() throws SQLException {
    send();
    copy.endCopy();
  }

  /** Ends a copy that failed on our side, so that the connection can be rolled back. */
  void abandon() throws SQLException {
    if (copy.isActive()) copy.cancelCopy();
  }
}
