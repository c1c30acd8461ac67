package dev.tsumugi.ems;

import dev.tsumugi.kernel.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the answer alone can say of a wish: that it is old, that another contradicts it, that an
 * order says otherwise. Made of what is shown.
 */
record WishSigns(Map<String, Integer> questions, Set<String> signs, Instant at) {
  static final String OLD = "old";
  static final String CONFLICTING = "conflicting";
  static final String AGAINST_ORDER = "against-order";

  static WishSigns of(List<Json.Obj> shown, Instant at) {
    Map<String, Integer> questions = new HashMap<>();
    Set<String> signs = new HashSet<>();
    for (Json.Obj item : shown) {
      String question = item.text("question");
      if (question != null) questions.merge(question, 1, Integer::sum);
      signs.addAll(item.texts("signs"));
    }
    return new WishSigns(questions, signs, at);
  }

  List<String> marks(Json.Obj item) {
    String question = item.text("question");
    if (question == null) return List.of();
    List<String> marks = new ArrayList<>();
    String old = item.text("old");
    if (old != null && !at.isBefore(Instant.parse(old))) marks.add(OLD);
    if (questions.getOrDefault(question, 0) > 1) marks.add(CONFLICTING);
    List<String> own = item.texts("signs");
    boolean against =
        (own.contains("wish-cpr") && signs.contains("order-no-cpr"))
            || (own.contains("wish-no-cpr") && signs.contains("order-cpr"));
    if (against) marks.add(AGAINST_ORDER);
    return marks;
  }
}
