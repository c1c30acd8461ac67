package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.consent.Access;
import dev.tsumugi.consent.Action;
import dev.tsumugi.consent.Confidentiality;
import dev.tsumugi.consent.ConsentEngine;
import dev.tsumugi.consent.DataClass;
import dev.tsumugi.consent.Decision;
import dev.tsumugi.consent.Facet;
import dev.tsumugi.consent.Requester;
import dev.tsumugi.fhirserver.Handouts;
import dev.tsumugi.fhirserver.JournalEntry;
import dev.tsumugi.fhirserver.SignOnProblems;
import dev.tsumugi.fhirserver.StoredResource;
import dev.tsumugi.fhirserver.StoredResource.Change;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.kernel.Ref;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What was handed out, over PostgreSQL; who may hand out is asked of the gate, each time. */
final class JdbcHandouts implements Handouts {
  /** Who may hand out is who may write one. */
  static final Facet AGREEMENT =
      new Facet("Consent", DataClass.CONSENT, Set.of(), Confidentiality.N, "");

  private final Flow.Parts parts;
  private final LinkOpening opening;
  private final SecureRandom random = new SecureRandom();

  JdbcHandouts(Flow.Parts parts, ConsentEngine engine) {
    this.parts = parts;
    this.opening = new LinkOpening(parts, engine);
  }

  /** What a transaction came to, and its journal row; what is refused has one, too. */
  private record Done<T>(T value, Optional<JournalEntry> entry, Optional<Problem> problem) {
    static <T> Done<T> of(T value, JournalEntry entry) {
      return new Done<>(value, Optional.of(entry), Optional.empty());
    }
  }

  private interface Step<T> {
    Done<T> run(Connection connection) throws SQLException;
  }

  private record Left<T>(Done<T> done, long pending) {}

  private <T> T write(Step<T> step) {
    Left<T> left =
        parts
            .database()
            .write(
                connection -> {
                  Done<T> done = step.run(connection);
                  List<JournalEntry> entries = done.entry().stream().toList();
                  boolean none = entries.isEmpty();
                  String node = parts.settings().node();
                  return new Left<>(done, none ? 0 : Pending.leave(connection, node, entries));
                });
    return told(left.done(), left.pending());
  }

  private <T> T told(Done<T> done, long pending) {
    parts.journal().append(done.entry().stream().toList(), pending);
    if (done.problem().isPresent()) throw done.problem().get();
    return done.value();
  }

  private Instant now() {
    return parts.settings().clock().instant().truncatedTo(ChronoUnit.MILLIS);
  }

  private byte[] hash(String code) {
    return parts.settings().keys().hashOf(code);
  }

