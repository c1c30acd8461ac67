package dev.tsumugi.acp;

import dev.tsumugi.fhirserver.reading.Elements;
import dev.tsumugi.fhirserver.reading.Table;
import dev.tsumugi.fhirserver.reading.Wishes.Wish;
import dev.tsumugi.kernel.Coding;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Shapes.Order;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Where a wish and a physician's order (ADI PMO) say different things, one way or the other. It is
 * told and never resolved: a wish is no order, and an order may be right for reasons that stand
 * nowhere.
 */
final class OrderConflicts {
  private static final Set<String> IN_FORCE = Set.of("active");

  private final List<List<String>> table = Table.rows(OrderConflicts.class, "conflicts.tsv", 6);

  /**
   * One contradiction.
   *
   * @param wish Observation
   * @param order ServiceRequest
   */
  record Conflict(String wish, String order, String japanese, String english) {}

  /**
   * @param standing wishes that hold now
   * @param orders ServiceRequests; those not in force are passed over
   */
  List<Conflict> between(List<Wish> standing, List<Json.Obj> orders) {
    List<Conflict> conflicts = new ArrayList<>();
    for (Json.Obj order : orders) {
      if (!Elements.is(order, "ServiceRequest", IN_FORCE)) continue;
      for (Wish wish : standing) {
        for (List<String> row : table) {
          if (!isOrdered(order, row) || !isWished(wish, row)) continue;
          conflicts.add(conflict(wish, order, row));
          break;
        }
      }
    }
    return conflicts;
  }

  private static boolean isOrdered(Json.Obj order, List<String> row) {
    return Elements.hasCode(order, "category", Set.of(row.get(0)))
        && choices(order).contains(row.get(1));
  }

  private static Set<String> choices(Json.Obj order) {
    List<Coding> codings = new ArrayList<>(Elements.codings(order, "orderDetail"));
    codings.addAll(Elements.codings(order, "code"));
    Set<String> choices = new HashSet<>();
    for (Coding coding : codings) choices.add(coding.code());
    boolean not = Boolean.TRUE.equals(order.bool("doNotPerform"));
    boolean cpr = Elements.codings(order, "category").contains(Order.CPR);
    if (not && cpr) choices.add(Order.NO_CPR.code());
    return choices;
  }

  private static boolean isWished(Wish wish, List<String> row) {
    return wish.answer() != null
        && Table.words(row.get(5)).contains(wish.answer())
        && Elements.hasCode(wish.resource(), "code", Set.of(row.get(4)));
  }

  private static Conflict conflict(Wish wish, Json.Obj order, List<String> row) {
    String english = wish.english() == null ? wish.japanese() : wish.english();
    return new Conflict(
        Elements.ref(wish.resource()),
        Elements.ref(order),
        "医師の指示「"
            + row.get(2)
            + "」と、ご本人の希望「"
            + wish.japanese()
            + "」が"
            + (wish.condition() == null ? "" : "、その場合には")
            + "食い違っています。どちらに従うかは、ここでは決められません。指示を出した医師とお確かめください。",
        "The physician's order ("
            + row.get(3)
            + ") and the resident's wish ("
            + english
            + ") differ"
            + (wish.condition() == null ? "" : " in that state")
            + ". Which to follow is not decided here: ask the physician who gave the order.");
  }
}
