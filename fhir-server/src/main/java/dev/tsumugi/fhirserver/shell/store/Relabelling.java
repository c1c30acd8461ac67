package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.consent.Confidentiality;
import dev.tsumugi.consent.Facet;
import dev.tsumugi.kernel.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What a change of labels is not through with: which facets have, or had, rows with a code that it
 * is about, and which labels such a row may get or lose. Until every row is labelled anew, a row of
 * these facets counts as each of the things it may be, and is hidden if one of them is.
 */
final class Relabelling {
  static final Relabelling NOTHING = new Relabelling(false, Map.of());

  /** A label that no Consent knows: a refusal by any label reaches it, a permit by one does not. */
  static final String ANY = "?";

  /** Of more labels at once the combinations are not gone through. */
  private static final int MOST_COMBINED = 6;

  private final boolean all;
  private final Map<Integer, Moves> facets;
  private final Map<Integer, List<Facet>> worked = new ConcurrentHashMap<>();

  /**
   * What may become of a row's labels.
   *
   * @param adds labels; {@code ?} for "it cannot be told"
   */
  record Moves(Set<String> adds, Set<String> drops) {
    Moves {
      adds = new TreeSet<>(adds);
      drops = new TreeSet<>(drops);
    }

    Moves and(Moves more) {
      Set<String> moreAdds = new TreeSet<>(adds);
      moreAdds.addAll(more.adds);
      Set<String> moreDrops = new TreeSet<>(drops);
      moreDrops.addAll(more.drops);
      return new Moves(moreAdds, moreDrops);
    }

    boolean restricts() {
      return !adds.isEmpty();
    }

    static final Moves UNTOLD = new Moves(Set.of(ANY), Set.of());
  }

  private Relabelling(boolean all, Map<Integer, Moves> facets) {
    this.all = all;
    this.facets = new TreeMap<>(facets);
  }

  static Relabelling of(Map<Integer, Moves> facets) {
    return facets.isEmpty() ? NOTHING : new Relabelling(false, facets);
  }

  /** This change beside another that is under way. */
  Relabelling and(Relabelling other) {
    if (all || other.all) return new Relabelling(true, Map.of());
    Map<Integer, Moves> both = new TreeMap<>(facets);
    other.facets.forEach((facet, moves) -> both.merge(facet, moves, Moves::and));
    return of(both);
  }

  /** What is left when every row that may be restricted is labelled anew. */
  Relabelling lifting() {
    Map<Integer, Moves> left = new TreeMap<>();
    facets.forEach(
        (facet, moves) -> {
          if (!moves.restricts()) left.put(facet, moves);
        });
    return of(left);
  }

  boolean restricts() {
    return all || facets.values().stream().anyMatch(Moves::restricts);
  }

  boolean isNothing() {
    return !all && facets.isEmpty();
  }

  boolean concerns(int facet) {
    return all || facets.containsKey(facet);
  }

  /** Whether rows of this facet may have to be restricted. */
  boolean restricts(int facet) {
    Moves moves = facets.get(facet);
    return all || (moves != null && moves.restricts());
  }

  /** The other facets that a row of this one may have to become. */
  List<Facet> mightBecome(int id, Facet facet) {
    if (!concerns(id)) return List.of();
    return worked.computeIfAbsent(id, i -> work(facet, facets.getOrDefault(i, Moves.UNTOLD)));
  }

  private static List<Facet> work(Facet facet, Moves moves) {
    Set<String> drops = new TreeSet<>(moves.drops());
    drops.retainAll(facet.sensitivity());
    Set<String> adds = new TreeSet<>(moves.adds());
    adds.removeAll(facet.sensitivity());
    Set<Facet> become = new LinkedHashSet<>();
    if (adds.size() + drops.size() > MOST_COMBINED) {
      adds = Set.of(ANY);
      drops = Set.of();
    }
    for (Set<String> more : subsets(List.copyOf(adds))) {
      for (Set<String> fewer : subsets(List.copyOf(drops))) {
        Set<String> labels = new TreeSet<>(facet.sensitivity());
        labels.removeAll(fewer);
        labels.addAll(more);
        Confidentiality level = facet.confidentiality();
        if (!more.isEmpty() && level.compareTo(Confidentiality.R) < 0) level = Confidentiality.R;
        become.add(with(facet, labels, level));
        if (!fewer.isEmpty()) become.add(with(facet, labels, Confidentiality.N));
      }
    }
    become.remove(facet);
    return List.copyOf(become);
  }

  private static Facet with(Facet facet, Set<String> labels, Confidentiality level) {
    return new Facet(facet.type(), facet.dataClass(), labels, level, facet.recorder());
  }

  private static List<Set<String>> subsets(List<String> of) {
    List<Set<String>> subsets = new ArrayList<>();
    for (int bits = 0; bits < 1 << of.size(); bits++) {
      Set<String> subset = new TreeSet<>();
      for (int i = 0; i < of.size(); i++) if ((bits & 1 << i) != 0) subset.add(of.get(i));
      subsets.add(subset);
    }
    return subsets;
  }

  /** As it is kept: facets of which the same may become together. */
  String text() {
    if (isNothing()) return "";
    if (all) return "{\"all\":true}";
    Map<Moves, List<Json>> groups = new LinkedHashMap<>();
    facets.forEach(
        (facet, moves) ->
            groups
                .computeIfAbsent(moves, m -> new ArrayList<>())
                .add(new Json.Num(Integer.toString(facet))));
    List<Json> written = new ArrayList<>();
    groups.forEach(
        (moves, numbers) ->
            written.add(
                Json.object()
                    .put("adds", moves.adds().stream().map(Json::text).toList())
                    .put("drops", moves.drops().stream().map(Json::text).toList())
                    .put("facets", new Json.Arr(numbers))
                    .build()));
    return Json.object().put("groups", written).build().toString();
  }

  static Relabelling read(String text) {
    if (text.isEmpty()) return NOTHING;
    Json.Obj json = Json.parseObject(text.getBytes(StandardCharsets.UTF_8));
    if (Boolean.TRUE.equals(json.bool("all"))) return new Relabelling(true, Map.of());
    Map<Integer, Moves> facets = new TreeMap<>();
    for (Json.Obj group : json.objects("groups")) {
      Moves moves = new Moves(Set.copyOf(group.texts("adds")), Set.copyOf(group.texts("drops")));
      for (Json number : group.all("facets")) {
        facets.put(Integer.parseInt(((Json.Num) number).literal()), moves);
      }
    }
    return of(facets);
  }
}
