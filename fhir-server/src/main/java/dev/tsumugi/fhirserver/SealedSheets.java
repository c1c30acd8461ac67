package dev.tsumugi.fhirserver;

import dev.tsumugi.consent.Access;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Ref;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Emergency sheets that were sealed to a crew's device, to be opened where there is no signal
 * (docs/adr/0036): the one disclosure that a revocation cannot reach at once. What was sealed is
 * kept as a fact, for the resident and for the device to be told that it is over; the sheet itself
 * is not kept.
 */
public interface SealedSheets {
  /** How many of one device may be neither over nor past their end. */
  int MOST_LIVE = 50;

  /** No sheet outlives this. */
  Duration LONGEST = Duration.ofHours(4);

  /**
   * From now on this is the key of the device by which the requester is signed on; with another one
   * than before, what was sealed to that is over.
   *
   * <p>Throws {@code Problem} FORBIDDEN on a device that is not registered.
   */
  Device enrol(Access crew, Key key);

  /**
   * Seals the sheets of those whom a look-up would show the requester now, in one snapshot;
   * journalled as disclosures before anything of it leaves. Whoever else is named is left out, and
   * looks like somebody who does not exist. A sheet of the same person on the same device is
   * replaced.
   *
   * <p>Throws {@code Problem}: FORBIDDEN on a device that has no key here, NOT_FOUND for what is no
   * live incident of the requester's organisation, CONFLICT if there would be too many.
   *
   * @param incident an Encounter
   */
  Sealing seal(Access crew, Ref incident, Collection<Ref> patients, Cover cover);

  /**
   * What was sealed to the requester's device, newest first, and whether it may still be opened;
   * what may not is over for good.
   *
   * @param holds ids that the device holds; what is over and not among them counts as destroyed
   */
  List<Standing> standing(Access crew, Set<String> holds, Cover cover);

  /**
   * Openings that the device wrote down; each becomes a row of the journal, once.
   *
   * <p>Throws {@code Problem} NOT_FOUND for a sheet that was never sealed to this device.
   */
  void opened(Access crew, List<Opening> openings);

  /**
   * Which devices may hold a sheet of this patient now, the one that ends last first: for who may
   * know of the patient's agreements. Throws {@code Problem} FORBIDDEN.
   */
  List<Held> held(Access asker, Ref patient);

  /** A point on P-256, coordinates in base64url, and its thumbprint (RFC 7638). */
  record Key(String id, String x, String y) {}

  /** A registered device. */
  record Device(String id, String name) {}

  /** How a module makes a sheet of what the gate lets through. */
  interface Cover {
    /** Whether the record still stands for somebody. */
    boolean fits(Json.Obj patient);

    /** What is shown on it: if any of that may no longer be shown, the sheet is over. */
    Set<String> lines(Sheets.Lookup.Found sheet, Instant at);

    /** Signed, and encrypted to the device's key. */
    String close(Sheets.Lookup.Found sheet, Terms terms);
  }

  /** Under which terms one is sealed. */
  record Terms(
      String id,
      Ref patient,
      Ref incident,
      Device device,
      Key key,
      Instant sealed,
      Instant expires) {}

  /** One that was sealed just now. */
  record Sealed(Terms terms, String jwe) {}

  /**
   * What came of it.
   *
   * @param replaced ids of those that these replace
   */
  record Sealing(List<Sealed> sealed, List<String> replaced) {}

  /** What became of one. */
  enum State {
    GOOD,
    REVOKED,
    EXPIRED
  }

  record Standing(String id, State state, Instant expires) {}

  /**
   * As the device says.
   *
   * @param id of the opening
   * @param sheet id of what was opened
   * @param by subject of who was signed on last
   */
  record Opening(String id, String sheet, Instant at, String by) {}

  /**
   * What a device may hold.
   *
   * @param revoked since when it is over, though the device does not know
   */
  record Held(
      String device,
      String organization,
      Ref incident,
      Instant sealed,
      Instant expires,
      Optional<Instant> revoked) {}
}
