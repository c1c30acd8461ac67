package dev.tsumugi.kernel;

import java.time.Instant;

/** A half-open stretch of time, {@code [from, until)}; open ends are {@link #MIN}, {@link #MAX}. */
public record Period(Instant from, Instant until) {
  /** The earliest instant the database can hold and FHIR can write (year 1). */
  public static final Instant MIN = Instant.parse("0001-01-01T00:00:00Z");

  /** The end of the year 9999, the latest FHIR can write. */
  public static final Instant MAX = Instant.parse("+10000-01-01T00:00:00Z");

  public static final Period ALWAYS = new Period(MIN, MAX);

  public Period {
    if (until.isBefore(from)) throw Problem.invalid("period", "the end is before the start");
  }

  public boolean contains(Instant at) {
    return !at.isBefore(from) && at.isBefore(until);
  }

  /** Wholly inside. */
  public boolean contains(Period other) {
    return !other.from.isBefore(from) && !other.until.isAfter(until);
  }

  public boolean overlaps(Period other) {
    return from.isBefore(other.until) && other.from.isBefore(until);
  }

  public Period intersect(Period other) {
    Instant start = from.isAfter(other.from) ? from : other.from;
    Instant end = until.isBefore(other.until) ? until : other.until;
    return new Period(start, end.isBefore(start) ? start : end);
  }
}
