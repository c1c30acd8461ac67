package dev.tsumugi.terminology.shell;

import dev.tsumugi.terminology.Concept;
import dev.tsumugi.terminology.SystemVersion;
import dev.tsumugi.terminology.master.CodeTable;
import dev.tsumugi.testkit.TestDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** A fresh database with this module's tables: the owner loads, the application reads. */
final class TestTables {
  final TestDatabase database = TestDatabase.fresh();

  TestTables() {
    try (Connection owner = owner();
        Statement sql = owner.createStatement()) {
      sql.execute(script().replace("${app}", database.app().user()));
      sql.execute("grant usage on schema public to " + database.app().user());
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String script() {
    try (InputStream in =
        TestTables.class.getResourceAsStream("/db/migration/V8__terminology.sql")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Connection owner() throws SQLException {
    return connect(database.owner());
  }

  Connection app() throws SQLException {
    return connect(database.app());
  }

  private Connection connect(TestDatabase.Login login) throws SQLException {
    return DriverManager.getConnection(database.url(), login.user(), login.password());
  }

  /** What the hub sees, looked up anew each time. */
  LoadedTables seen() {
    return new LoadedTables(this::app, System::nanoTime);
  }

  /** As {@link #seen} over one connection that stays open, as out of the hub's pool. */
  LoadedTables seenBy(Connection open) {
    Connection kept =
        (Connection)
            Proxy.newProxyInstance(
                TestTables.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) ->
                    method.getName().equals("close") ? null : method.invoke(open, arguments));
    return new LoadedTables(() -> kept, System::nanoTime);
  }

  boolean load(CodeTable... tables) throws SQLException {
    try (Connection owner = owner()) {
      return new TableLoader(owner)
          .load(
              new TableLoader.Load(
                  List.of(tables), List.of(), "test", "file", digest(tables), false),
              written -> {});
    }
  }

  private static byte[] digest(CodeTable... tables) {
    return Integer.toString(List.of(tables).hashCode()).getBytes(StandardCharsets.UTF_8);
  }

  static CodeTable table(String url, String version, List<Concept> concepts) {
    boolean nested = concepts.stream().anyMatch(one -> !one.parents().isEmpty());
    List<SystemVersion.PropertyDefinition> properties =
        concepts.stream()
            .flatMap(one -> one.properties().stream())
            .map(Concept.Property::code)
            .distinct()
            .map(code -> new SystemVersion.PropertyDefinition(code, null, null, "string"))
            .toList();
    return new CodeTable(
        new SystemVersion(
            url,
            version,
            "Test",
            null,
            SystemVersion.Content.COMPLETE,
            true,
            nested ? "is-a" : null,
            "ja",
            null,
            SystemVersion.Standing.ACTIVE,
            properties,
            List.of()),
        concepts);
  }
}
