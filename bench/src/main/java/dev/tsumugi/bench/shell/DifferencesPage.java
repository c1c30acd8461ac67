package dev.tsumugi.bench.shell;

import dev.tsumugi.bench.Difference;
import dev.tsumugi.bench.Explanation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code docs/search-differences.md}: every difference under its reason. */
final class DifferencesPage {
  private final Map<Explanation, List<Difference>> explained = new LinkedHashMap<>();
  private final List<Difference> unexplained = new ArrayList<>();
  private final String about;

  /**
   * @param about what was asked of what, one sentence each line
   */
  DifferencesPage(List<Explanation> explanations, List<Difference> differences, String about) {
    this.about = about;
    for (Explanation one : explanations) explained.put(one, new ArrayList<>());
    for (Difference difference : differences) {
      explanations.stream()
          .filter(one -> one.explains(difference))
          .findFirst()
          .map(one -> explained.getOrDefault(one, unexplained))
          .orElse(unexplained)
          .add(difference);
    }
  }

  List<Difference> unexplained() {
    return unexplained;
  }

  /** Reasons that nothing was explained by: what they tell of may have been mended. */
  List<Explanation> idle() {
    return explained.entrySet().stream()
        .filter(entry -> entry.getValue().isEmpty())
        .map(Map.Entry::getKey)
        .toList();
  }

  void write(Path file) throws IOException {
    StringBuilder page = new StringBuilder();
    page.append("# Searches, ours and HAPI JPA's\n\n");
    page.append("Written by `./hub bench searches`; the reasons stand in\n");
    page.append("[search-differences.txt](../bench/src/main/resources/search-differences.txt).");
    page.append(" A difference without a reason fails the command.\n\n");
    page.append(about).append('\n');
    page.append("| Who is right by R4's text | differences |\n|---|---|\n");
    for (String right : List.of("ours", "peer", "both", "open")) {
      int count = 0;
      for (Map.Entry<Explanation, List<Difference>> entry : explained.entrySet()) {
        if (entry.getKey().right().equals(right)) count += entry.getValue().size();
      }
      page.append("| ").append(word(right)).append(" | ").append(count).append(" |\n");
    }
    explained.forEach(
        (one, differences) -> {
          if (differences.isEmpty()) return;
          page.append("\n## ").append(word(one.right()));
          page.append(" (").append(differences.size()).append(")\n\n");
          page.append(one.why()).append("\n\n");
          list(differences, page);
        });
    if (!unexplained.isEmpty()) {
      page.append("\n## Not explained\n\n");
      list(unexplained, page);
    }
    Files.writeString(file, page);
  }

  private static String word(String right) {
    return switch (right) {
      case "ours" -> "Ours";
      case "peer" -> "The peer";
      case "both" -> "Both";
      default -> "R4 leaves it open";
    };
  }

  private static void list(List<Difference> differences, StringBuilder page) {
    for (Difference one : differences) {
      page.append("- `").append(one.question()).append("` ").append(one.kind().word());
      page.append(": ").append(one.detail().replace("<", "&lt;")).append('\n');
    }
  }
}
