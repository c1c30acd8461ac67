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
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
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
    this.incidents = new OpenIncidents(parts.r4(), parts.reader());
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
    List<SealedTable.Sealing> rows = new ArrayList<>();
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
      rows.add(new SealedTable.Sealing(terms, cover.lines(found, crew.at())));
    }
    List<JournalEntry> entries =
        drawn.entries().stream().map(one -> SealedEntries.asking(one, asked)).toList();
    return new Sealing(all, kept(crew, rows, entries));
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
    for (Finding.Answer answer :
        sheets
            .each(connection, crew, patients, cover::fits, whole(Optional.of(incident)))
            .values()) {
      if (answer.lookup() instanceof Lookup.Found one) found.add(one);
      entries.addAll(answer.entries());
    }
    return new Drawn(device, found, entries);
  }

  /**
   * On disk with its journal rows, or not at all, before anything of it leaves.
   *
   * @return ids of those that are replaced
   */
  private List<String> kept(
      Access crew, List<SealedTable.Sealing> all, List<JournalEntry> entries) {
    record Left(List<String> replaced, long pending) {}
    Left left =
        parts
            .database()
            .write(
                connection -> {
                  List<String> replaced = all.isEmpty() ? List.of() : put(connection, crew, all);
                  return new Left(replaced, pending(connection, entries));
                });
    parts.journal().append(entries, left.pending());
    return left.replaced();
  }

  private static List<String> put(Connection connection, Access crew, List<SealedTable.Sealing> all)
      throws SQLException {
    String jkt = jkt(crew);
    Terms any = all.get(0).terms();
    if (!SealedTable.alone(connection, jkt, any.key().id())) {
      throw Problem.of(Problem.Kind.CONFLICT, "the device told another key meanwhile");
    }
    List<Ref> patients = all.stream().map(one -> one.terms().patient()).toList();
    List<String> replaced = SealedTable.replace(connection, jkt, patients, any.sealed());
    int live = SealedTable.live(connection, jkt, any.sealed());
    if (live + all.size() > MOST_LIVE) throw tooMany();
    String organization = crew.requester().organization().map(Ref::toString).orElse("");
    SealedTable.insert(connection, jkt, organization, all);
    return replaced;
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
                  return states(connection, crew, now, cover);
                });
    List<String> over =
        standing.stream().filter(one -> one.state() == State.REVOKED).map(Standing::id).toList();
    List<String> gone = over.stream().filter(id -> !holds.contains(id)).toList();
    // A contact without news, which nearly all are, writes nothing.
    boolean news =
        !over.isEmpty()
            && parts
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

  /** The whole sheet. */
  private static Sheets.Beside whole(Optional<Ref> incident) {
    return new Sheets.Beside(incident, false);
  }

  /** All are decided in one go: a tablet asks at every contact, and holds up to fifty. */
  private List<Standing> states(Connection connection, Access crew, Instant now, Cover cover)
      throws SQLException {
    List<SealedTable.Kept> all = SealedTable.of(connection, jkt(crew), now);
    List<SealedTable.Kept> open = new ArrayList<>(all);
    open.removeIf(one -> one.ended() || !now.isBefore(one.expires()));
    Set<Ref> live =
        incidents.live(connection, crew, open.stream().map(SealedTable.Kept::incident).toList());
    open.removeIf(one -> !live.contains(one.incident()));
    Set<Ref> patients = new LinkedHashSet<>();
    for (SealedTable.Kept one : open) patients.add(one.patient());
    // For which run is only the journal's, and a contact alone discloses nothing.
    Map<Ref, Finding.Answer> answers =
        sheets.each(connection, crew, patients, cover::fits, whole(Optional.empty()));
    Set<String> good = new HashSet<>();
    for (SealedTable.Kept one : open) {
      Finding.Answer answer = answers.get(one.patient());
      if (answer != null
          && answer.lookup() instanceof Lookup.Found found
          && cover.lines(found, crew.at()).containsAll(one.lines())) {
        good.add(one.id());
      }
    }
    return all.stream().map(one -> standing(one, good.contains(one.id()), now)).toList();
  }

  private static Standing standing(SealedTable.Kept one, boolean good, Instant now) {
    State state = good ? State.GOOD : State.REVOKED;
    if (!now.isBefore(one.expires())) state = State.EXPIRED;
    return new Standing(one.id(), state, one.expires());
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
