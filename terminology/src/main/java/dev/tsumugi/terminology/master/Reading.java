package dev.tsumugi.terminology.master;

import java.util.List;

/** What came of reading a master file: all of it, or nothing. */
public sealed interface Reading {
  /**
   * Everything could be read.
   *
   * @param encoding how the file was written
   * @param rows that carried a concept
   * @param passedOver rows that the layout says to leave out, each kind in words
   */
  record Whole(
      String encoding,
      List<CodeTable> systems,
      List<CodePairs> maps,
      int rows,
      List<String> passedOver)
      implements Reading {
    public Whole {
      systems = List.copyOf(systems);
      maps = List.copyOf(maps);
      passedOver = List.copyOf(passedOver);
    }
  }

  /**
   * Something is wrong, so that nothing of it counts.
   *
   * @param first the first findings, in the order of the file
   * @param count how many there are in all
   */
  record Refused(List<Refusal> first, long count) implements Reading {
    public Refused {
      first = List.copyOf(first);
    }
  }
}
