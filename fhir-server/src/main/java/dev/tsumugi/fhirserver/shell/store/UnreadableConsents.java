package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.consent.Access;
import dev.tsumugi.consent.Action;
import dev.tsumugi.consent.DataClass;
import dev.tsumugi.consent.Tie;
import dev.tsumugi.fhirserver.AccessDecisions.Unreadable;
import dev.tsumugi.fhirserver.ConsentWords;
import dev.tsumugi.fhirserver.JournalEntry;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Ref;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Consents in force that cannot be understood. The office learns of all of them, by name and fault;
 * others of those that the gate lets them see.
 */
final class UnreadableConsents {
  static final String ASKED = "unreadable consents";

  /** Records looked through for one answer; there should be none. */
  private static final int MOST = 500;

  private final Facets facets;
  private final PolicyTexts policies;
  private final ConsentRows consents;

  UnreadableConsents(Flow.Parts parts, ConsentRows consents) {
    this.facets = parts.facets();
    this.policies = parts.policies();
    this.consents = consents;
  }

  record Found(List<Unreadable> consents, List<JournalEntry> entries) {}

  Found of(Connection connection, Access asker, Optional<Ref> patient) throws SQLException {
    Ruling own = Ruling.over(connection, facets, policies, asker, List.of());
    boolean office = Speaking.isOffice(asker, own);
    List<Unreadable> found = new ArrayList<>();
    Set<Ref> told = new LinkedHashSet<>();
    for (long key : candidates(connection, asker, office || own.seesAll(), patient)) {
      own.learn(List.of(key));
      for (Row row : consents.of(connection, key)) {
        Json.Obj json = Json.parseObject(row.stored().json());
        var faults = ConsentWords.faults(json);
        if (faults.isEmpty()) continue;
        own.learn(Reader.patients(List.of(row)));
        if (!office && !own.permits(Action.SEARCH, row)) continue;
        List<Ref> whose = own.patientsOf(row);
        told.addAll(whose);
        found.add(
            new Unreadable(
                row.ref(), row.version(), whose.stream().findFirst(), faults.get().why()));
      }
    }
    return new Found(found, office ? entries(asker, told) : own.journal(KIND, ASKED));
  }

  private static final JournalEntry.Kind KIND = JournalEntry.Kind.QUERY;

  private static List<JournalEntry> entries(Access asker, Set<Ref> told) {
    List<JournalEntry> entries = new ArrayList<>();
    for (Ref patient : told) entries.add(entry(asker, Optional.of(patient)));
    if (entries.isEmpty()) entries.add(entry(asker, Optional.empty()));
    return entries;
  }

  private static JournalEntry entry(Access asker, Optional<Ref> patient) {
    return new JournalEntry(
        KIND,
        asker.requester(),
        patient,
        ASKED,
        new TreeSet<>(Set.of(DataClass.CONSENT.code())),
        true,
        Speaking.OVERSIGHT,
        List.of());
  }

  /** Whose Consents are looked through: undecided. */
  private static List<Long> candidates(
      Connection connection, Access asker, boolean everybody, Optional<Ref> patient)
      throws SQLException {
    if (patient.isPresent()) return List.of(Draft.key(patient.get()));
    if (!everybody) {
      String[] actors = asker.requester().actorKeys().toArray(String[]::new);
      List<Long> tied =
          new Sql()
              .add(
                  "select distinct patient from tie where actor = any (?) and kind = ? order by"
                      + " patient limit ?",
                  actors,
                  Tie.Kind.PROXY.name(),
                  MOST)
              .all(connection, row -> row.getLong(1));
      Set<Long> all = new LinkedHashSet<>();
      asker
          .requester()
          .actor()
          .filter(actor -> actor.type().equals("Patient"))
          .ifPresent(self -> all.add(Draft.key(self)));
      all.addAll(tied);
      return List.copyOf(all);
    }
    // A policy's text says whether there is any, and few texts are many patients'.
    return new Sql()
        .add(
            "select c.patient from compartment c where c.policy in (select p.id from policy p where"
                + " p.text like '%\"unreadable\":[%') order by c.patient limit ?",
            MOST)
        .all(connection, row -> row.getLong(1));
  }
}
