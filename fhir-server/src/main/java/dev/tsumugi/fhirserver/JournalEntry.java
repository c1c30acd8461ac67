package dev.tsumugi.fhirserver;

import dev.tsumugi.consent.Requester;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Ref;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/**
 * One line of the journal: who asked for what of whom, why, and what came of it. Holds no clinical
 * content; {@code asked} is the kind of question, not its values.
 *
 * @param patient whose record; empty for what is nobody's in particular, or nobody was found
 * @param classes data classes disclosed or written
 * @param basis of the decision, or the reason of a denial
 */
public record JournalEntry(
    Kind kind,
    Requester requester,
    Optional<Ref> patient,
    String asked,
    SortedSet<String> classes,
    boolean permitted,
    String basis,
    List<String> consents) {
  /** How {@code asked} of a look-up ends that was made for no known run of an ambulance. */
  public static final String WITHOUT_INCIDENT = " without an incident";

  /** And beside, where many look-ups of the same person in this hour had found nobody. */
  public static final String AFTER_MISSES = ", after many that found nobody";

  /** And beside, where those were looked for who never chose, in an emergency that was declared. */
  public static final String OF_GLASS = ", by breaking the glass";

  /** What was done, see <a href="https://profiles.ihe.net/ITI/BALP/">IHE BALP</a>. */
  public enum Kind {
    READ,
    QUERY,
    CREATE,
    UPDATE,
    DELETE,
    EMERGENCY,
    JOURNAL,
    /** Chosen for a bulk export, or fetched in one of its files. */
    EXPORT,
    /** Told to a subscriber. */
    NOTIFY,
    /** A decision explained or tried out, without the data it is about. */
    DECISION,
    /** Somebody declared an emergency to see what was not agreed to. */
    BREAK_GLASS,
    /**
     * What leads back to the record was handed out, ended, listed or used: see {@link Handouts}.
     */
    HANDOUT,
    /** An ambulance's hand-over to a hospital, and who was told of it: see {@link HandOvers}. */
    HANDOVER
  }

  /** The content that is salted, digested and kept. */
  public Json.Obj content() {
    return Json.object()
        .put("subject", requester.subject())
        .put("name", requester.name())
        .put("actor", requester.actor().map(Ref::toString).orElse(null))
        .put("organization", requester.organization().map(Ref::toString).orElse(null))
        .put("role", requester.role().code())
        .put("purpose", requester.purpose().name())
        .put("client", requester.client())
        .put("token", requester.signOn().token())
        .put("asked", asked)
        .put("classes", classes.stream().map(Json::text).toList())
        .put("permitted", permitted)
        .put("basis", basis)
        .put("consents", consents.stream().map(Json::text).toList())
        .build();
  }
}
