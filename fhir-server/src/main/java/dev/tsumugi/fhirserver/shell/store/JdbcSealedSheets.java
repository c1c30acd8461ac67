package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.consent.Access;
import dev.tsumugi.fhirserver.JournalEntry;
import dev.tsumugi.fhirserver.SealedSheets;
import dev.tsumugi.fhirserver.SealedWords;
import dev.tsumugi.fhirserver.Sheets;
import dev.tsumugi.fhirserver.Sheets.Lookup;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.kernel.Ref;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Sealed sheets over PostgreSQL; what may be sealed is asked of the gate as a look-up asks it. */
final class JdbcSealedSheets implements SealedSheets {
  private final Flow.Parts parts;
  private final JdbcSheets sheets;
  private final OpenIncidents incidents;
  private final Duration life;

  JdbcSealedSheets(Flow.Parts parts, JdbcSheets sheets, Duration life) {
    if (life.compareTo(LONGEST) > 0 || life.isNegative() || life.isZero()) {
      throw new IllegalArgumentException(
          "sealed sheets live more than nothing and at most " + LONGEST.toMinutes() + " minutes");
    }
    this.parts = parts;
    this.sheets = sheets;
    this.incidents = new OpenIncidents(parts.reader());
    this.life = life;
  }

  private Instant now() {
    return parts.settings().clock().instant().truncatedTo(ChronoUnit.SECONDS);
  }

  /** The sign-on must hold, and its key be that of a registered device. */
  private SealedTable.Enrolled device(Connection connection, Access crew) throws SQLException {
    Ruling.over(connection, parts.facets(), parts.policies(), crew, List.of());
    Optional<SealedTable.Enrolled> device = SealedTable.device(connection, jkt(crew));
    return device.orElseThrow(
        () ->
            Problem.of(
                Problem.Kind.FORBIDDEN,
                "登録された端末でだけ使えます / only a registered device may hold sealed sheets"));
  }

  private static String jkt(Access crew) {
    return crew.requester().signOn().key().orElse("");
  }

  @Override
  public Device enrol(Access crew, Key key) {
    Instant now = now();
    SealedTable.Enrolled device =
        parts
            .database()
            .write(
                connection -> {
                  SealedTable.Enrolled known = device(connection, crew);
                  SealedTable.enrol(connection, jkt(crew), key, now);
                  return known;
                });
    parts.journal().append(List.of(SealedEntries.of(crew.requester(), "device key")));
    return device.device();
  }

  /** What one snapshot shows. */
  private record Drawn(
      SealedTable.Enrolled device, List<Lookup.Found> found, List<JournalEntry> entries) {}

  @Override
  public Sealing seal(Access crew, Ref incident, Collection<Ref> patients, Cover cover) {
    Instant sealed = now();
    Instant expires = sealed.plus(life);
    String asked = SealedWords.sealing(expires);
    Set<Ref> wanted = new LinkedHashSet<>(patients);
    if (wanted.size() > MOST_LIVE) throw tooMany();
    Drawn drawn =
        parts.database().snapshot(connection -> draw(connection, crew, incident, wanted, cover));
    Key key =
        drawn
            .device()
            .key()
            .orElseThrow(
                () ->
                    Problem.of(
                        Problem.Kind.FORBIDDEN, "this device has told no key yet: $device-key"));
    List<Sealed> all = new ArrayList<>();
    List<Set<String>> lines = new ArrayList<>();
    for (Lookup.Found found : drawn.found()) {
      Terms terms =
          new Terms(
              parts.settings().newId().get(),
              found.patient().ref(),
              incident,
              drawn.device().device(),
              key,
              sealed,
              expires);
      all.add(new Sealed(terms, cover.close(found, terms)));
      lines.add(cover.lines(found, crew.at()));
    }
    List<JournalEntry> entries =
        drawn.entries().stream().map(one -> SealedEntries.asking(one, asked)).toList();
    return kept(crew, all, lines, entries);
  }

  private Drawn draw(
      Connection connection, Access crew, Ref incident, Set<Ref> patients, Cover cover)
      throws SQLException {
    SealedTable.Enrolled device = device(connection, crew);
    if (!incidents.isLive(connection, crew, incident)) {
      throw Problem.at(
          Problem.Kind.NOT_FOUND, "incident", "there is no such open incident of yours");
    }
    List<Lookup.Found> found = new ArrayList<>();
    List<JournalEntry> entries = new ArrayList<>();
    for (Ref patient : patients) {
      Finding.Answer answer = sheets.of(connection, crew, patient, cover::fits, whole(incident));
      if (answer.lookup() instanceof Lookup.Found one) found.add(one);
      entries.addAll(answer.entries());
    }
    return new Drawn(device, found, entries);
  }

  /** On disk with its journal rows, or not at all, before anything of it leaves. */
  private Sealing kept(
      Access crew, List<Sealed> all, List<Set<String>> lines, List<JournalEntry> entries) {
    record Left(List<String> replaced, long pending) {}
    String organization = crew.requester().organization().map(Ref::toString).orElse("");
    Left left =
        parts
            .database()
            .write(
                connection -> {
                  List<String> replaced = new ArrayList<>();
                  if (!all.isEmpty()) {
                    Terms any = all.get(0).terms();
                    if (!SealedTable.alone(connection, jkt(crew), any.key().id())) {
                      throw Problem.of(
                          Problem.Kind.CONFLICT, "the device told another key meanwhile");
                    }
                    for (Sealed one : all) {
                      Ref patient = one.terms().patient();
                      replaced.addAll(
                          SealedTable.replace(connection, jkt(crew), patient, any.sealed()));
                    }
                    int live = SealedTable.live(connection, jkt(crew), any.sealed());
                    if (live + all.size() > MOST_LIVE) throw tooMany();
                    for (int i = 0; i < all.size(); i++) {
                      SealedTable.insert(
                          connection, jkt(crew), all.get(i).terms(), organization, lines.get(i));
                    }
                  }
                  return new Left(replaced, pending(connection, entries));
                });
    parts.journal().append(entries, left.pending());
    return new Sealing(all, left.replaced());
  }

