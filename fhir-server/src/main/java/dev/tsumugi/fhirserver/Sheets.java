package dev.tsumugi.fhirserver;

import dev.tsumugi.consent.Access;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Ref;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Finding a person in an emergency, and the blocks of their sheet that the access permits. */
public interface Sheets {
  /**
   * One snapshot: who fits, who of them may be seen, and the sheet if it is exactly one. Journalled
   * for each person found, and as denied for each who may not be seen.
   *
   * @param people a search on Patient
   * @param fits what the search cannot express, for example a name however spaced
   */
  Lookup lookup(Access access, Query people, Predicate<Json.Obj> fits, Beside beside);

  /** For no known incident, with the sheet. */
  default Lookup lookup(Access access, Query people, Predicate<Json.Obj> fits) {
    return lookup(access, people, fits, Beside.NOTHING);
  }

  /**
   * The same by the code of an emergency card ({@link Handouts.Kind#CARD}). One that is unknown or
   * over finds nobody, as does one whose holder may not be seen.
   */
  Lookup byCard(Access access, String code, Predicate<Json.Obj> fits, Beside beside);

  /**
   * The same by what is nearly right. In one snapshot: who shares keys ({@link MatchKeys}) with the
   * question, how like each is, who of them may be seen. Who has died is never among them. Of those
   * who may be seen the answer is, the first that holds: the sheet of the only one who is exactly
   * meant ({@link Wanted#EXACT}); all who are; the {@link Wanted#MOST} most like, none of them much
   * less like than the first. Journalled as {@link #lookup}; denied are those named who would have
   * been in the answer.
   */
  Lookup match(Access access, Wanted wanted, Beside beside);

  /**
   * For what a look-up is made, and how much it shows.
   *
   * @param incident the run of the ambulance, an Encounter that who asks may see; a look-up without
   *     is so marked in the journal
   * @param identityOnly who it is and nothing else, until the crew is sure
   * @param afterMisses whether many look-ups of the same person have just found nobody; noted
   * @param glass of who looks for people who never chose, having declared an emergency (purpose
   *     BTG): the same requester in an emergency that was not (ETREAT). Found are those whom the
   *     gate would show them with the glass broken, and who refuse nothing to rescuers
   */
  record Beside(
      Optional<Ref> incident, boolean identityOnly, boolean afterMisses, Optional<Access> glass) {
    public static final Beside NOTHING = new Beside(Optional.empty(), false);

    /** As most look-ups are. */
    public Beside(Optional<Ref> incident, boolean identityOnly) {
      this(incident, identityOnly, false, Optional.empty());
    }
  }

  /** Whom a tolerant look-up is for. */
  interface Wanted {
    /** A likeness that leaves no doubt who was asked for. */
    int EXACT = 1_000_000;

    /** How many candidates are shown. */
    int MOST = 10;

    /** Less like than the first by more than this is noise beside them. */
    int SPREAD = 130;

    /** Who is among one of these is looked at. */
    List<Block> blocks();

    /**
     * By one of these everybody is found who is {@link #EXACT}, and hardly anybody else: looked at
     * first, as it spares the rest where there is exactly one. Empty if nobody can be.
     */
    default List<Block> exact() {
      return List.of();
    }

    /** 0 for somebody else; pure, as it is asked of people who may not be seen. */
    int likeness(Json.Obj patient);

    /**
     * People who share keys, as {@link MatchKeys} makes them.
     *
     * @param some one of which is shared; by few people
     * @param others one of which is shared, too, as it narrows what many share; empty for none
     * @param most of these looked at; those first who chose who may see what of them
     * @param weight how much this speaks for somebody; only compared
     */
    record Block(Set<String> some, Set<String> others, int most, int weight) {
      public Block {
        some = Set.copyOf(some);
        others = Set.copyOf(others);
        if (some.isEmpty() || most < 1) throw new IllegalArgumentException("of nothing");
      }
    }
  }

  /**
   * What a look-up of this patient would show a rescuer, also by Consents that are not saved yet:
   * the same gate over the same kept blocks, in one snapshot. What the asker may not see of it
   * themselves is left out; journalled as the asker's own look.
   *
   * <p>Throws {@code Problem} FORBIDDEN to whoever is neither the patient nor may consent for them,
   * whether or not there is such a patient.
   *
   * @param rescuer somebody on duty who is only imagined; their app counts as assessed
   * @param supposed Consents that stand beside the stored ones, or in place of those with their ids
   */
  Preview preview(Access asker, Access rescuer, Ref patient, List<Json.Obj> supposed);

  /**
   * @param lookup found or unknown
   * @param faults of supposed Consents that cannot be understood, one line each
   */
  record Preview(Lookup lookup, List<String> faults) {}

  sealed interface Lookup {
    /** Nobody, or nobody who may be seen: the two cannot be told apart. */
    record Unknown() implements Lookup {}

    record Candidates(List<StoredResource> patients) implements Lookup {}

    record Found(StoredResource patient, List<Block> blocks) implements Lookup {}
  }

  /** Code of a block that holds work data as it is stored: what the other blocks mention. */
  String DIRECTORY = "directory";

  /**
   * @param items JSON array of what the renderer made, UTF-8
   */
  @SuppressWarnings("ArrayRecordComponent") // bytes go straight into the answer
  record Block(String code, byte[] items) {}
}
