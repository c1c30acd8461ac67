package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.consent.Access;
import dev.tsumugi.consent.Action;
import dev.tsumugi.consent.Compartment;
import dev.tsumugi.consent.DataClass;
import dev.tsumugi.consent.Decision;
import dev.tsumugi.consent.Facet;
import dev.tsumugi.consent.Gate;
import dev.tsumugi.consent.Requester;
import dev.tsumugi.consent.RowFacts;
import dev.tsumugi.fhirserver.JournalEntry;
import dev.tsumugi.fhirserver.SignOnProblems;
import dev.tsumugi.kernel.Ref;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The gate over rows of one snapshot: decides them, and remembers what was decided for the journal.
 * The only place in the store that asks the consent engine.
 */
final class Ruling {
  private static final int DENIALS_NAMED = 20;

  private final Access access;
  private final Gate gate;
  private Facts facts;
  private final Facets facets;
  private final Connection connection;
  private final Map<Ref, Tally> permitted = new LinkedHashMap<>();
  private final Map<Ref, Tally> denied = new LinkedHashMap<>();

  private static final class Tally {
    final TreeSet<String> classes = new TreeSet<>();
    final TreeSet<String> consents = new TreeSet<>();
    final TreeSet<String> basis = new TreeSet<>();
  }

  private final PolicyTexts policies;

  private Ruling(
      Connection connection, Access access, Facts facts, Facets facets, PolicyTexts policies) {
    this.policies = policies;
    this.connection = connection;
    this.access = access;
    this.facts = facts;
    this.facets = facets;
    this.gate = access.in(facts.situation());
    gate.over().ifPresent(reason -> refuse(access, reason));
  }

  /**
   * A sign-on that is over gets no answer at all, whatever was asked: that concerns the requester
   * alone, and tells of no record.
   */
  private static void refuse(Access access, Decision.Reason reason) {
    throw SignOnProblems.over(access.requester().signOn(), reason);
  }

  static Ruling over(
      Connection connection,
      Facets facets,
      PolicyTexts policies,
      Access access,
      Collection<Long> patients)
      throws SQLException {
    return new Ruling(
        connection, access, Facts.read(connection, policies, access, patients), facets, policies);
  }

  /** Over facts that came in the same snapshot as the rows. */
  static Ruling over(
      Connection connection, Facets facets, PolicyTexts policies, Access access, Facts facts) {
    return new Ruling(connection, access, facts, facets, policies);
  }

  /**
   * Learns of more patients; what was decided stays noted.
   *
   * @return whether a statement was run for it
   */
  boolean learn(Collection<Long> patients) throws SQLException {
    List<Long> unknown = patients.stream().filter(p -> !facts.knows(p)).distinct().toList();
    if (unknown.isEmpty()) return false;
    facts = facts.with(Facts.read(connection, policies, access, unknown));
    return true;
  }

  void learn(Facts more) {
    facts = facts.with(more);
  }

  /** The patients of a row; none for a row that is nobody's. */
  List<Ref> patientsOf(Row row) {
    return patientsOf(row.patient(), row.members());
  }

  List<Ref> patientsOf(long owner, long... members) {
    List<Ref> patients = new ArrayList<>();
    if (owner != Facts.CITY) patients.add(facts.of(owner).patient());
    for (long member : members) patients.add(facts.of(member).patient());
    return patients;
  }

  List<Ref> patientsOf(Gated.Touched one) {
    return patientsOf(one.patient(), Sql.longs(one.members()));
  }

  /** Whether this patient has a record here. */
  boolean isHere(Ref patient) {
    return facts.knows(Draft.key(patient));
  }

  boolean isDead(long patient) {
    return facts.of(patient).died().filter(died -> !died.isAfter(access.at())).isPresent();
  }

  Requester requester() {
    return access.requester();
  }

  boolean seesAll() {
    return gate.seesAll();
  }

  /** Whether the row may be seen; noted. */
  boolean permits(Action action, Row row) throws SQLException {
    return decide(action, row).permitted();
  }

  /** Noted; every compartment of a row must permit, the first that refuses answers for it. */
  Decision decide(Action action, Row row) throws SQLException {
    return decide(action, Gated.Touched.of(row), row.told());
  }

  /**
   * A decision on one row, noted for the journal.
   *
   * @param told what the row tells beside its facet
   */
  Decision decide(Action action, Gated.Touched one, Told told) throws SQLException {
    Decision decision = quietly(action, one, told);
    note(decision, one);
    return decision;
  }

  /** As {@link #decide}, for what discloses nothing, and so is not noted. */
  Decision quietly(Action action, Gated.Touched one, Told told) throws SQLException {
    return first(asked(action, one), told);
  }

  Decision quietly(Action action, Row row) throws SQLException {
    return quietly(action, Gated.Touched.of(row), row.told());
  }

  /** Of what is no row: whatever would depend on one is refused. */
  Decision decide(Action action, Facet facet, long patient) throws SQLException {
    return decide(action, facet, patient, List.of(), Optional::empty);
  }

  /** Of a resource that is about to be written: it has no number for its facet yet. */
  Decision decide(Action action, Facet facet, long patient, List<Long> members, Told told)
      throws SQLException {
    Decision decision = first(ask(action, facet, patient, members), told);
    note(decision, facet, patient);
    for (long member : members) note(decision, facet, member);
    return decision;
  }

  /** The first that refuses the row; if none does, the first. */
  private static Decision first(List<Decision> decisions, Told told) throws SQLException {
    Optional<RowFacts> facts = Optional.empty();
    Decision answer = null;
    for (Decision one : decisions) {
      Decision decision = one;
      if (one instanceof Decision.Depends depends) {
        if (facts.isEmpty()) facts = told.facts();
        decision = facts.isEmpty() ? depends.deny() : depends.on(facts.get());
      }
      if (!decision.permitted()) return decision;
      if (answer == null) answer = decision;
    }
    if (answer == null) throw new IllegalStateException("nobody was asked");
    return answer;
  }

