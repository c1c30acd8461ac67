package dev.tsumugi.fhirserver.r4;

import dev.tsumugi.kernel.Problem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** Where a check stands in the tree, and what it has found; paths are only written on a finding. */
final class Findings {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,63}");

  private final List<Problem.Issue> issues = new ArrayList<>();
  private String[] names = new String[16];
  private int[] indexes = new int[16];
  private int depth;

  void enter(String name) {
    if (depth == names.length) {
      names = Arrays.copyOf(names, depth * 2);
      indexes = Arrays.copyOf(indexes, depth * 2);
    }
    names[depth] = name;
    indexes[depth] = -1;
    depth++;
  }

  /** The item of the array just entered. */
  void item(int index) {
    indexes[depth - 1] = index;
  }

  void leave() {
    depth--;
  }

  boolean full() {
    return issues.size() >= Validator.MOST_ISSUES;
  }

  void add(String message) {
    if (!full()) issues.add(new Problem.Issue(path(), message));
  }

  void add(String child, String message) {
    enter(child);
    add(message);
    leave();
  }

  /** A name the client made up may be anything: it is told only if it looks like a name. */
  void addUnknown(String child, String message) {
    if (PLAIN.matcher(child).matches()) add(child, message);
    else add(message);
  }

  private String path() {
    StringBuilder path = new StringBuilder();
    for (int i = 0; i < depth; i++) {
      if (i > 0) path.append('.');
      path.append(names[i]);
      if (indexes[i] >= 0) path.append('[').append(indexes[i]).append(']');
    }
    return path.toString();
  }

  List<Problem.Issue> issues() {
    return List.copyOf(issues);
  }
}
