package dev.tsumugi.kernel;

/** A code in its system; {@code system} is empty where none is stated. */
public record Coding(String system, String code) {
  @Override
  public String toString() {
    return system + "|" + code;
  }
}
