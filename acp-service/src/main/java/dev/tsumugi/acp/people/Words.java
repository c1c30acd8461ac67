package dev.tsumugi.acp.people;

/** The same said to those who read Japanese and to those who read English. */
public record Words(String ja, String en) {
  /** In one line, as an OperationOutcome holds it: Japanese first. */
  public String both() {
    return ja + " / " + en;
  }
}
