package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.consent.Access;
import dev.tsumugi.consent.Action;
import dev.tsumugi.consent.Confidentiality;
import dev.tsumugi.consent.DataClass;
import dev.tsumugi.consent.Decision;
import dev.tsumugi.consent.Facet;
import dev.tsumugi.consent.Purpose;
import dev.tsumugi.consent.Requester;
import dev.tsumugi.consent.StepUp;
import dev.tsumugi.fhirserver.BreakGlass;
import dev.tsumugi.fhirserver.JournalEntry;
import dev.tsumugi.fhirserver.Notices;
import dev.tsumugi.fhirserver.SignOnProblems;
import dev.tsumugi.fhirserver.shell.store.HubWrites.Done;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.kernel.Ref;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Breaking the glass over PostgreSQL: what belongs together is one transaction. */
final class JdbcBreakGlass implements BreakGlass {
  private static final Facet IDENTITY =
      new Facet("Patient", DataClass.IDENTITY, Set.of(), Confidentiality.N, "");

  private static final String GLASS = Decision.Basis.BREAK_GLASS.name();

  private final Flow.Parts parts;
  private final HubRows rows;
  private final Box box;
  private final HubWrites writes;

  JdbcBreakGlass(Flow.Parts parts, HubRows rows, Box box) {
    this.parts = parts;
    this.rows = rows;
    this.box = box;
    this.writes = new HubWrites(parts);
  }

  private static <T> Done<T> done(T value, JournalEntry entry) {
    return new Done<>(value, List.of(entry));
  }

  @Override
  public Grant grant(Access breaker, Ref patient, Reason reason, String text) {
    demand(breaker);
    Requester requester = breaker.requester();
    if (StepUp.lacks(requester)) throw SignOnProblems.stepUp(requester.signOn());
    String review = parts.settings().newId().get();
    String notice = parts.settings().newId().get();
    return writes.write(
        (connection, generation, now) -> {
          Grant grant = new Grant(review, now, now.plus(box.length()));
          if (rows.holds(connection, patient)) {
            Json.Obj told = Notices.broken(patient, breaker(requester), reason, grant);
            Ref ref = new Ref("Communication", notice);
            rows.create(connection, generation, ref, told, HubRows.RECORDER, now);
          }
          GlassTable.open(connection, requester, patient, grant, reason, text);
          return done(
              grant,
              entry(breaker, Optional.of(patient), "break the glass: " + reason.code(), GLASS));
        });
  }

  @Override
  public void end(Access breaker, Ref patient) {
    demand(breaker);
    String actor = breaker.requester().actor().orElseThrow().toString();
    boolean ended =
        writes.write(
            (connection, generation, now) -> {
              GlassTable.end(connection, patient, actor, now);
              return done(
                  true, entry(breaker, Optional.of(patient), "end of breaking the glass", GLASS));
            });
    if (!ended) throw new IllegalStateException("the end was not written");
  }

  /** Who may is the same for every patient. */
  private void demand(Access breaker) {
    Requester requester = breaker.requester();
    if (!requester.role().mayState(Purpose.BTG)) {
      throw forbidden(
          "the role "
              + requester.role().code()
              + " may not break the glass (PURPOSE_NOT_FOR_ROLE)");
    }
    if (requester.purpose() != Purpose.BTG) {
      throw forbidden(
          "state the purpose of use BTG, in the header X-Purpose-Of-Use, on this request and on"
              + " those that follow");
    }
    if (requester.actor().isEmpty()) {
      throw forbidden("only a person may break the glass: this sign-on names none (fhirUser)");
    }
    Optional<Decision.Reason> refusal =
        parts
            .database()
            .snapshot(
                connection -> Speaking.refusal(ruling(connection, breaker), Action.READ, IDENTITY));
    if (refusal.isPresent()) {
      throw forbidden("this sign-on reads no patient's record (" + refusal.get() + ")");
    }
  }

  private Ruling ruling(Connection connection, Access access) throws SQLException {
    return Ruling.over(connection, parts.facets(), parts.policies(), access, List.of());
  }

  private static Problem forbidden(String message) {
    return Problem.of(Problem.Kind.FORBIDDEN, message);
  }

  private static Breaker breaker(Requester requester) {
    return new Breaker(
        requester.actor().orElseThrow(),
        requester.name(),
        requester.organization(),
        requester.role().code());
  }

  private static JournalEntry entry(
      Access access, Optional<Ref> patient, String asked, String basis) {
    return new JournalEntry(
        JournalEntry.Kind.BREAK_GLASS,
        access.requester(),
        patient,
        asked,
        new TreeSet<>(),
        true,
        basis,
        List.of());
  }

  private void demandOffice(Access officer) {
    boolean office =
        parts
            .database()
            .snapshot(connection -> Speaking.isOffice(officer, ruling(connection, officer)));
    if (!office) {
      throw forbidden(
          "reviews are the privacy officer's; the sign-on must reach Consents (user/Consent.rs)");
    }
  }

  @Override
  public List<Review> reviews(Access officer, Optional<Boolean> closed) {
    demandOffice(officer);
    List<Review> reviews =
        parts.database().snapshot(connection -> GlassTable.list(connection, closed));
    Set<Ref> told = new LinkedHashSet<>();
    for (Review review : reviews) told.add(review.patient());
    List<JournalEntry> entries = new ArrayList<>();
    for (Ref patient : told)
      entries.add(entry(officer, Optional.of(patient), "list of reviews", Speaking.OVERSIGHT));
    if (entries.isEmpty())
      entries.add(entry(officer, Optional.empty(), "list of reviews", Speaking.OVERSIGHT));
    parts.journal().append(entries);
    return reviews;
  }

  @Override
  public Review close(Access officer, String review, Outcome outcome, String text) {
    demandOffice(officer);
    Requester requester = officer.requester();
    String notice = parts.settings().newId().get();
    return writes.write(
        (connection, generation, now) -> {
          GlassTable.Known known =
              GlassTable.find(connection, review)
                  .orElseThrow(
                      () -> Problem.of(Problem.Kind.NOT_FOUND, "there is no such review here"));
          boolean own =
              known.subject().equals(requester.subject())
                  || requester.actor().equals(Optional.of(known.review().breaker().actor()));
          if (own) throw forbidden("nobody reviews what they did themselves");
          Ref patient = known.review().patient();
          Closing closing = new Closing(requester.name(), outcome, text, now);
          if (!GlassTable.close(connection, review, requester, closing)) {
            throw Problem.of(Problem.Kind.CONFLICT, "this review is closed already");
          }
          if (rows.holds(connection, patient)) {
            Json.Obj told = Notices.reviewed(patient, outcome, now);
            Ref ref = new Ref("Communication", notice);
            rows.create(connection, generation, ref, told, HubRows.RECORDER, now);
          }
          Review closed = GlassTable.find(connection, review).orElseThrow().review();
          return done(
              closed,
              entry(
                  officer,
                  Optional.of(patient),
                  "close a review: " + outcome.code(),
                  Speaking.OVERSIGHT));
        });
  }
}
