package dev.tsumugi.terminology.master;

import java.util.ArrayList;
import java.util.List;

/** Collects what a file is refused for; a wrong column would otherwise name every line. */
final class Refusals {
  private static final int KEPT = 50;

  private final List<Refusal> first = new ArrayList<>();
  private long count;

  void add(int line, String why) {
    count++;
    if (first.size() < KEPT) first.add(new Refusal(line, why));
  }

  boolean none() {
    return count == 0;
  }

  Reading.Refused reading() {
    return new Reading.Refused(first, count);
  }
}
