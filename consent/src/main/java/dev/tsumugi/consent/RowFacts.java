package dev.tsumugi.consent;

import dev.tsumugi.kernel.Period;
import dev.tsumugi.kernel.Ref;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What consent may look at in one row beyond its {@link Facet}. Two are equal when all they tell
 * is.
 *
 * @param when the clinical time of the data (Consent.provision.dataPeriod, not the time of
 *     writing); empty if the row tells none
 * @param marks its codes, references and authors, see {@link Marks}; ascending
 * @param tokens what a search by a code finds it by, see {@link SearchTokens}; ascending, none if
 *     they are not known
 */
@SuppressWarnings("ArrayRecordComponent") // a column of the store; nobody changes it
public record RowFacts(Ref ref, Optional<Period> when, long[] marks, long[] tokens) {

  boolean isMarked(long mark) {
    return Arrays.binarySearch(marks, mark) >= 0;
  }

  boolean hasToken(long token) {
    return Arrays.binarySearch(tokens, token) >= 0;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RowFacts row
        && ref.equals(row.ref)
        && when.equals(row.when)
        && Arrays.equals(marks, row.marks)
        && Arrays.equals(tokens, row.tokens);
  }

  @Override
  public int hashCode() {
    return Objects.hash(ref, when, Arrays.hashCode(marks), Arrays.hashCode(tokens));
  }

  @Override
  public String toString() {
    return ref + " " + when + " " + Arrays.toString(marks) + " " + Arrays.toString(tokens);
  }
}
