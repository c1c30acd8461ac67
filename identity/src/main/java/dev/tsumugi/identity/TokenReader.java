package dev.tsumugi.identity;

import java.util.List;

/** Who bears a token that came another way than in the header of its own request. */
public interface TokenReader {
  /**
   * As for a token in the header. One that is bound to a key is refused: here nobody proves to have
   * that key.
   *
   * @param purposes the values of {@link RequesterRules#PURPOSE_HEADER}
   */
  Identified identify(String token, List<String> purposes);
}
