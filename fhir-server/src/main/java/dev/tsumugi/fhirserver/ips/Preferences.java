package dev.tsumugi.fhirserver.ips;

import dev.tsumugi.fhirserver.reading.Wishes;
import dev.tsumugi.fhirserver.reading.Wishes.Wish;
import dev.tsumugi.kernel.Coding;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Shapes.Category;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A person's wishes in a summary: those that hold, each with its condition. Drafts are nobody's
 * word, and a withdrawn one ends what was said before it, so that all are needed to tell.
 */
final class Preferences {
  private static final Wishes WISHES = new Wishes();

  private final Map<String, Json.Obj> all = new TreeMap<>();

  static boolean is(Json.Obj resource) {
    List<Coding> categories = Words.codings(resource, "category");
    return "Observation".equals(resource.text("resourceType"))
        && (categories.contains(Category.INTERVENTION_PREFERENCE)
            || categories.contains(Category.CARE_EXPERIENCE_PREFERENCE));
  }

  void take(Json.Obj wish) {
    all.put(Words.orEmpty(wish.text("id")), wish);
  }

  List<Json.Obj> holding(Instant at) {
    List<Json.Obj> holding = new ArrayList<>();
    for (Wish wish : WISHES.standing(List.copyOf(all.values()))) {
      if (wish.holds().contains(at)) holding.add(wish.resource());
    }
    return holding;
  }

  /** One that holds, in both languages. */
  static String line(Json.Obj wish) {
    Wish read = WISHES.standing(List.of(wish)).get(0);
    return read.english() == null ? read.japanese() : read.japanese() + " / " + read.english();
  }
}
