package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.fhirserver.JournalEntry;
import dev.tsumugi.fhirserver.Lane;
import dev.tsumugi.kernel.Hash64;
import dev.tsumugi.kernel.Problem;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The journal of this node: one thread, one chain, group commit. {@link #append} returns when the
 * rows are on disk, so that what is answered afterwards has its row.
 *
 * <p>All requests that wait while one batch is written go together in the next.
 */
final class JournalWriter implements AutoCloseable {
  private static final int WAITING = 10_000;
  private static final int BATCH = 500;
  private static final long PATIENCE_SECONDS = 15;

  /** Of who stands beside a patient: told early, they turn to what their tablet holds. */
  private static final long URGENT_PATIENCE_SECONDS = 4;

  /** How long the first of several waits for the others; as PostgreSQL's own commit_delay. */
  private static final long GATHER_NANOS = 150_000;

  /** Heads are signed at most this often, and when the hub stops. */
  private static final long SIGN_EVERY_SECONDS = 60;

  /**
   * @param pending of {@code pending}, which this makes superfluous; 0 for none
   */
  private record Waiting(List<JournalLine> lines, long pending, CompletableFuture<Void> done) {}

  private final Database database;
  private final String node;
  private final Clock clock;
  private final Signer signer;
  private final SecureRandom random = new SecureRandom();
  private final BlockingQueue<Waiting> queue = new ArrayBlockingQueue<>(WAITING);

  /** Ends the wait for the next row when the hub stops. */
  private final Waiting bell = new Waiting(List.of(), 0, new CompletableFuture<>());

  private final List<Waiting> owed = new ArrayList<>();
  private final Thread thread;
  private volatile boolean closing;
  private boolean company; // of the journal's thread alone

  private @Nullable Connection connection;
  private long seq;
  private byte[] head = Chain.START;
  private long signedSeq;
  private Instant signedAt = Instant.EPOCH;

  /** Signs the head of a chain with a key that is not in the database. */
  interface Signer {
    byte[] sign(byte[] hash);

    String keyId();
  }

  JournalWriter(Database database, String node, Clock clock, Signer signer) {
    this.database = database;
    this.node = node;
    this.clock = clock;
    this.signer = signer;
    recover();
    thread = new Thread(this::work, "journal");
    thread.setDaemon(true);
    thread.start();
  }

  /** Durable when it returns. Throws {@code Problem} UNAVAILABLE if it cannot be made so. */
  void append(List<JournalEntry> entries) {
    append(entries, 0);
  }

  /**
   * @param pending number of the row in {@code pending} that the write left; 0 for none
   */
  void append(List<JournalEntry> entries, long pending) {
    if (entries.isEmpty()) return;
    CompletableFuture<Void> done = new CompletableFuture<>();
    List<JournalLine> lines = entries.stream().map(JournalLine::of).toList();
    try {
      if (closing || !queue.offer(new Waiting(lines, pending, done))) throw unavailable();
      boolean urgent = Lane.here() == Lane.URGENT;
      done.get(urgent ? URGENT_PATIENCE_SECONDS : PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw unavailable();
    } catch (ExecutionException | TimeoutException failure) {
      Problem problem = unavailable();
      problem.initCause(failure);
      throw problem;
    }
  }

  private static Problem unavailable() {
    return Problem.of(
        Problem.Kind.UNAVAILABLE,
        "the journal cannot be written at the moment, so nothing can be shown; try again");
  }

  private void work() {
    List<Waiting> batch = new ArrayList<>();
    while (true) {
      try {
        Waiting first = queue.poll(closing ? 0 : 1, TimeUnit.SECONDS);
        if (first == null || first == bell) {
          if (closing && queue.isEmpty()) break;
          if (!owed.isEmpty()) write(List.of());
          signIfDue(false);
          continue;
        }
        // When others were about a moment ago they are again: a batch of four costs as one of one.
        if (company) LockSupport.parkNanos(GATHER_NANOS);
        batch.add(first);
        queue.drainTo(batch, BATCH - 1);
        batch.remove(bell);
        write(batch);
        company = batch.size() > 1 || !queue.isEmpty();
        signIfDue(false);
      } catch (InterruptedException stop) {
        break;
      } finally {
        batch.clear();
      }
    }
    signIfDue(true);
    disconnect();
  }

  private void write(List<Waiting> batch) {
    try {
      Connection open = connect();
      settle(open);
      if (!batch.isEmpty()) chain(open, batch);
      for (Waiting waiting : batch) waiting.done().complete(null);
    } catch (SQLException | RuntimeException failure) {
      disconnect();
      for (Waiting waiting : batch) {
        if (waiting.pending() != 0) owed.add(waiting);
        waiting.done().completeExceptionally(failure);
      }
    }
  }

  /**
   * Enters the rows of writes that stand although their batch failed. What is no longer pending was
   * entered after all: the connection was lost behind the commit.
   */
  private void settle(Connection open) throws SQLException {
    if (owed.isEmpty()) return;
    Set<Long> left = Pending.among(open, owed.stream().map(Waiting::pending).toList());
    List<Waiting> due = owed.stream().filter(one -> left.contains(one.pending())).toList();
    if (!due.isEmpty()) chain(open, due);
    owed.clear();
  }

  private void chain(Connection open, List<Waiting> batch) throws SQLException {
    JournalRows rows = new JournalRows(node, clock.instant().truncatedTo(ChronoUnit.MICROS));
    byte[] nextHead = head;
    long nextSeq = seq;
    List<Long> done = new ArrayList<>();
    for (Waiting waiting : batch) {
      for (JournalLine line : waiting.lines()) {
        byte[] salt = new byte[16];
        random.nextBytes(salt);
        nextHead = rows.add(++nextSeq, nextHead, line, salt);
      }
      if (waiting.pending() != 0) done.add(waiting.pending());
    }
    rows.insert(open, done);
    seq = nextSeq;
    head = nextHead;
  }

  /**
   * Enters what a killed hub of this name had written but not yet journalled. Before the first
   * request: later, a write's own row would be taken for one left behind.
   */
  private void recover() {
    try {
      Connection open = connect();
      List<Waiting> left = new ArrayList<>();
      for (Pending.Left one : Pending.left(open, node)) {
        left.add(new Waiting(one.lines(), one.id(), new CompletableFuture<>()));
      }
      if (!left.isEmpty()) chain(open, left);
    } catch (SQLException failure) {
      disconnect();
      throw Database.translate(failure);
    }
  }

  /** Opens the chain where the database says it ends: after a lost connection nobody else knows. */
  private Connection connect() throws SQLException {
    Connection open = connection;
    if (open != null) return open;
    open = database.open();
    try {
      open.setAutoCommit(true); // a batch is one statement, and is committed with it
      lockNode(open);
      try (PreparedStatement last =
          open.prepareStatement(
              "select seq, hash from journal where node = ? order by seq desc limit 1")) {
        last.setString(1, node);
        ResultSet row = last.executeQuery();
        boolean found = row.next();
        seq = found ? row.getLong(1) : 0;
        head = found ? row.getBytes(2) : Chain.START;
      }
    } catch (SQLException | RuntimeException failure) {
      open.close();
      throw failure;
    }
    connection = open;
    return open;
  }

  /** Two hubs under one node name would fork the chain. */
  private void lockNode(Connection open) throws SQLException {
    try (PreparedStatement lock = open.prepareStatement("select pg_try_advisory_lock(?)")) {
      lock.setLong(1, Hash64.of("journal/" + node));
      ResultSet row = lock.executeQuery();
      row.next();
      if (!row.getBoolean(1)) {
        throw new IllegalStateException("another hub writes the journal of node " + node);
      }
    }
  }

  private void signIfDue(boolean now) {
    Instant at = clock.instant();
    boolean due = now || signedAt.plusSeconds(SIGN_EVERY_SECONDS).isBefore(at);
    Connection open = connection;
    if (!due || seq == signedSeq || open == null) return;
    try (PreparedStatement insert =
        open.prepareStatement(
            "insert into journal_head (node, seq, at, hash, signature, key_id) values (?, ?, ?, ?,"
                + " ?, ?) on conflict do nothing")) {
      insert.setString(1, node);
      insert.setLong(2, seq);
      insert.setObject(3, Sql.time(at));
      insert.setBytes(4, head);
      insert.setBytes(5, signer.sign(head));
      insert.setString(6, signer.keyId());
      insert.executeUpdate();
      signedSeq = seq;
      signedAt = at;
    } catch (SQLException away) {
      disconnect(); // the next row opens the chain again, and is signed with it
    }
  }

  private void disconnect() {
    Connection open = connection;
    connection = null;
    if (open == null) return;
    try (open) {
      try (PreparedStatement unlock = open.prepareStatement("select pg_advisory_unlock_all()")) {
        unlock.execute();
      }
    } catch (SQLException alreadyGone) {
      Thread.yield(); // a dead connection has no lock to give back
    }
  }

  @Override
  public void close() {
    closing = true;
    queue.offer(bell); // with a queue that is full nobody waits for it
    try {
      thread.join(5_000);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
