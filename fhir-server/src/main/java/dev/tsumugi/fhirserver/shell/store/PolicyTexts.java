package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.consent.Policies;
import dev.tsumugi.consent.Policy;
import dev.tsumugi.consent.PolicyText;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What decisions rest on and a node remembers: interned policies, of which a text never changes, so
 * that the cache never ages; and as whom requesters count, see {@link Circles}.
 */
final class PolicyTexts {
  private final Database database;
  private final Map<Integer, String> texts = new ConcurrentHashMap<>();
  private final Map<String, Integer> ids = new ConcurrentHashMap<>();
  private final Map<Bound, Policy> policies = new ConcurrentHashMap<>();

  /** Characters that the policies held were read from; in memory they are about five times that. */
  private static final long MOST_HELD = 8_000_000;

  private static final int LONGEST_SHARED = 20_000;

  private final AtomicLong held = new AtomicLong();
  private final Circles circles = new Circles();

  /** A policy's text with one resident's slots filled in. */
  private record Bound(int id, List<String> slots) {}

  PolicyTexts(Database database) {
    this.database = database;
  }

  Circles circles() {
    return circles;
  }

  Policy policy(Connection connection, int id, List<String> slots) throws SQLException {
    Bound key = new Bound(id, slots);
    Policy known = policies.get(key);
    if (known != null) return known;
    String text = text(connection, id);
    Policy policy = Policies.read(new PolicyText(text, slots));
    // A bound, not a lifetime: what a key means never changes.
    long size = text.length();
    for (String slot : slots) size += slot.length();
    if (held.addAndGet(size) > MOST_HELD) {
      policies.clear();
      held.set(size);
    }
    policies.put(key, policy);
    return policy;
  }

  private String text(Connection connection, int id) throws SQLException {
    String known = texts.get(id);
    if (known != null) return known;
    try (PreparedStatement statement =
        new Sql().add("select text from policy where id = ?", id).prepare(connection)) {
      ResultSet row = statement.executeQuery();
      if (!row.next()) throw new IllegalStateException("policy " + id + " is not in the database");
      String text = row.getString(1);
      if (isShared(text)) texts.put(id, text);
      return text;
    }
  }

  int id(String text) {
    Integer known = ids.get(text);
    if (known != null) return known;
    byte[] hash = sha256(text);
    int id =
        database.durably(
            connection -> {
              Sql insert =
                  new Sql()
                      .add(
                          "insert into policy (hash, text) values (?, ?) on conflict do nothing",
                          hash,
                          text);
              try (PreparedStatement statement = insert.prepare(connection)) {
                statement.executeUpdate();
              }
              Sql select = new Sql().add("select id from policy where hash = ?", (Object) hash);
              try (PreparedStatement statement = select.prepare(connection)) {
                ResultSet row = statement.executeQuery();
                row.next();
                return row.getInt(1);
              }
            });
    if (isShared(text)) ids.put(text, id);
    return id;
  }

  /** A long one is one patient's: it is held compiled, and not twice. */
  private static boolean isShared(String text) {
    return text.length() < LONGEST_SHARED;
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException impossible) {
      throw new AssertionError(impossible); // every Java platform has it
    }
  }
}
