package dev.tsumugi.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * The order in which two take their turns: A B, B A, A B … A machine that grows warmer, a cache
 * that fills, a disk that tires is then no one's advantage.
 */
public final class Turns {
  private Turns() {}

  /** For each turn the index of whose it is, 0 or 1. */
  public static List<Integer> abba(int rounds) {
    List<Integer> turns = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      int first = round % 2;
      turns.add(first);
      turns.add(1 - first);
    }
    return List.copyOf(turns);
  }
}
