package dev.tsumugi.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Why some differences are as they are, and who is right by R4's text.
 *
 * @param right {@code ours}, {@code peer}, {@code both} or {@code open}
 * @param kinds of differences that it explains, by their words
 * @param questions which it explains
 */
public record Explanation(String right, Set<String> kinds, Pattern questions, String why) {
  private static final Set<String> RIGHT = Set.of("ours", "peer", "both", "open");

  /**
   * A paragraph each: {@code right | kinds} on its first line, then a line of each regular
   * expression of questions, behind {@code ?}, then the reason.
   */
  public static List<Explanation> read(List<String> lines) {
    List<Explanation> all = new ArrayList<>();
    List<String> paragraph = new ArrayList<>();
    for (String line : lines) {
      if (line.startsWith("#")) continue;
      if (!line.isBlank()) {
        paragraph.add(line.strip());
      } else if (!paragraph.isEmpty()) {
        all.add(one(paragraph));
        paragraph.clear();
      }
    }
    if (!paragraph.isEmpty()) all.add(one(paragraph));
    return List.copyOf(all);
  }

  private static Explanation one(List<String> paragraph) {
    String[] head = paragraph.get(0).split("\\|");
    List<String> expressions = new ArrayList<>();
    List<String> why = new ArrayList<>();
    for (String line : paragraph.subList(1, paragraph.size())) {
      if (line.startsWith("? ")) expressions.add("(?:" + line.substring(2).strip() + ")");
      else why.add(line);
    }
    String right = head[0].strip();
    if (!RIGHT.contains(right) || head.length != 2 || expressions.isEmpty() || why.isEmpty()) {
      throw new IllegalArgumentException("not an explanation: " + paragraph);
    }
    return new Explanation(
        right,
        Set.of(head[1].strip().split(" +")),
        Pattern.compile(String.join("|", expressions)),
        String.join(" ", why));
  }

  public boolean explains(Difference difference) {
    return kinds.contains(difference.kind().word())
        && questions.matcher(difference.question()).find();
  }
}
