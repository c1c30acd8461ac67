package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.fhirserver.Query;
import dev.tsumugi.fhirserver.r4.R4;
import dev.tsumugi.kernel.Problem;
import java.util.Comparator;
import java.util.List;

/**
 * Where a walk through a patient's record stands. What it is made of never changes while a row
 * lives, so that what stood unchanged is met exactly once.
 *
 * @param part of the walk: {@link #PATIENT}, {@link #OWN}, {@link #SHARED}
 * @param owner of the row
 */
record Place(int part, long owner, short type, long row) implements Comparable<Place> {
  /** Before everything, the patient's own resource included. */
  static final int START = -1;

  /** The Patient resource itself. */
  static final int PATIENT = 0;

  /** What the patient owns. */
  static final int OWN = 1;

  /** What others own, and the patient has a part in. */
  static final int SHARED = 2;

  private static final Comparator<Place> ORDER =
      Comparator.comparingInt(Place::part)
          .thenComparingLong(Place::owner)
          .thenComparingInt(Place::type)
          .thenComparingLong(Place::row);

  static Place before() {
    return new Place(START, 0, (short) 0, 0);
  }

  static Place of(long patient, R4 r4, Row row) {
    int part = row.patient() != patient ? SHARED : OWN;
    if (part == OWN && row.ref().type().equals("Patient")) part = PATIENT;
    return new Place(part, row.patient(), r4.typeNumber(row.ref().type()), row.row());
  }

  Query.Position position() {
    return new Query.Position(
        List.of(Integer.toString(part), Long.toString(owner), Short.toString(type)), row);
  }

  static Place of(Query.Position position) {
    try {
      List<String> values = position.values();
      return new Place(
          Integer.parseInt(values.get(0)),
          Long.parseLong(values.get(1)),
          Short.parseShort(values.get(2)),
          position.row());
    } catch (NumberFormatException | IndexOutOfBoundsException otherPosition) {
      throw Problem.invalid("", "this position is none of a patient's record");
    }
  }

  @Override
  public int compareTo(Place other) {
    return ORDER.compare(this, other);
  }
}
