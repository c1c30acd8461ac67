package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.consent.Majority;
import dev.tsumugi.fhirserver.JournalEntry;
import dev.tsumugi.fhirserver.Notices;
import dev.tsumugi.kernel.FhirTime;
import dev.tsumugi.kernel.Hash64;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Ref;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the hub asks people to do by itself, as Tasks in the record it is about: of who came of age,
 * to agree anew; of the counter, to close the record of who died. Each once, whichever node does it
 * and however often that is killed: the Task and the row that says so are one transaction. What
 * ends with the day itself (a parent's authority, permits) ends by the gate's rules, and waits for
 * no Task.
 */
final class Duties {
  static final Duration LOOK_EVERY = Duration.ofMinutes(10);

  /** Tasks a transaction. */
  private static final int PORTION = 50;

  /** Rows a look at the births of a year, of which some are told by the year alone. */
  private static final Duration LEEWAY = Duration.ofDays(3);

  private static final long KEY = Hash64.of("duties");
  private static final String AGE = "AGE";
  private static final String DEATH = "DEATH";

  private final Flow.Parts parts;
  private final HubRows rows;
  private final HubWrites writes;

  Duties(Flow.Parts parts, HubRows rows) {
    this.parts = parts;
    this.rows = rows;
    this.writes = new HubWrites(parts);
  }

  /** The thread that looks from time to time. */
  Worker worker() {
    return new Worker("duties", LOOK_EVERY, () -> step() ? Worker.NONE : LOOK_EVERY);
  }

  /** One portion; false if nothing more is to do now. */
  boolean step() {
    return writes.portion(
        KEY,
        (connection, generation, now, entries) -> {
          boolean more = cameOfAge(connection, generation, now, entries);
          return more | died(connection, generation, now, entries);
        });
  }

  private boolean cameOfAge(
      Connection connection, long generation, Instant now, List<JournalEntry> entries)
      throws SQLException {
    LocalDate today = now.atZone(FhirTime.ZONE).toLocalDate();
    Optional<LocalDate> last =
        new Sql()
            .add("select day from duty_day where kind = ?", AGE)
            .first(connection, row -> row.getObject(1, LocalDate.class));
    if (last.isEmpty()) {
      // Who was of age before the hub knew them has agreed for themselves.
      new Sql().add("insert into duty_day (kind, day) values (?, ?)", AGE, today).run(connection);
      return false;
    }
    if (!last.get().isBefore(today)) return false;
    List<String> due = new ArrayList<>();
    new Sql()
        .add(
            "select c.id, c.born from compartment c where c.born > ? and c.born <= ? and c.died is"
                + " null and not exists (select from duty d where d.patient = c.patient and d.kind ="
                + " ?) order by c.born, c.patient",
            last.get().minusYears(18).minusDays(LEEWAY.toDays()),
            today.minusYears(18).plusDays(LEEWAY.toDays()),
            AGE)
        .each(
            connection,
            row -> {
              Instant majority = Majority.of(row.getObject(2, LocalDate.class));
              boolean since = !majority.isBefore(startOf(last.get().plusDays(1)));
              boolean until = majority.isBefore(startOf(today.plusDays(1)));
              if (since && until && due.size() <= PORTION) due.add(row.getString(1));
            });
    boolean all = due.size() <= PORTION;
    for (String id : due.subList(0, Math.min(PORTION, due.size()))) {
      Ref patient = Ref.patient(id);
      ask(connection, generation, patient, AGE, Notices.comingOfAge(patient, now), now)
          .ifPresent(entries::add);
    }
    if (all) {
      new Sql().add("update duty_day set day = ? where kind = ?", today, AGE).run(connection);
    }
    return !all;
  }

  private static Instant startOf(LocalDate day) {
    return day.atStartOfDay(FhirTime.ZONE).toInstant();
  }

  private boolean died(
      Connection connection, long generation, Instant now, List<JournalEntry> entries)
      throws SQLException {
    List<String> due =
        new Sql()
            .add(
                "select c.id from compartment c where c.died is not null and not exists (select from"
                    + " duty d where d.patient = c.patient and d.kind = ?) order by c.patient limit ?",
                DEATH,
                PORTION)
            .all(connection, row -> row.getString(1));
    for (String id : due) {
      Ref patient = Ref.patient(id);
      ask(connection, generation, patient, DEATH, Notices.death(patient, now), now)
          .ifPresent(entries::add);
    }
    return due.size() == PORTION;
  }

  /** A patient whose record was deleted meanwhile is asked for nothing, now or later. */
  Optional<JournalEntry> ask(
      Connection connection, long generation, Ref patient, String kind, Json.Obj task, Instant now)
      throws SQLException {
    String id = parts.settings().newId().get();
    new Sql()
        .add(
            "insert into duty (patient, kind, task, at) values (?, ?, ?, ?)",
            Draft.key(patient),
            kind,
            id,
            now)
        .run(connection);
    if (!rows.holds(connection, patient)) return Optional.empty();
    // Whoever keeps the person's entry keeps what is to be done about it.
    String recorder = rows.recorder(connection, patient);
    rows.create(connection, generation, new Ref("Task", id), task, recorder, now);
    return Optional.of(
        new JournalEntry(
            JournalEntry.Kind.CREATE,
            HubRows.requester(),
            Optional.of(patient),
            "create Task",
            new TreeSet<>(Set.of("encounter")),
            true,
            "WRITE",
            List.of()));
  }
}
