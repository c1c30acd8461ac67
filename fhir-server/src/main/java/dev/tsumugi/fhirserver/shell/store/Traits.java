package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.consent.RowFacts;
import dev.tsumugi.kernel.Period;
import dev.tsumugi.kernel.Ref;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The columns of a version that a decision may depend on. The arrays stay as the driver has them,
 * for few decisions look at them.
 *
 * @param since start of the main date; null if it tells none
 * @param marks null if it is not marked yet
 * @param tokens null if it is not known by what a search finds it
 */
record Traits(
    Ref ref,
    @Nullable Instant since,
    @Nullable Instant until,
    @Nullable Array marks,
    @Nullable Array tokens)
    implements Told {
  /** Columns in the order {@link #read} takes them; {@code r} is the row. */
  static final String COLUMNS = "r.since, r.until, r.marks, r.tokens";

  /**
   * @param at place of the first of these columns
   */
  static Traits read(Ref ref, ResultSet row, int at) throws SQLException {
    return new Traits(
        ref, instant(row, at), instant(row, at + 1), row.getArray(at + 2), row.getArray(at + 3));
  }

  private static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }

  @Override
  public Optional<RowFacts> facts() throws SQLException {
    if (marks == null) return Optional.empty();
    Optional<Period> when =
        since == null || until == null ? Optional.empty() : Optional.of(new Period(since, until));
    long[] found = tokens == null ? new long[0] : Row.longs(tokens);
    Arrays.sort(found);
    return Optional.of(new RowFacts(ref, when, Row.longs(marks), found));
  }
}
