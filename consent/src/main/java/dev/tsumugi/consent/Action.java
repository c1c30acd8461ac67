package dev.tsumugi.consent;

/**
 * What a requester wants to do, in the letters of <a
 * href="https://hl7.org/fhir/smart-app-launch/STU2.2/scopes-and-launch-context.html">SMART v2</a>.
 */
@SuppressWarnings("EnumOrdinal") // as bits and places in memory; nothing stores them
public enum Action {
  /** Read, vread and the history of one instance. */
  READ('r'),
  /** Search, and the history of a type or of everything. */
  SEARCH('s'),
  CREATE('c'),
  /** Update and patch. */
  UPDATE('u'),
  DELETE('d');

  private final char letter;

  Action(char letter) {
    this.letter = letter;
  }

  public char letter() {
    return letter;
  }

  /** Whether data flow out, and not in. */
  boolean reads() {
    return this == READ || this == SEARCH;
  }

  int bit() {
    return 1 << ordinal();
  }
}
