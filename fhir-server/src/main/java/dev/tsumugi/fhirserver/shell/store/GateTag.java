package dev.tsumugi.fhirserver.shell.store;

/**
 * The places where the gate is a condition of a statement. In the SQL that leaves, each stands
 * between {@code /&#42;gate:name&#42;/(} and {@code )/&#42;gate&#42;/}, never one inside another,
 * so that a test can take one away, as {@code (true or (…))}, and see what fails.
 *
 * <p>Elsewhere the gate is a decision in Java on rows (or on versions without their contents) that
 * do not leave the store when it refuses: read and vread ({@link JdbcRecords}), history at each
 * level ({@link Histories}), the parts of an export ({@link JdbcExports}, {@link ExportBuild}), the
 * Patient and the work data of a whole record ({@link RecordChunks}), the emergency look-up ({@link
 * JdbcSheets}), the access journal ({@link AccessJournal}), and of writes what they change and what
 * they link to ({@link WriteGate}, {@link LinkCheck}). A step of a chain that ends at patients,
 * with nothing left open to the single row, is decided by whose rows fit.
 */
enum GateTag {
  /** The page of a search. */
  SEARCH("search"),
  /** What a search counts. */
  TOTAL("total"),
  /** One step of a chain. */
  CHAIN("chain"),
  /** One step of {@code _has}. */
  HAS("has"),
  INCLUDE("include"),
  REVINCLUDE("revinclude"),
  /** The condition of a conditional create, update, patch or delete. */
  CONDITION("condition"),
  /** A reference in a body that is a search. */
  MATCH_URL("match-url"),
  /** Whether a change is told to a subscriber. */
  SUBSCRIPTION("subscription"),
  /** A patient's own rows, in the whole record. */
  EVERYTHING("everything"),
  /** The rows of others that are about the patient too. */
  EVERYTHING_SHARED("everything-shared"),
  /** What a history counts, where that depends on the single version. */
  HISTORY_COUNT("history-count"),
  /** Who still refers to what would be deleted. */
  REFERRER("referrer");

  private final String word;

  GateTag(String word) {
    this.word = word;
  }

  String word() {
    return word;
  }
}
