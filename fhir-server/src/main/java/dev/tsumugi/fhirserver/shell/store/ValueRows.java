package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.fhirserver.r4.Index;
import dev.tsumugi.fhirserver.r4.R4;
import dev.tsumugi.kernel.Period;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** The statements that change the search values beside rows, in batches. */
final class ValueRows implements AutoCloseable {
  private final Connection connection;
  private final R4 r4;
  private final List<PreparedStatement> drops;
  private final PreparedStatement string;
  private final PreparedStatement date;
  private final PreparedStatement number;

  ValueRows(Connection connection, R4 r4) throws SQLException {
    this.connection = connection;
    this.r4 = r4;
    drops =
        List.of(
            connection.prepareStatement("delete from string_value where patient = ? and row = ?"),
            connection.prepareStatement("delete from date_value where patient = ? and row = ?"),
            connection.prepareStatement("delete from number_value where patient = ? and row = ?"));
    string =
        connection.prepareStatement(
            "insert into string_value (patient, row, type, param, value, exact) values (?, ?, ?, ?,"
                + " ?, ?)");
    date =
        connection.prepareStatement(
            "insert into date_value (patient, row, type, param, since, until) values (?, ?, ?, ?, ?,"
                + " ?)");
    number =
        connection.prepareStatement(
            "insert into number_value (patient, row, type, param, unit, code, label, low, high, base,"
                + " base_low, base_high, beside) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
  }

  void drop(Row row) throws SQLException {
    for (PreparedStatement drop : drops) {
      drop.setLong(1, row.patient());
      drop.setLong(2, row.row());
      drop.addBatch();
    }
  }

  void put(Draft draft, Row row, short type) throws SQLException {
    for (Index.StringValue value : draft.index().strings()) {
      start(string, row, type, draft.number(r4, value.param()));
      string.setString(5, value.folded());
      string.setString(6, value.value());
      string.addBatch();
    }
    for (Map.Entry<String, List<Period>> dates : draft.otherDates().entrySet()) {
      for (Period period : dates.getValue()) {
        start(date, row, type, draft.number(r4, dates.getKey()));
        date.setObject(5, Sql.time(period.from()));
        date.setObject(6, Sql.time(period.until()));
        date.addBatch();
      }
    }
    for (Index.NumberValue value : draft.numbers()) {
      short param = draft.number(r4, value.param());
      start(number, row, type, param);
      NumberRow cells = NumberRow.of(type, param, value);
      number.setLong(5, cells.unit());
      number.setLong(6, cells.code());
      number.setLong(7, cells.label());
      number.setBigDecimal(8, cells.low());
      number.setBigDecimal(9, cells.high());
      number.setLong(10, cells.base());
      number.setBigDecimal(11, cells.baseLow());
      number.setBigDecimal(12, cells.baseHigh());
      number.setArray(13, Sql.longs(connection, Sql.longs(cells.beside())));
      number.addBatch();
    }
  }

  private static void start(PreparedStatement statement, Row row, short type, short param)
      throws SQLException {
    statement.setLong(1, row.patient());
    statement.setLong(2, row.row());
    statement.setShort(3, type);
    statement.setShort(4, param);
  }

  void flush() throws SQLException {
    for (PreparedStatement drop : drops) drop.executeBatch();
    for (PreparedStatement put : List.of(string, date, number)) put.executeBatch();
  }

  @Override
  public void close() throws SQLException {
    for (PreparedStatement drop : drops) drop.close();
    for (PreparedStatement put : List.of(string, date, number)) put.close();
  }
}
