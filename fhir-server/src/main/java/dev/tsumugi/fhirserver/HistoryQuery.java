package dev.tsumugi.fhirserver;

import dev.tsumugi.kernel.Period;
import dev.tsumugi.kernel.Ref;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A question about versions (<a href="https://hl7.org/fhir/R4/http.html#history">R4 history</a>).
 *
 * @param since only versions made at this time or later
 * @param at only versions that were current at some time of this stretch
 * @param count versions a page
 * @param total of one resource they are counted whatever is asked here
 * @param after where the page before ended; decided anew
 */
public record HistoryQuery(
    Level level,
    Optional<Instant> since,
    Optional<Period> at,
    int count,
    Query.Total total,
    Optional<Position> after) {

  /** Of what the versions are. */
  public sealed interface Level {
    /** Below the FHIR base, with a slash at its end; empty for the base itself. */
    String path();

    record OfOne(Ref ref) implements Level {
      @Override
      public String path() {
        return ref + "/";
      }
    }

    record OfType(String type) implements Level {
      @Override
      public String path() {
        return type + "/";
      }
    }

    record OfAll() implements Level {
      @Override
      public String path() {
        return "";
      }
    }
  }

  /** The last version of a page. */
  public record Position(Instant updated, long row, int version) {}

  /** The whole history of one resource, as far as it fits on the largest page. */
  public static HistoryQuery of(Ref ref) {
    return new HistoryQuery(
        new Level.OfOne(ref),
        Optional.empty(),
        Optional.empty(),
        Limits.MAX_COUNT,
        Query.Total.NONE,
        Optional.empty());
  }

  public HistoryQuery from(Position position) {
    return new HistoryQuery(level, since, at, count, total, Optional.of(position));
  }

  /** Whether this may be part of following all changes, where a late commit must not be skipped. */
  public boolean follows() {
    return since.isPresent() && !(level instanceof Level.OfOne);
  }

  /** A page of versions, newest first. */
  public record Page(List<StoredResource> versions, OptionalLong total, Optional<Position> next) {}
}
