package dev.tsumugi.hub.shell;

import dev.tsumugi.hub.ServiceEntry;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code services list | add | set}: the register of assessed services, beside a running hub or
 * without one. The gate reads it at every decision; origins follow within five seconds.
 */
final class ServicesCommand {
  private static final String USAGE =
      "./hub services list, or ./hub services add|set CLIENT [--name N] [--classes A,B|all]"
          + " [--scopes \"S …\"] [--until DAY] [--origins O,…] [--on-devices true|false].";
  private static final String COLUMNS =
      "select client, name, classes, scopes, valid_until, origins, on_devices from service";

  private final Console console;
  private final Clock clock;

  private ServicesCommand(Console console, Clock clock) {
    this.console = console;
    this.clock = clock;
  }

  static int execute(
      List<String> rest, Map<String, String> environment, Console console, Clock clock) {
    Arguments arguments =
        Arguments.parse(
            rest,
            Set.of("--name", "--classes", "--scopes", "--until", "--origins", "--on-devices"),
            Set.of());
    List<String> words = arguments.words();
    boolean list = words.equals(List.of("list")) && arguments.options().isEmpty();
    boolean write = words.size() == 2 && Set.of("add", "set").contains(words.get(0));
    if (!list && !write) throw Failure.usage(USAGE);
    ServicesCommand command = new ServicesCommand(console, clock);
    return OwnDatabase.with(
        Settings.of(environment),
        database -> {
          try (Connection owner = database.connectAsOwner()) {
            return list
                ? command.list(owner)
                : command.write(
                    owner, words.get(1), words.get(0).equals("add"), arguments.options());
          } catch (SQLException e) {
            throw new Failure("The register cannot be reached: " + e.getMessage(), e);
          }
        });
  }

  private int list(Connection owner) throws SQLException {
    try (PreparedStatement query = owner.prepareStatement(COLUMNS + " order by client");
        ResultSet row = query.executeQuery()) {
      while (row.next()) tell(entry(row));
    }
    return 0;
  }

  private void tell(ServiceEntry entry) {
    boolean over = !clock.instant().isBefore(entry.until());
    console.say(entry.client() + "  " + entry.name());
    console.say("    " + (over ? "ENDED after " : "until ") + entry.lastDay());
    console.say("    " + String.join(" ", entry.classes()));
    console.say("    " + entry.scopes());
    if (!entry.origins().isEmpty()) console.say("    " + String.join(" ", entry.origins()));
    if (entry.onDevices()) console.say("    on registered devices only");
  }

  private int write(Connection owner, String client, boolean fresh, Map<String, String> options)
      throws SQLException {
    Optional<ServiceEntry> before = find(owner, client);
    if (fresh && before.isPresent()) {
      throw new Failure(client + " is in the register; ./hub services set changes it.");
    }
    if (!fresh && before.isEmpty()) {
      throw new Failure(client + " is not in the register; ./hub services add enters it.");
    }
    ServiceEntry.Change change = before.orElseGet(() -> ServiceEntry.blank(client)).with(options);
    if (!change.faults().isEmpty()) {
      change.faults().forEach(console::warn);
      throw new Failure("Nothing was written.");
    }
    save(owner, change.entry());
    tell(change.entry());
    return 0;
  }

  private static Optional<ServiceEntry> find(Connection owner, String client) throws SQLException {
    try (PreparedStatement query = owner.prepareStatement(COLUMNS + " where client = ?")) {
      query.setString(1, client);
      try (ResultSet row = query.executeQuery()) {
        return row.next() ? Optional.of(entry(row)) : Optional.empty();
      }
    }
  }

  private static ServiceEntry entry(ResultSet row) throws SQLException {
    return new ServiceEntry(
        row.getString(1),
        row.getString(2),
        texts(row.getArray(3)),
        row.getString(4),
        row.getObject(5, OffsetDateTime.class).toInstant(),
        texts(row.getArray(6)),
        row.getBoolean(7));
  }

  private static List<String> texts(@Nullable Array array) throws SQLException {
    return array == null ? List.of() : List.of((String[]) array.getArray());
  }

  private static void save(Connection owner, ServiceEntry entry) throws SQLException {
    try (PreparedStatement save =
        owner.prepareStatement(
            "insert into service (client, name, classes, scopes, valid_until, origins, on_devices)"
                + " values (?, ?, ?, ?, ?, ?, ?) on conflict (client) do update set"
                + " name = excluded.name, classes = excluded.classes, scopes = excluded.scopes,"
                + " valid_until = excluded.valid_until, origins = excluded.origins,"
                + " on_devices = excluded.on_devices")) {
      save.setString(1, entry.client());
      save.setString(2, entry.name());
      save.setArray(3, owner.createArrayOf("text", entry.classes().toArray()));
      save.setString(4, entry.scopes());
      save.setObject(5, entry.until().atOffset(ZoneOffset.UTC));
      save.setArray(6, owner.createArrayOf("text", entry.origins().toArray()));
      save.setBoolean(7, entry.onDevices());
      save.executeUpdate();
    }
  }
}
