package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.fhirserver.JournalEntry;
import dev.tsumugi.fhirserver.Prompts;
import dev.tsumugi.fhirserver.Prompts.Prompt;
import dev.tsumugi.fhirserver.StoredResource.Change;
import dev.tsumugi.kernel.FhirTime;
import dev.tsumugi.kernel.Hash64;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Ref;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Looks from time to time at what changed since the last look, and at what became a year old, and
 * writes the Tasks that {@link Prompts} answers. The Task, the row that says so and how far was
 * looked are one transaction; nothing that was read leaves the hub.
 */
public final class Prompting implements AutoCloseable {
  private static final Duration LOOK_EVERY = Duration.ofMinutes(1);

  /** A write that is under way may state a moment before the look: it is left for the next. */
  private static final Duration LEEWAY = Duration.ofMinutes(2);

  private static final int PORTION = 100;
  private static final long KEY = Hash64.of("prompting");

  private final Flow.Parts parts;
  private final Duties duties;
  private final Prompts prompts;
  private final HubWrites writes;
  private final Worker worker;

  Prompting(Flow.Parts parts, Duties duties, Prompts prompts) {
    this.parts = parts;
    this.duties = duties;
    this.prompts = prompts;
    this.writes = new HubWrites(parts);
    worker = new Worker("prompting", LOOK_EVERY, () -> step() ? Worker.NONE : LOOK_EVERY);
  }

  public void start() {
    worker.start();
  }

  @Override
  public void close() {
    worker.close();
  }

  private record Candidate(Ref ref, Ref patient, long key, Instant updated) {}

  /** One portion; false if nothing more is to do now. */
  boolean step() {
    return writes.portion(
        KEY,
        (connection, generation, now, entries) -> {
          boolean more = look(connection, generation, "SUDDEN", now, entries);
          return more | look(connection, generation, "YEARLY", now, entries);
        });
  }

  private boolean look(
      Connection connection, long generation, String kind, Instant now, List<JournalEntry> entries)
      throws SQLException {
    boolean yearly = kind.equals("YEARLY");
    Instant until = yearly ? aYearBefore(now) : now.minus(LEEWAY);
    Optional<Instant> last =
        new Sql()
            .add("select at from prompt_look where kind = ?", kind)
            .first(connection, row -> row.getObject(1, OffsetDateTime.class).toInstant());
    if (last.isEmpty()) {
      // What was so before the hub knew of it nobody is asked about.
      new Sql()
          .add("insert into prompt_look (kind, at) values (?, ?)", kind, until)
          .run(connection);
      return false;
    }
    List<Short> types = new ArrayList<>();
    if (yearly) types.add(parts.r4().typeNumber(prompts.yearly()));
    else for (String type : prompts.sudden()) types.add(parts.r4().typeNumber(type));
    List<Candidate> candidates = candidates(connection, types, last.get(), until);
    for (Candidate one : candidates) {
      prompt(connection, generation, one, now).ifPresent(entries::add);
    }
    boolean more = candidates.size() >= PORTION;
    Instant reached = more ? candidates.get(candidates.size() - 1).updated() : until;
    new Sql().add("update prompt_look set at = ? where kind = ?", reached, kind).run(connection);
    return more;
  }

  private static Instant aYearBefore(Instant now) {
    return now.atZone(FhirTime.ZONE).minusYears(1).toInstant();
  }

  /** Of one moment all or none, so that the next look may begin behind it. */
  private List<Candidate> candidates(
      Connection connection, List<Short> types, Instant from, Instant until) throws SQLException {
    Sql sql =
        new Sql()
            .add(
                "select r.type, r.id, c.id, r.patient, r.updated from resource r join compartment c on"
                    + " c.patient = r.patient where c.died is null and r.updated > ? and r.updated <="
                    + " ? and r.type in (",
                from,
                until);
    for (int i = 0; i < types.size(); i++) sql.add(i == 0 ? "?" : ", ?", types.get(i));
    sql.add(") order by r.updated fetch first ? rows with ties", PORTION);
    return sql.all(
        connection,
        row ->
            new Candidate(
                new Ref(parts.r4().typeName(row.getShort(1)), row.getString(2)),
                Ref.patient(row.getString(3)),
                row.getLong(4),
                row.getObject(5, OffsetDateTime.class).toInstant()));
  }

  private Optional<JournalEntry> prompt(
      Connection connection, long generation, Candidate one, Instant now) throws SQLException {
    List<Json.Obj> beside = new ArrayList<>();
    for (String id :
        new Sql()
            .add(
                "select r.id from resource r where r.patient = ? and r.type = ? order by r.row limit"
                    + " ?",
                one.key(),
                parts.r4().typeNumber(prompts.yearly()),
                PORTION)
            .all(connection, row -> row.getString(1))) {
      body(connection, new Ref(prompts.yearly(), id)).ifPresent(beside::add);
    }
    Optional<Json.Obj> changed = body(connection, one.ref());
    if (changed.isEmpty()) return Optional.empty();
    Optional<Prompt> prompt = prompts.of(one.patient(), changed.get(), beside, now);
    if (prompt.isEmpty() || asked(connection, one, prompt.get())) return Optional.empty();
    return duties.ask(
        connection, generation, one.patient(), prompt.get().cause(), prompt.get().task(), now);
  }

  private Optional<Json.Obj> body(Connection connection, Ref ref) throws SQLException {
    return parts
        .reader()
        .newest(connection, ref)
        .filter(row -> row.change() != Change.DELETED)
        .map(row -> Json.parseObject(row.stored().json()));
  }

  private static boolean asked(Connection connection, Candidate one, Prompt prompt)
      throws SQLException {
    return new Sql()
        .add("select 1 from duty where patient = ? and kind = ?", one.key(), prompt.cause())
        .first(connection, row -> row.getInt(1))
        .isPresent();
  }
}
