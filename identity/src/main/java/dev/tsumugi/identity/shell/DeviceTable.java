package dev.tsumugi.identity.shell;

import static dev.tsumugi.identity.shell.SignOnTables.change;
import static dev.tsumugi.identity.shell.SignOnTables.prepare;
import static dev.tsumugi.identity.shell.SignOnTables.sha256;

import dev.tsumugi.kernel.Problem;
import dev.tsumugi.kernel.Ref;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Registered devices. One is the key that it alone holds; it is registered for an organisation, by
 * a code that somebody of that organisation made, and revoked for good.
 */
final class DeviceTable {
  /** How long a pairing code can be used. */
  static final Duration CODE_LIFE = Duration.ofMinutes(10);

  private static final String COLUMNS =
      "select id, jkt, organization, name, registered, revoked from device";

  private final SignOnTables tables;
  private final Clock clock;

  DeviceTable(SignOnTables tables, Clock clock) {
    this.tables = tables;
    this.clock = clock;
  }

  /**
   * @param key thumbprint (RFC 7638)
   * @param organization {@code Organization/id}
   */
  record Device(
      String id,
      String key,
      String organization,
      String name,
      Instant registered,
      Optional<Instant> revoked) {
    boolean live() {
      return revoked.isEmpty();
    }
  }

  /** Lets this code register one device, soon. */
  void promise(String code, Ref organization, String by) {
    tables.run(
        connection ->
            change(
                connection,
                "insert into device_code (hash, organization, made_by, until) values (?, ?, ?, ?)",
                sha256(code),
                organization.toString(),
                by,
                clock.instant().plus(CODE_LIFE)));
  }

  /**
   * Registers a device for the organisation of the code, which is used up by it.
   *
   * @throws Problem INVALID for a code that is not good, CONFLICT for a key that was registered
   */
  Device register(String code, String key, String id, String name) {
    Instant now = clock.instant();
    return tables.together(
        connection -> {
          String organization;
          String by;
          try (PreparedStatement statement =
              prepare(
                  connection,
                  "delete from device_code where hash = ? and until > ? returning organization,"
                      + " made_by",
                  sha256(code),
                  now)) {
            ResultSet row = statement.executeQuery();
            if (!row.next()) {
              throw Problem.invalid(
                  "code",
                  "the pairing code is not known, was used, or is too old: ask for another");
            }
            organization = row.getString(1);
            by = row.getString(2);
          }
          return add(
              connection, new Device(id, key, organization, name, now, Optional.empty()), by);
        });
  }

  /**
   * Registers a device without a code.
   *
   * @throws Problem CONFLICT for a key that was registered
   */
  Device admit(Ref organization, String key, String id, String name, String by) {
    Device device =
        new Device(id, key, organization.toString(), name, clock.instant(), Optional.empty());
    return tables.run(connection -> add(connection, device, by));
  }

  private static Device add(Connection connection, Device device, String by) throws SQLException {
    int added =
        change(
            connection,
            "insert into device (jkt, id, organization, name, registered, registered_by) values"
                + " (?, ?, ?, ?, ?, ?) on conflict do nothing",
            device.key(),
            device.id(),
            device.organization(),
            device.name(),
            device.registered(),
            by);
    if (added > 0) return device;
    throw Problem.of(
        Problem.Kind.CONFLICT,
        "this key was registered before; a device that was revoked makes itself a new one");
  }

  Optional<Device> byKey(String key) {
    return list(COLUMNS + " where jkt = ?", key).stream().findFirst();
  }

  Optional<Device> byId(String id) {
    return list(COLUMNS + " where id = ?", id).stream().findFirst();
  }

  List<Device> of(Ref organization) {
    return list(COLUMNS + " where organization = ? order by name, id", organization.toString());
  }

  /** Of every organisation. */
  List<Device> all() {
    return list(COLUMNS + " order by organization, name, id");
  }

  private List<Device> list(String sql, String... values) {
    return tables.run(
        connection -> {
          try (PreparedStatement statement = prepare(connection, sql, values)) {
            ResultSet row = statement.executeQuery();
            List<Device> devices = new ArrayList<>();
            while (row.next()) devices.add(read(row));
            return devices;
          }
        });
  }

  private static Device read(ResultSet row) throws SQLException {
    return new Device(
        row.getString(1),
        row.getString(2),
        row.getString(3),
        row.getString(4),
        row.getObject(5, OffsetDateTime.class).toInstant(),
        Optional.ofNullable(instant(row, 6)));
  }

  private static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }

  /** On disk when it returns; revoking once more changes nothing. */
  void revoke(Device device, String by) {
    tables.run((Connection connection) -> revoke(connection, device, by));
  }

  private int revoke(Connection connection, Device device, String by) throws SQLException {
    return change(
        connection,
        "update device set revoked = ?, revoked_by = ? where id = ? and revoked is null",
        clock.instant(),
        by,
        device.id());
  }
}
