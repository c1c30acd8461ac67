package dev.tsumugi.hub.shell;

import java.util.List;
import java.util.function.Consumer;

/** What a story prints, Japanese with its English below; and whether all came out as it must. */
final class Telling {
  private final Consumer<String> say;
  private int acts;
  private int held;
  private int broken;

  Telling(Consumer<String> say) {
    this.say = say;
  }

  void title(String japanese, String english) {
    say.accept(japanese);
    say.accept(english);
  }

  /** A new scene. */
  void act(String japanese, String english) {
    acts++;
    say.accept("");
    say.accept("━━ " + acts + "  " + japanese);
    say.accept("      " + english);
  }

  void tell(String japanese, String english) {
    say.accept("     " + japanese);
    say.accept("     " + english);
  }

  /** What somebody has before their eyes. */
  void show(List<String> lines) {
    say.accept("");
    for (String line : lines) say.accept(line.isEmpty() ? "     │" : "     │ " + line);
    say.accept("");
  }

  /**
   * What must be true here.
   *
   * @return {@code holds}
   */
  boolean check(boolean holds, String japanese, String english) {
    if (holds) held++;
    else broken++;
    say.accept((holds ? "   ✓ " : "   ✗ ") + japanese);
    say.accept("     " + english);
    return holds;
  }

  /** The last lines; true if everything held. */
  boolean end() {
    say.accept("");
    if (broken == 0) {
      say.accept("おわり。" + held + "件の確認がすべて成り立ちました。");
      say.accept("The end. All " + held + " checks held.");
      return true;
    }
    say.accept("✗ 筋書きどおりになりませんでした。" + broken + "件の確認が成り立ちませんでした。");
    say.accept("✗ The story did not come out as it must: " + broken + " of its checks failed.");
    return false;
  }
}
