package dev.tsumugi.identity.shell;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tsumugi.identity.Launch;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The launches made and not yet used, in table {@code smart_launch}; ids are kept as digests. */
final class LaunchTable {
  private static final Logger LOG = LoggerFactory.getLogger(LaunchTable.class);
  static final Duration LIFE = Duration.ofMinutes(5);

  // What nobody fetched is of no use to anyone.
  private static final Duration KEPT = Duration.ofHours(1);
  private static final int ID_BYTES = 16;

  private final IdentityConnections connections;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();

  LaunchTable(IdentityConnections connections, Clock clock) {
    this.connections = connections;
    this.clock = clock;
  }

  /** Keeps {@code launch} for {@code subject} alone and tells its id, once. */
  String make(String subject, Launch launch) {
    byte[] bytes = new byte[ID_BYTES];
    random.nextBytes(bytes);
    String id = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    Instant now = clock.instant();
    try (Connection connection = connections.open();
        PreparedStatement clear =
            connection.prepareStatement("delete from smart_launch where until < ?");
        PreparedStatement insert =
            connection.prepareStatement(
                "insert into smart_launch (digest, subject, client, context, until)"
                    + " values (?, ?, ?, ?::jsonb, ?)")) {
      clear.setObject(1, at(now.minus(KEPT)));
      clear.executeUpdate();
      insert.setBytes(1, digest(id));
      insert.setString(2, subject);
      insert.setString(3, launch.client().orElse(null));
      insert.setString(4, new String(Json.bytes(launch.context()), UTF_8));
      insert.setObject(5, at(now.plus(LIFE)));
      insert.executeUpdate();
      return id;
    } catch (SQLException failure) {
      throw away(failure);
    }
  }

  /** The context, if {@code subject} may use it with {@code client} now; uses it up. */
  Optional<Json.Obj> use(String id, String subject, String client) {
    Instant now = clock.instant();
    try (Connection connection = connections.open();
        PreparedStatement use =
            connection.prepareStatement(
                "update smart_launch set used = ? where digest = ? and subject = ?"
                    + " and (client is null or client = ?) and used is null and until > ?"
                    + " returning context::text")) {
      use.setObject(1, at(now));
      use.setBytes(2, digest(id));
      use.setString(3, subject);
      use.setString(4, client);
      use.setObject(5, at(now));
      try (ResultSet row = use.executeQuery()) {
        if (!row.next()) return Optional.empty();
        return Optional.of(Json.parseObject(row.getString(1).getBytes(UTF_8)));
      }
    } catch (SQLException failure) {
      throw away(failure);
    }
  }

  private static OffsetDateTime at(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }

  private static byte[] digest(String id) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(id.getBytes(US_ASCII));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }

  private static Problem away(SQLException failure) {
    LOG.warn("launches cannot be kept or found", failure);
    return Problem.of(Problem.Kind.UNAVAILABLE, "the launch cannot be kept or found: try again");
  }
}
