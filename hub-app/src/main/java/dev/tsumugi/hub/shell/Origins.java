package dev.tsumugi.hub.shell;

import dev.tsumugi.identity.shell.IdentityConnections;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * From which origins (RFC 6454) the pages of other apps may call the hub: those of the clients
 * whose assessment is valid (column {@code origins} of {@code service}), and those of the
 * configuration.
 */
final class Origins {
  /** How long an origin that was taken off may still be answered. */
  private static final Duration FRESH = Duration.ofSeconds(5);

  private static final Logger LOG = LoggerFactory.getLogger(Origins.class);

  private final Set<String> configured;
  private final IdentityConnections connections;
  private final Clock clock;
  private final ReentrantLock reading = new ReentrantLock();
  private volatile Known last = Known.NOTHING;

  /**
   * The registered origins.
   *
   * @param at when they were read, or could not be
   */
  private record Known(Set<String> origins, Instant at) {
    static final Known NOTHING = new Known(Set.of(), Instant.MIN);

    boolean isFresh(Instant now) {
      return this != NOTHING && now.isBefore(at.plus(FRESH)) && !now.isBefore(at);
    }
  }

  /** What the configuration lists, whoever is assessed. */
  record Configured(Set<String> origins) {}

  Origins(Configured configured, IdentityConnections connections, Clock clock) {
    this.configured = Set.copyOf(configured.origins());
    this.connections = connections;
    this.clock = clock;
  }

  boolean allow(String origin) {
    return configured.contains(origin) || registered().contains(origin);
  }

  /**
   * One of those who ask reads, and nobody waits for it. Without the database nobody gets an answer
   * anyway: then those last known count, and it is tried again when they would be old.
   */
  private Set<String> registered() {
    Instant now = clock.instant();
    Known known = last;
    if (known.isFresh(now)) return known.origins();
    if (known == Known.NOTHING) reading.lock();
    else if (!reading.tryLock()) return known.origins();
    try {
      if (last != known) return last.origins(); // somebody read meanwhile
      last = new Known(read(now), now);
    } catch (SQLException away) {
      LOG.warn("the registered origins cannot be read", away);
      last = new Known(known.origins(), now);
    } finally {
      reading.unlock();
    }
    return last.origins();
  }

  private Set<String> read(Instant now) throws SQLException {
    String sql = "select distinct unnest(origins) from service where valid_until > ?";
    Set<String> origins = new HashSet<>();
    try (Connection connection = connections.open();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setObject(1, now.atOffset(ZoneOffset.UTC));
      ResultSet row = statement.executeQuery();
      while (row.next()) origins.add(row.getString(1));
    }
    return origins;
  }
}
