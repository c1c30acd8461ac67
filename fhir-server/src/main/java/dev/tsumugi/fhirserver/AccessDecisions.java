package dev.tsumugi.fhirserver;

import dev.tsumugi.consent.Access;
import dev.tsumugi.consent.Action;
import dev.tsumugi.consent.Confidentiality;
import dev.tsumugi.consent.DataClass;
import dev.tsumugi.consent.Decision;
import dev.tsumugi.consent.Purpose;
import dev.tsumugi.consent.Requester;
import dev.tsumugi.consent.Role;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Ref;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the gate would decide, and why: for any requester, also by a Consent that is not saved yet.
 * It asks the very gate; nothing here judges by itself.
 */
public interface AccessDecisions {
  /**
   * May others see, by the gate, and why (not)? Whoever may speak for the patient in consents, a
   * registrar, an officer and a custodian may ask of anybody; all others only what they themselves
   * may see, and of that they learn no more than a search would tell them.
   *
   * <p>Throws {@code Problem} FORBIDDEN to whoever may not ask this, whether or not there is such a
   * patient; NOT_FOUND for a resource that the asker may not see or that is not there.
   */
  Answer answer(Access asker, Question question);

  /** The standing Consents, of those the writer may see, that contradict this one. */
  List<Conflict> conflicts(Access writer, Ref consent);

  /** Consents in force that cannot be understood, of those the asker may know of. */
  List<Unreadable> unreadable(Access asker, Optional<Ref> patient);

  /**
   * One question.
   *
   * @param requester of whom; empty for the asker
   * @param service whether the requester's own client is asked for, too; else it counts as assessed
   * @param supposed what is supposed to hold in place of what holds
   * @param resource who could see this one; empty for what the requester may see
   */
  record Question(
      Ref patient,
      Optional<Requester> requester,
      boolean service,
      Action action,
      Supposed supposed,
      Optional<Ref> resource) {}

  /**
   * What is simulated.
   *
   * @param consent stands beside the stored ones, or in place of the one with its id
   * @param without a stored one that is left out
   */
  record Supposed(Optional<Json.Obj> consent, Optional<Ref> without) {
    public static final Supposed NOTHING = new Supposed(Optional.empty(), Optional.empty());

    public boolean isNothing() {
      return consent.isEmpty() && without.isEmpty();
    }
  }

  /**
   * The answer; one of the two lists is empty.
   *
   * @param faults of the simulated Consent, if it cannot be understood
   */
  record Answer(List<Line> lines, List<Who> who, List<String> faults) {}

  /**
   * What is decided on one kind of data.
   *
   * @param type empty for all of the class
   * @param own whether it is what the requester's organisation wrote itself
   */
  record Kind(
      DataClass dataClass,
      Optional<String> type,
      Set<String> sensitivity,
      Confidentiality confidentiality,
      boolean own) {}

  /**
   * One kind of data.
   *
   * @param decision empty where the asker may not be told whether it is denied or not there
   */
  record Line(Kind kind, Optional<Decision> decision) {}

  /** By what somebody is listed among those who could see something. */
  enum Tied {
    /** Anybody on duty in this role, whoever it is. */
    ROLE,
    /** Cares for the patient. */
    CARE,
    /** Acts for the patient. */
    PROXY,
    /** Has broken the glass. */
    GLASS,
    /** Named by a Consent. */
    NAMED,
    SELF
  }

  /** Whether somebody could see the resource. */
  record Who(Tied tied, Optional<Ref> actor, Role role, Purpose purpose, Decision decision) {}

  /**
   * That two Consents say opposite things.
   *
   * @param standing the other one, {@code Consent/id}
   * @param givenBy who gave it, as its performer says
   * @param permits whether the new one permits what the other denies
   */
  record Conflict(
      Ref standing, List<Ref> givenBy, boolean permits, Set<Role> roles, Set<DataClass> classes) {}

  /**
   * A Consent that denies others, as it cannot be understood.
   *
   * @param faults one line each, starting with the element's path
   */
  record Unreadable(Ref consent, int version, Optional<Ref> patient, List<String> faults) {}
}
