package dev.tsumugi.terminology.master;

/**
 * Something in a master file that it is refused for.
 *
 * @param line as an editor counts, from 1 (a row of a workbook); 0 for the file as a whole
 */
public record Refusal(int line, String why) {
  @Override
  public String toString() {
    return line == 0 ? why : "line " + line + ": " + why;
  }
}
