package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.consent.Access;
import dev.tsumugi.consent.Action;
import dev.tsumugi.consent.ConsentEngine;
import dev.tsumugi.fhirserver.JournalEntry;
import dev.tsumugi.fhirserver.JournalEntry.Kind;
import dev.tsumugi.fhirserver.SignOnProblems;
import dev.tsumugi.fhirserver.r4.R4;
import dev.tsumugi.fhirserver.shell.store.ExportJobs.Job;
import dev.tsumugi.fhirserver.shell.store.ExportParts.Pointer;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.kernel.Ref;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the jobs of exports, one at a time. A job reads what there is in one snapshot; what of it
 * may be seen is decided in chunks, each in a snapshot of its own and with an access opened for it,
 * so that a revocation is felt by the next chunk.
 */
final class ExportBuild {
  private static final Logger log = LoggerFactory.getLogger(ExportBuild.class);

  /** Rows decided together (docs/adr/0012). */
  static final int CHUNK = 100;

  /** A part is rendered in memory: fewer rows where they are large. */
  private static final int CHUNK_BYTES = 4 << 20;

  private final Database database;
  private final R4 r4;
  private final Facets facets;
  private final PolicyTexts policies;
  private final JournalWriter journal;
  private final ConsentEngine engine;
  private final ExportJobs jobs;
  private final ExportParts parts;
  private final String node;
  private final Clock clock;
  private volatile boolean stopping;

  ExportBuild(Flow.Parts parts, ConsentEngine engine, ExportJobs jobs) {
    this.database = parts.database();
    this.r4 = parts.r4();
    this.facets = parts.facets();
    this.policies = parts.policies();
    this.journal = parts.journal();
    this.engine = engine;
    this.jobs = jobs;
    this.parts = new ExportParts(parts.r4());
    this.node = parts.settings().node();
    this.clock = parts.settings().clock();
  }

  /** The job was cancelled, or another node has it. */
  private static final class Lost extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** The hub ends; the job goes on at its next start. */
  void stop() {
    stopping = true;
  }

  /** Sweeps what is over, and runs one job; false if there was none. */
  boolean step() {
    Instant now = clock.instant();
    Optional<Job> job =
        database.write(
            connection -> {
              jobs.sweep(connection, now);
              return stopping ? Optional.empty() : jobs.claim(connection, node, now);
            });
    if (job.isEmpty()) return false;
    try {
      run(job.get());
    } catch (Lost lost) {
      log.info("an export ended before its end: cancelled, or the hub stops");
    } catch (Problem problem) {
      if (!SignOnProblems.isOver(problem)) throw problem;
      log.info("an export ended with the sign-on it was asked for by");
      fail(job.get());
    } catch (IllegalStateException failure) {
      log.error("an export failed: {}", failure.getMessage());
      fail(job.get());
    }
    return true;
  }

  private void fail(Job job) {
    database.durably(
        connection -> {
          jobs.fail(connection, job);
          return true;
        });
  }

  private void run(Job job) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    Instant transactionTime =
        database.snapshot(
            connection -> {
              // The snapshot of this transaction is taken here, and its instant is noted for good
              // before anything is read: whatever it does not show is the next export's.
              String snapshot = snapshot(connection);
              Instant mark = database.durably(side -> jobs.mark(side, now, snapshot));
              Optional<String> seen =
                  job.since().isEmpty()
                      ? Optional.empty()
                      : jobs.marked(connection, job.since().get());
              new Run(job, connection).run(seen);
              return mark;
            });
    boolean done =
        database.durably(
            connection -> jobs.finish(connection, job, transactionTime, clock.instant()));
    if (!done) throw new Lost();
  }

  private static String snapshot(Connection connection) throws SQLException {
    return new Sql()
        .add("select pg_current_snapshot()::text")
        .first(connection, row -> row.getString(1))
        .orElseThrow();
  }

  /** One pass over the types, and one over their deletions. */
  private final class Run {
    private final Job job;
    private final Connection connection;
    private final List<Pointer> chunk = new ArrayList<>();
    private int bytes;
    private int file;
    private int part;
    private int typesDone;
    private long chosen;

    Run(Job job, Connection connection) {
      this.job = job;
      this.connection = connection;
    }

    void run(Optional<String> seen) throws SQLException {
      ExportCandidates candidates =
          new ExportCandidates(job.level(), job.patients(), job.since(), seen);
      for (short type : job.types()) {
        pass(type, false, candidates.current(type));
        if (job.since().isPresent()) pass(type, true, candidates.deleted(type));
        typesDone++;
      }
    }

    private void pass(short type, boolean deleted, Sql sql) throws SQLException {
      part = 0;
      sql.each(
          connection,
          row -> {
            int size = row.getInt(6);
            chunk.add(
                new Pointer(
                    row.getLong(1),
                    row.getLong(2),
                    row.getInt(3),
                    row.getInt(4),
                    Gated.members(row.getArray(5)),
                    size,
                    Traits.read(new Ref(r4.typeName(type), row.getString(7)), row, 8)));
            bytes += size;
            if (chunk.size() == CHUNK || bytes > CHUNK_BYTES) flush(type, deleted);
          });
      if (!chunk.isEmpty()) flush(type, deleted);
      if (part > 0) file++;
    }

    private void flush(short type, boolean deleted) {
      if (stopping) throw new Lost();
      List<Pointer> permitted = decide(type, deleted);
      chosen += permitted.size();
      String progress =
          typesDone + " of " + job.types().size() + " types, " + chosen + " resources";
      boolean mine =
          database.write(
              side -> {
                if (!jobs.progress(side, job, progress, clock.instant())) return false;
                if (!permitted.isEmpty()) {
                  parts.keep(side, job.id(), file, part, type, deleted, permitted);
                }
                return true;
              });
      if (!mine) throw new Lost();
      if (!permitted.isEmpty()) part++;
      chunk.clear();
      bytes = 0;
    }

    private record Answer(List<Pointer> permitted, List<JournalEntry> entries) {}

    private List<Pointer> decide(short type, boolean deleted) {
      Access access = engine.open(job.requester(), clock.instant());
      String asked = "export " + r4.typeName(type) + (deleted ? " deletions" : "");
      Answer answer =
          database.snapshot(
              fresh -> {
                Ruling ruling = Ruling.over(fresh, facets, policies, access, patients());
                List<Pointer> permitted = new ArrayList<>();
                for (Pointer one : chunk) {
                  if (mayLeave(ruling, one.touched(), one.told())) {
                    permitted.add(one);
                  }
                }
                return new Answer(permitted, disclosures(ruling, asked));
              });
      // The number of lines is told before the lines are.
      journal.append(answer.entries());
      return answer.permitted();
    }

    private Set<Long> patients() {
      Set<Long> patients = new TreeSet<>();
      for (Pointer one : chunk) {
        patients.add(one.patient());
        patients.addAll(one.members());
      }
      return patients;
    }
  }

  /** To give out many is to search and to read. */
  static boolean mayLeave(Ruling ruling, Gated.Touched one, Told told) throws SQLException {
    return ruling.quietly(Action.SEARCH, one, told).permitted()
        && ruling.decide(Action.READ, one, told).permitted();
  }

  /**
   * A row for each patient who is shown. Of all the others nobody asked in particular: a refusal in
   * each of their journals would say what did not happen.
   */
  static List<JournalEntry> disclosures(Ruling ruling, String asked) {
    return ruling.journal(Kind.EXPORT, asked).stream().filter(JournalEntry::permitted).toList();
  }
}
