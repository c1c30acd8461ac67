package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.consent.Access;
import dev.tsumugi.consent.Action;
import dev.tsumugi.consent.ConsentEngine;
import dev.tsumugi.consent.Decision;
import dev.tsumugi.consent.Requester;
import dev.tsumugi.consent.SignOn;
import dev.tsumugi.fhirserver.Handouts.Asked;
import dev.tsumugi.fhirserver.Handouts.Kind;
import dev.tsumugi.fhirserver.Handouts.Opening;
import dev.tsumugi.fhirserver.Handouts.Printed;
import dev.tsumugi.fhirserver.JournalEntry;
import dev.tsumugi.fhirserver.StoredResource;
import dev.tsumugi.fhirserver.StoredResource.Change;
import dev.tsumugi.kernel.Ref;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

/** What a link answers: it stands on what its giver may now, and who receives is told apart. */
final class LinkOpening {
  private static final String ASKED = "open link";

  private final Flow.Parts parts;
  private final ConsentEngine engine;

  LinkOpening(Flow.Parts parts, ConsentEngine engine) {
    this.parts = parts;
    this.engine = engine;
  }

  /** An answer, and its journal row where somebody's link was found. */
  record Answered(Opening opening, Optional<JournalEntry> entry) {}

  /**
   * @param shown whether the passcode was told before
   */
  Answered of(Connection connection, String code, Asked asked, boolean shown) throws SQLException {
    byte[] hash = parts.settings().keys().hashOf(code);
    Optional<HandoutTable.Kept> found =
        HandoutTable.find(connection, hash, Kind.LINK, asked.at(), true);
    if (found.isEmpty() || found.get().content().isEmpty()) {
      return new Answered(new Opening.Gone(), Optional.empty());
    }
    HandoutTable.Kept kept = found.get();
    Requester recipient = recipient(kept.giver(), asked.recipient());
    Decision decision = stillMay(connection, recipient, kept.patient(), asked.at());
    if (!decision.permitted()) {
      return new Answered(
          new Opening.Gone(), entry(recipient, kept, false, WriteGate.reason(decision)));
    }
    if (!shown && !right(kept, asked.passcode())) {
      HandoutTable.countTry(connection, hash);
      return new Answered(
          new Opening.WrongPasscode(kept.triesLeft() - 1),
          entry(recipient, kept, false, "WRONG_PASSCODE"));
    }
    Optional<Printed> source =
        kept.target().isEmpty() ? Optional.empty() : Optional.of(source(connection, parts, kept));
    Opening opened =
        new Opening.Opened(
            kept.content().orElseThrow(),
            kept.issued(),
            source,
            Tickets.give(parts.settings().keys(), code, asked.recipient(), asked.at()));
    return new Answered(opened, entry(recipient, kept, true, JdbcHandouts.basis(decision)));
  }

  private static Optional<JournalEntry> entry(
      Requester recipient, HandoutTable.Kept kept, boolean permitted, String basis) {
    Optional<Ref> patient = Optional.of(kept.patient());
    return Optional.of(JdbcHandouts.entry(recipient, patient, ASKED, permitted, basis));
  }

  /** Both are named: who gave the link, and who said that they received it. */
  private static Requester recipient(Requester giver, String name) {
    return new Requester(
        giver.subject(),
        "リンクの受け取り手「" + name + "」",
        giver.actor(),
        giver.organization(),
        giver.role(),
        giver.scopes(),
        giver.purpose(),
        giver.client(),
        giver.patient(),
        SignOn.NONE);
  }

  private Decision stillMay(Connection connection, Requester giver, Ref patient, Instant at)
      throws SQLException {
    Access access = engine.open(giver, at);
    long key = Draft.key(patient);
    Facts facts =
        Facts.read(connection, parts.policies(), access, List.of(key)).supposingSignedOn();
    return Ruling.over(connection, parts.facets(), parts.policies(), access, facts)
        .quietly(Action.CREATE, JdbcHandouts.AGREEMENT, key);
  }

  private boolean right(HandoutTable.Kept kept, Optional<String> said) {
    if (kept.passcode().isEmpty()) return true;
    byte[] hash = parts.settings().keys().hashOf(said.orElse(""));
    return MessageDigest.isEqual(kept.passcode().get(), hash);
  }

  /** What it was made of, as that stands now. */
  static Printed source(Connection connection, Flow.Parts parts, HandoutTable.Kept kept)
      throws SQLException {
    Optional<Instant> died =
        new Sql()
            .add(
                "select died from compartment where patient = ? and died is not null",
                Draft.key(kept.patient()))
            .first(connection, row -> row.getObject(1, OffsetDateTime.class).toInstant());
    Optional<StoredResource> target = Optional.empty();
    if (kept.target().isPresent()) {
      target =
          parts
              .reader()
              .newest(connection, kept.target().get())
              .filter(row -> row.change() != Change.DELETED)
              .map(Row::stored);
    }
    return new Printed(kept.version(), target, died);
  }
}
