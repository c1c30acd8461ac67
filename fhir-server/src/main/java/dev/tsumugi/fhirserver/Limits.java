package dev.tsumugi.fhirserver;

import dev.tsumugi.kernel.Problem;

/**
 * How much one question may ask and one answer may hold. Each limit is refused, or ends a page, in
 * words of its own; {@code docs/configuration.md} lists them.
 */
public final class Limits {
  public static final int DEFAULT_COUNT = 20;

  /** More asked for is answered with this many, as R4 allows. */
  public static final int MAX_COUNT = 1_000;

  /** Parameters of one search. */
  public static final int WORDS = 200;

  /** Alternatives of one parameter. */
  public static final int ALTERNATIVES = 1_000;

  /** Characters of one alternative. */
  public static final int VALUE_LENGTH = 4_000;

  /** Values that one statement may compare with. PostgreSQL numbers them in two bytes. */
  public static final int COMPARED = 60_000;

  /**
   * Bytes of resources on one page: it ends early, with a link to the next. An answer takes its
   * bytes a few times over while it is put together, and several are under way.
   */
  public static final long PAGE_BYTES = 16L << 20;

  /** Bytes of resources that may come along with one page. */
  public static final long ALONG_BYTES = 16L << 20;

  /** Resources whose labels follow a change of the Medication they name, in its commit. */
  public static final int LABELS_FOLLOWED = 1_000;

  private Limits() {}

  static void words(int count) {
    if (count > WORDS) {
      throw Problem.of(
          Problem.Kind.TOO_LARGE,
          "a search takes at most " + WORDS + " parameters; this has " + count);
    }
  }
}