  private String code(Kind kind) {
    byte[] bytes = new byte[kind == Kind.LINK ? 32 : 16];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static String word(Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public Issued issue(Access giver, Ref patient, Made made) {
    Issued issued = new Issued(parts.settings().newId().get(), code(made.kind()), now());
    HandoutTable.Hashes hashes =
        new HandoutTable.Hashes(
            hash(issued.code()), made.sealed().flatMap(Sealed::passcode).map(this::hash));
    String asked = "issue " + word(made.kind());
    Optional<Issued> done =
        write(
            connection -> {
              Ruling ruling = ruling(connection, giver, patient);
              Decision decision =
                  made.kind() == Kind.PAPER
                      ? onTarget(connection, ruling, patient, made.target().orElseThrow())
                      : ruling.quietly(Action.CREATE, AGREEMENT, Draft.key(patient));
              Optional<Problem> refused = refusal(giver, ruling, patient, decision);
              if (refused.isPresent()) {
                return refused(giver, patient, asked, decision, refused.get());
              }
              demandRoom(connection, patient, made.kind(), issued.at());
              HandoutTable.insert(connection, patient, giver.requester(), made, issued, hashes);
              return Done.of(
                  Optional.of(issued), entry(giver.requester(), patient, asked, basis(decision)));
            });
    return done.orElseThrow();
  }

  /** Whoever may read what a paper is about may print it. */
  private Decision onTarget(
      Connection connection, Ruling ruling, Ref patient, StoredResource target)
      throws SQLException {
    Row row =
        parts
            .reader()
            .newest(connection, target.ref())
            .filter(found -> found.change() != Change.DELETED)
            .filter(found -> found.patient() == Draft.key(patient))
            .orElseThrow(() -> Problem.notFound(target.ref()));
    Decision decision = ruling.quietly(Action.READ, row);
    if (!decision.permitted()) throw Problem.notFound(target.ref());
    return decision;
  }

  private static void demandRoom(Connection connection, Ref patient, Kind kind, Instant now)
      throws SQLException {
    // A paper cannot be called back, and answers nothing but the truth: there may be many.
    if (kind == Kind.PAPER || HandoutTable.open(connection, patient, kind, now) < MOST_OPEN) return;
    throw Problem.of(
        Problem.Kind.CONFLICT,
        "使えるものがすでに"
            + MOST_OPEN
            + "あります。古いものを終わらせてください / "
            + MOST_OPEN
            + " are open already: end some");
  }

  private Ruling ruling(Connection connection, Access access, Ref patient) throws SQLException {
    return Ruling.over(
        connection, parts.facets(), parts.policies(), access, List.of(Draft.key(patient)));
  }

  /** The same whether the patient is hidden or not there. */
  private static Optional<Problem> refusal(
      Access access, Ruling ruling, Ref patient, Decision decision) {
    if (decision.permitted()) {
      return ruling.isHere(patient) ? Optional.empty() : Optional.of(Problem.notFound(patient));
    }
    String reason = WriteGate.reason(decision);
    if (reason.equals(Decision.Reason.ASSURANCE_TOO_LOW.name())) {
      return Optional.of(SignOnProblems.stepUp(access.requester().signOn()));
    }
    return Optional.of(
        Problem.of(
            Problem.Kind.FORBIDDEN,
            "only who may give the patient's consent may do this (" + reason + ")"));
  }

  private static <T> Done<Optional<T>> refused(
      Access access, Ref patient, String asked, Decision decision, Problem problem) {
    String reason = decision.permitted() ? "NOTHING_FOUND" : WriteGate.reason(decision);
    JournalEntry entry = entry(access.requester(), Optional.of(patient), asked, false, reason);
    return new Done<>(Optional.empty(), Optional.of(entry), Optional.of(problem));
  }

  static String basis(Decision decision) {
    return decision instanceof Decision.Permit permit ? permit.basis().name() : "DIRECTIVE";
  }

  private static JournalEntry entry(Requester who, Ref patient, String asked, String basis) {
    return entry(who, Optional.of(patient), asked, true, basis);
  }

  static JournalEntry entry(
      Requester who, Optional<Ref> patient, String asked, boolean permitted, String basis) {
    return new JournalEntry(
        JournalEntry.Kind.HANDOUT,
        who,
        patient,
        asked,
        new TreeSet<>(),
        permitted,
        basis,
        List.of());
  }

  @Override
  public List<Handout> list(Access asker, Ref patient, Kind kind) {
    String asked = "list " + word(kind);
    Done<List<Handout>> done =
        parts
            .database()
            .snapshot(
                connection -> {
                  long key = Draft.key(patient);
                  Facts facts = Facts.read(connection, parts.policies(), asker, List.of(key));
                  Ruling own =
                      Ruling.over(connection, parts.facets(), parts.policies(), asker, facts);
                  Optional<String> basis = Speaking.of(asker, own, facts, key);
                  List<Handout> all =
                      HandoutTable.list(connection, basis.isPresent() ? key : Facts.CITY - 1, kind);
                  if (basis.isPresent()) {
                    return Done.of(all, entry(asker.requester(), patient, asked, basis.get()));
                  }
                  Problem problem =
                      Problem.of(
                          Problem.Kind.FORBIDDEN,
                          "only who may know of the patient's agreements may see what was handed"
                              + " out");
                  return new Done<>(
                      List.of(),
                      Optional.of(
                          entry(asker.requester(), Optional.of(patient), asked, false, "REFUSED")),
                      Optional.of(problem));
                });
    return told(done, 0);
  }

  @Override
  public void end(Access giver, Ref patient, Kind kind, String id) {
    String asked = "end " + word(kind);
    Instant now = now();
    Optional<Boolean> done =
        write(
            connection -> {
              Ruling ruling = ruling(connection, giver, patient);
              Decision decision = ruling.quietly(Action.CREATE, AGREEMENT, Draft.key(patient));
              Optional<Problem> refused = refusal(giver, ruling, patient, decision);
              if (refused.isPresent()) {
                return refused(giver, patient, asked, decision, refused.get());
              }
              if (!HandoutTable.end(connection, patient, kind, id, now)) {
                throw Problem.at(Problem.Kind.NOT_FOUND, "id", "there is none of this id");
              }
              return Done.of(
                  Optional.of(true), entry(giver.requester(), patient, asked, basis(decision)));
            });
    if (done.isEmpty()) throw new IllegalStateException("the end was not written");
  }

  @Override
  public Optional<Printed> printed(String code) {
    Instant now = now();
    Done<Optional<Printed>> done =
        parts
            .database()
            .snapshot(
                connection -> {
                  Optional<HandoutTable.Kept> kept =
                      HandoutTable.find(connection, hash(code), Kind.PAPER, now, false);
                  if (kept.isEmpty()) {
                    return new Done<>(Optional.empty(), Optional.empty(), Optional.empty());
                  }
                  Ref patient = kept.get().patient();
                  Printed printed = LinkOpening.source(connection, parts, kept.get());
                  return Done.of(
                      Optional.of(printed),
                      entry(
                          HubRows.requester(),
                          patient,
                          "ask paper",
                          Decision.Basis.CUSTODIAN.name()));
                });
    return told(done, 0);
  }

  @Override
  public Opening open(String code, Asked asked) {
    return answered(code, asked, false);
  }

  @Override
  public Opening fetch(String code, String ticket, Instant at) {
    return Tickets.holder(parts.settings().keys(), code, ticket, at)
        .map(recipient -> answered(code, new Asked(recipient, Optional.empty(), at), true))
        .orElseGet(Opening.Gone::new);
  }

  private Opening answered(String code, Asked asked, boolean shown) {
    return write(
        connection -> {
          LinkOpening.Answered answered = opening.of(connection, code, asked, shown);
          return new Done<>(answered.opening(), answered.entry(), Optional.empty());
        });
  }
}
