package dev.tsumugi.terminology;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * A regular expression as a set of states that go forward together, so that no text takes longer
 * than its length times the size of the expression (Thompson's construction). It knows what value
 * sets use: characters, {@code .}, classes, {@code \d \w \s}, groups, alternatives, {@code * + ?
 * {n,m}}, {@code ^ $}. What goes beyond (references back, looking around) it does not read.
 *
 * @see <a href="https://swtch.com/~rsc/regexp/regexp1.html">Cox, Regular Expression Matching Can Be
 *     Simple And Fast</a>
 */
final class LinearRegex {
  private static final int MAX_STEPS = 4_000;

  /** What a step of the program does. */
  private enum Kind {
    CHARACTER,
    SPLIT,
    BEGIN,
    END,
    MATCH
  }

  /**
   * One step.
   *
   * @param to where it goes on
   * @param or where a split goes, too
   */
  private record Step(Kind kind, @Nullable IntPredicate fits, int to, int or) {}

  /** Thrown while reading what is not known here. */
  static final class NotKnown extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotKnown() {
      super(null, null, false, false);
    }
  }

  private final List<Step> steps;
  private final int start;

  private LinearRegex(List<Step> steps, int start) {
    this.steps = steps;
    this.start = start;
  }

  /** Reads an expression; null if it holds something that is not known here. */
  static @Nullable LinearRegex of(String regex) {
    try {
      RegexReader.Node read = new RegexReader(regex).read();
      List<Step> steps = new ArrayList<>();
      steps.add(new Step(Kind.MATCH, null, 0, 0));
      int start = compile(read, 0, steps);
      return new LinearRegex(steps, start);
    } catch (NotKnown beyond) {
      return null;
    }
  }

  /** Writes a node so that it goes on at {@code next}; returns where it begins. */
  private static int compile(RegexReader.Node node, int next, List<Step> steps) {
    if (node instanceof RegexReader.Node.One one) {
      return add(new Step(Kind.CHARACTER, one.fits(), next, next), steps);
    }
    if (node instanceof RegexReader.Node.Edge edge) {
      return add(new Step(edge.end() ? Kind.END : Kind.BEGIN, null, next, next), steps);
    }
    if (node instanceof RegexReader.Node.All all) {
      int at = next;
      for (int i = all.parts().size() - 1; i >= 0; i--) at = compile(all.parts().get(i), at, steps);
      return at;
    }
    if (node instanceof RegexReader.Node.Any any) {
      int at = compile(any.choices().get(any.choices().size() - 1), next, steps);
      for (int i = any.choices().size() - 2; i >= 0; i--) {
        at = add(new Step(Kind.SPLIT, null, compile(any.choices().get(i), next, steps), at), steps);
      }
      return at;
    }
    RegexReader.Node.Times times = (RegexReader.Node.Times) node;
    int at = next;
    if (times.most() < 0) {
      // The loop's split is written first, so that the body can go back to it.
      int loop = add(new Step(Kind.SPLIT, null, next, next), steps);
      int body = compile(times.node(), loop, steps);
      steps.set(loop, new Step(Kind.SPLIT, null, body, next));
      at = loop;
    } else {
      for (int i = times.least(); i < times.most(); i++) {
        at = add(new Step(Kind.SPLIT, null, compile(times.node(), at, steps), next), steps);
      }
    }
    for (int i = 0; i < times.least(); i++) at = compile(times.node(), at, steps);
    return at;
  }

  private static int add(Step step, List<Step> steps) {
    if (steps.size() >= MAX_STEPS) throw new NotKnown();
    steps.add(step);
    return steps.size() - 1;
  }

  /** Does the whole text match? */
  boolean matches(String text) {
    BitSet now = new BitSet(steps.size());
    follow(start, 0, text, now);
    for (int i = 0; i < text.length(); i++) {
      BitSet next = new BitSet(steps.size());
      for (int at = now.nextSetBit(0); at >= 0; at = now.nextSetBit(at + 1)) {
        Step step = steps.get(at);
        IntPredicate fits = step.fits();
        if (fits != null && fits.test(text.charAt(i))) follow(step.to(), i + 1, text, next);
      }
      if (next.isEmpty()) return false;
      now = next;
    }
    return now.get(0);
  }

  /** Adds a state, and all that it leads to without a character. */
  private void follow(int from, int position, String text, BitSet into) {
    List<Integer> open = new ArrayList<>(List.of(from));
    while (!open.isEmpty()) {
      int at = open.remove(open.size() - 1);
      if (into.get(at)) continue;
      into.set(at);
      Step step = steps.get(at);
      switch (step.kind()) {
        case SPLIT -> {
          open.add(step.or());
          open.add(step.to());
        }
        case BEGIN -> {
          if (position == 0) open.add(step.to());
        }
        case END -> {
          if (position == text.length()) open.add(step.to());
        }
        case CHARACTER, MATCH -> {}
      }
    }
  }
}