  private static Problem tooMany() {
    return Problem.of(
        Problem.Kind.CONFLICT,
        "1台の端末に封印できるのは"
            + MOST_LIVE
            + "人までです。終わった出動を閉じてください / a device holds at most "
            + MOST_LIVE
            + " sealed sheets: close incidents that are over");
  }

  private long pending(Connection connection, List<JournalEntry> entries) throws SQLException {
    return entries.isEmpty() ? 0 : Pending.leave(connection, parts.settings().node(), entries);
  }

  @Override
  public List<Standing> standing(Access crew, Set<String> holds, Cover cover) {
    Instant now = now();
    List<Standing> standing =
        parts
            .database()
            .snapshot(
                connection -> {
                  device(connection, crew);
                  List<Standing> all = new ArrayList<>();
                  for (SealedTable.Kept one : SealedTable.of(connection, jkt(crew), now)) {
                    State state = state(connection, crew, one, now, cover);
                    all.add(new Standing(one.id(), state, one.expires()));
                  }
                  return all;
                });
    List<String> over =
        standing.stream().filter(one -> one.state() == State.REVOKED).map(Standing::id).toList();
    List<String> gone = over.stream().filter(id -> !holds.contains(id)).toList();
    boolean news =
        parts
            .database()
            .write(
                connection ->
                    SealedTable.end(connection, over, now)
                            + SealedTable.destroyed(connection, gone, now)
                        > 0);
    // The commit itself does not wait for the disk; the journal does, before the device is told.
    if (news)
      parts.journal().append(List.of(SealedEntries.of(crew.requester(), "sealed sheets ended")));
    return standing;
  }

  /** The whole sheet, for this run. */
  private static Sheets.Beside whole(Ref incident) {
    return new Sheets.Beside(Optional.of(incident), false);
  }

  private State state(
      Connection connection, Access crew, SealedTable.Kept one, Instant now, Cover cover)
      throws SQLException {
    if (!now.isBefore(one.expires())) return State.EXPIRED;
    if (one.ended() || !incidents.isLive(connection, crew, one.incident())) return State.REVOKED;
    Lookup lookup =
        sheets.of(connection, crew, one.patient(), cover::fits, whole(one.incident())).lookup();
    boolean holds =
        lookup instanceof Lookup.Found found
            && cover.lines(found, crew.at()).containsAll(one.lines());
    return holds ? State.GOOD : State.REVOKED;
  }

  @Override
  public void opened(Access crew, List<Opening> openings) {
    Instant now = now();
    record Left(List<JournalEntry> entries, long pending) {}
    Left left =
        parts
            .database()
            .write(
                connection -> {
                  device(connection, crew);
                  List<JournalEntry> entries = new ArrayList<>();
                  for (Opening opening : openings) {
                    Ref patient =
                        SealedTable.patient(connection, jkt(crew), opening.sheet())
                            .orElseThrow(
                                () ->
                                    Problem.at(
                                        Problem.Kind.NOT_FOUND,
                                        "opening",
                                        "this sheet was never sealed to this device"));
                    if (!SealedTable.opened(connection, opening, now)) continue;
                    entries.add(
                        SealedEntries.of(
                            crew.requester(),
                            Optional.of(patient),
                            asked(connection, crew, opening),
                            "SEALED"));
                  }
                  return new Left(entries, pending(connection, entries));
                });
    parts.journal().append(left.entries(), left.pending());
  }

  /** Who opened it is what the device says; who tells of it is who is signed on now. */
  private static String asked(Connection connection, Access crew, Opening opening)
      throws SQLException {
    String name =
        opening.by().equals(crew.requester().subject())
            ? crew.requester().name()
            : SealedTable.name(connection, opening.by()).orElse("");
    return SealedWords.opening(opening.at(), name);
  }

  @Override
  public List<Held> held(Access asker, Ref patient) {
    long key = Draft.key(patient);
    record Told(Optional<String> basis, List<Held> held) {}
    Told told =
        parts
            .database()
            .snapshot(
                connection -> {
                  Facts facts = Facts.read(connection, parts.policies(), asker, List.of(key));
                  Ruling ruling =
                      Ruling.over(connection, parts.facets(), parts.policies(), asker, facts);
                  Optional<String> basis = Speaking.of(asker, ruling, facts, key);
                  return new Told(
                      basis,
                      basis.isPresent() ? SealedTable.held(connection, key, now()) : List.of());
                });
    parts.journal().append(List.of(SealedEntries.listed(asker.requester(), patient, told.basis())));
    if (told.basis().isEmpty()) {
      throw Problem.of(
          Problem.Kind.FORBIDDEN,
          "only who may know of the patient's agreements may see which devices hold a sheet");
    }
    return told.held();
  }
}
