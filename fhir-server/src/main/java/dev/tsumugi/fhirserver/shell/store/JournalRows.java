package dev.tsumugi.fhirserver.shell.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The rows of one batch of the journal: chained one after the other, sent as one statement. */
final class JournalRows {
  private static final String INSERT =
      "insert into journal (node, seq, at, patient, who, kind, content, salt, digest, prev_hash,"
          + " hash) select ?, u.seq, ?, u.patient, u.who, u.kind, u.content, u.salt, u.digest,"
          + " u.prev_hash, u.hash from unnest(?::bigint[], ?::bigint[], ?::text[], ?::text[],"
          + " ?::bytea[], ?::bytea[], ?::bytea[], ?::bytea[], ?::bytea[]) as u (seq, patient, who,"
          + " kind, content, salt, digest, prev_hash, hash)";

  /** With the rows of writes goes, in the same statement, what the writes had left for them. */
  private static final String FORGETTING =
      "with forgotten as (delete from pending where id = any (?)) ";

  private final String node;
  private final Instant at;
  private final List<Long> seqs = new ArrayList<>();
  private final List<Long> patients = new ArrayList<>();
  private final List<String> whos = new ArrayList<>();
  private final List<String> kinds = new ArrayList<>();
  private final List<byte[]> contents = new ArrayList<>();
  private final List<byte[]> salts = new ArrayList<>();
  private final List<byte[]> digests = new ArrayList<>();
  private final List<byte[]> previous = new ArrayList<>();
  private final List<byte[]> hashes = new ArrayList<>();

  /**
   * @param at when the batch is written, in whole microseconds
   */
  JournalRows(String node, Instant at) {
    this.node = node;
    this.at = at;
  }

  /** Returns the row's hash, to which the next one is chained. */
  byte[] add(long seq, byte[] before, JournalLine line, byte[] salt) {
    byte[] digest = Chain.digest(salt, line.content());
    byte[] hash = Chain.hash(before, node, seq, at, line.patient(), line.kind(), digest);
    seqs.add(seq);
    patients.add(line.patient());
    whos.add(line.who());
    kinds.add(line.kind());
    contents.add(line.content());
    salts.add(salt);
    digests.add(digest);
    previous.add(before);
    hashes.add(hash);
    return hash;
  }

  /**
   * @param done of {@code pending}, which these rows make superfluous
   */
  void insert(Connection connection, List<Long> done) throws SQLException {
    String sql = done.isEmpty() ? INSERT : FORGETTING + INSERT;
    try (PreparedStatement insert = connection.prepareStatement(sql)) {
      int at = 1;
      if (!done.isEmpty()) insert.setArray(at++, Sql.longs(connection, Sql.longs(done)));
      insert.setString(at++, node);
      insert.setObject(at++, Sql.time(this.at));
      insert.setArray(at++, Sql.longs(connection, Sql.longs(seqs)));
      insert.setArray(at++, Sql.longs(connection, Sql.longs(patients)));
      insert.setArray(at++, connection.createArrayOf("text", whos.toArray(String[]::new)));
      insert.setArray(at++, connection.createArrayOf("text", kinds.toArray(String[]::new)));
      for (List<byte[]> column : List.of(contents, salts, digests, previous, hashes)) {
        insert.setArray(at++, connection.createArrayOf("bytea", column.toArray(byte[][]::new)));
      }
      insert.executeUpdate();
    }
  }
}
