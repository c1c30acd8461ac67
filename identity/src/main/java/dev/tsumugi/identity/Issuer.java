package dev.tsumugi.identity;

/** Who issues the tokens, as the hub's health sees it. */
public interface Issuer {
  /**
   * Whether it answers: without it nobody can sign on; who is signed on goes on until their token
   * ends. It is asked once in a few seconds, however often this is.
   */
  boolean answers();
}
