package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.fhirserver.DispatchSources;
import dev.tsumugi.fhirserver.Seals;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Ref;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * The keys of dispatch centres over PostgreSQL. A signature is checked with the secret itself, so
 * it cannot be kept as a hash: it is sealed, by a key that the database does not hold.
 */
public final class JdbcDispatchSources implements DispatchSources {
  private static final String USE = "dispatch-secret";

  private final Database database;
  private final Seals seals;

  JdbcDispatchSources(Database database, Seals seals) {
    this.database = database;
    this.seals = seals;
  }

  @Override
  public List<Source> live() {
    return database.snapshot(
        connection ->
            new Sql()
                .add("select name, organization, secret from dispatch_source")
                .add(" where ended is null order by name")
                .all(connection, this::source));
  }

  private Source source(ResultSet row) throws SQLException {
    String name = row.getString(1);
    String secret =
        seals
            .open(USE, row.getString(3))
            .map(note -> note.text("secret"))
            .orElseThrow(
                () -> new IllegalStateException("the secret of " + name + " is not of this hub"));
    return new Source(
        name, Ref.parse(row.getString(2)).orElseThrow(), Base64.getDecoder().decode(secret));
  }

  /** As the operator sees them. */
  public record Listed(String name, String organization, Instant added, Optional<Instant> ended) {}

  /** By name, also those that ended; on a connection of the owner's. */
  public static List<Listed> list(Connection owner) throws SQLException {
    return new Sql()
        .add("select name, organization, added, ended from dispatch_source order by name")
        .all(
            owner,
            row ->
                new Listed(
                    row.getString(1),
                    row.getString(2),
                    row.getObject(3, OffsetDateTime.class).toInstant(),
                    Optional.ofNullable(row.getObject(4, OffsetDateTime.class))
                        .map(OffsetDateTime::toInstant)));
  }

  /** False if there is a live one of this name; one that ended gets a new secret. */
  public static boolean add(Connection owner, Seals seals, Source source, Instant now)
      throws SQLException {
    String secret = Base64.getEncoder().encodeToString(source.secret());
    String sealed = seals.seal(USE, Json.object().put("secret", secret).build());
    return new Sql()
            .add(
                "insert into dispatch_source (name, organization, secret, added) values (?, ?, ?, ?)",
                source.name(),
                source.organization().toString(),
                sealed,
                now)
            .add(" on conflict (name) do update set organization = excluded.organization,")
            .add(" secret = excluded.secret, added = excluded.added, ended = null")
            .add(" where dispatch_source.ended is not null")
            .run(owner)
        == 1;
  }

  /** False if there is no live one of this name. */
  public static boolean end(Connection owner, String name, Instant now) throws SQLException {
    return new Sql()
            .add("update dispatch_source set ended = ? where name = ? and ended is null", now, name)
            .run(owner)
        == 1;
  }
}
