package dev.tsumugi.bench;

import java.util.List;
import java.util.Set;

/** What a server answered to one search. */
public sealed interface Found {
  /**
   * All pages together.
   *
   * @param matches in order, as {@code Type/id}
   * @param along what was included
   * @param total as told on the first page; "" if it was not
   */
  record Answered(List<String> matches, Set<String> along, String total) implements Found {}

  record Refused(int status, String why) implements Found {}
}