  /**
   * What is decided for all rows of a combination: yes, no, or what must hold of the single row;
   * not noted.
   */
  Decision of(Action action, Gated.Touched one) throws SQLException {
    Decision.Depends depends = null;
    Decision answer = null;
    for (Decision decision : asked(action, one)) {
      if (decision instanceof Decision.Depends further) {
        depends = depends == null ? further : depends.and(further);
      } else if (!decision.permitted()) {
        return decision;
      }
      if (answer == null) answer = decision;
    }
    if (answer == null) throw new IllegalStateException("nobody was asked");
    return depends == null ? answer : depends;
  }

  /** Notes for the journal what was decided of rows of this combination. */
  void note(Decision decision, Gated.Touched one) throws SQLException {
    Facet facet = facets.facet(connection, one.facet());
    note(decision, facet, one.patient());
    for (long member : one.members()) note(decision, facet, member);
  }

  /**
   * What everybody says who is asked; labels are changing a row counts as the stricter of what it
   * was and what it may become.
   */
  private List<Decision> asked(Action action, Gated.Touched one) throws SQLException {
    Facet facet = facets.facet(connection, one.facet());
    List<Decision> said = ask(action, facet, one.patient(), one.members());
    List<Facet> others = facets.mightBecome(connection, facts.labels(), one.facet());
    if (others.isEmpty()) return said;
    List<Decision> all = new ArrayList<>(said);
    for (Facet other : others) all.addAll(ask(action, other, one.patient(), one.members()));
    return all;
  }

  /** As {@link #quietly}, of what a resource is about to become. */
  Decision quietly(Action action, Draft draft) throws SQLException {
    return first(ask(action, draft.facet(), draft.owner(), draft.members()), draft);
  }

  private List<Decision> ask(Action action, Facet facet, long patient, List<Long> members) {
    Decision own = gate.decide(action, facet, facts.of(patient));
    if (members.isEmpty()) return List.of(own);
    List<Decision> said = new ArrayList<>();
    said.add(own);
    for (long member : members) said.add(gate.decide(action, facet, facts.of(member)));
    return said;
  }

  /** As {@link #quietly}, of a kind of data, whether or not there is any: it may depend on rows. */
  Decision quietly(Action action, Facet facet, long patient) {
    return ask(action, facet, patient, List.of()).get(0);
  }

  /** What is decided on all rows of a facet that are this patient's alone; not noted. */
  Decision present(Action action, int facet, long patient) throws SQLException {
    return of(action, new Gated.Touched(patient, facet, List.of()));
  }

  private Tally note(Decision decision, Facet facet, long patient) {
    if (facet.dataClass() == DataClass.OPEN)
      return new Tally(); // work data of nobody: no disclosure
    Ref who = facts.of(patient).patient();
    return decision.fold(
        permit -> noted(permitted, who, facet, permit.consents(), permit.basis().name()),
        deny -> noted(denied, who, facet, deny.consents(), deny.reason().name()),
        depends -> note(depends.deny(), facet, patient));
  }

  private static Tally noted(
      Map<Ref, Tally> where, Ref who, Facet facet, List<String> consents, String basis) {
    Tally tally = where.computeIfAbsent(who, w -> new Tally());
    tally.classes.add(facet.dataClass().code());
    tally.consents.addAll(consents);
    tally.basis.add(basis);
    return tally;
  }

  /**
   * The journal's rows for what was decided here: one for each patient disclosed; denied patients
   * are named as long as the question was about few; one row for nobody if there is none.
   */
  List<JournalEntry> journal(JournalEntry.Kind kind, String asked) {
    return journal(kind, asked, permitted.keySet());
  }

  /**
   * @param shown the patients whose rows are in the answer, or who were asked for by name
   */
  List<JournalEntry> journal(JournalEntry.Kind kind, String asked, Collection<Ref> shown) {
    List<JournalEntry> entries = new ArrayList<>();
    Set<Ref> named = new LinkedHashSet<>(shown);
    for (Ref who : named) {
      Tally tally = permitted.get(who);
      if (tally != null) {
        entries.add(entry(kind, asked, who, tally, true));
      } else {
        // Asked for by name: that nothing fits was told, and a denial is named among however many.
        Tally refused = denied.getOrDefault(who, new Tally());
        entries.add(entry(kind, asked, who, refused, false));
      }
    }
    if (denied.size() <= DENIALS_NAMED) {
      denied.forEach(
          (who, tally) -> {
            boolean known = permitted.containsKey(who) || named.contains(who);
            if (!known) entries.add(entry(kind, asked, who, tally, false));
          });
    }
    if (entries.isEmpty()) {
      Ref nobody = Compartment.CITY.patient();
      entries.add(entry(kind, asked, nobody, new Tally(), false));
    }
    return entries;
  }

  /** Whether something of this patient was permitted as to who acts for them. */
  boolean permittedAsProxy(Ref patient) {
    Tally tally = permitted.get(patient);
    return tally != null && tally.basis.contains(Decision.Basis.PROXY.name());
  }

  private JournalEntry entry(
      JournalEntry.Kind kind, String asked, Ref who, Tally tally, boolean yes) {
    boolean nobody = who.equals(Compartment.CITY.patient());
    return new JournalEntry(
        kind,
        access.requester(),
        nobody ? Optional.empty() : Optional.of(who),
        asked,
        tally.classes,
        yes,
        tally.basis.isEmpty() ? "NOTHING_FOUND" : String.join(" ", tally.basis),
        List.copyOf(tally.consents));
  }
}
