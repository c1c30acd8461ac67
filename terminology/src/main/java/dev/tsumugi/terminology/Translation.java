package dev.tsumugi.terminology;

import dev.tsumugi.kernel.Coding;
import dev.tsumugi.kernel.Json;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a code is in another system, by concept maps, in either direction.
 *
 * @see <a href="https://hl7.org/fhir/R4/conceptmap.html">R4 ConceptMap</a>
 */
final class Translation {
  // R5's relationships and the nearest equivalences of R4, which look from the target.
  private static final Map<String, String> R4_OF_R5 =
      Map.of(
          "related-to", "relatedto",
          "equivalent", "equivalent",
          "source-is-narrower-than-target", "wider",
          "source-is-broader-than-target", "narrower",
          "not-related-to", "disjoint");
  private static final Map<String, String> R5_OF_R4 =
      Map.of(
          "relatedto", "related-to",
          "equivalent", "equivalent",
          "equal", "equivalent",
          "wider", "source-is-narrower-than-target",
          "subsumes", "source-is-narrower-than-target",
          "narrower", "source-is-broader-than-target",
          "specializes", "source-is-broader-than-target",
          "inexact", "related-to",
          "disjoint", "not-related-to",
          "unmatched", "not-related-to");
  private static final Map<String, String> TURNED =
      Map.of(
          "wider", "narrower",
          "narrower", "wider",
          "subsumes", "specializes",
          "specializes", "subsumes");
  private static final Set<String> NO_MATCH = Set.of("unmatched", "disjoint");
  private static final List<String> CLOSEST =
      List.of(
          "equal",
          "equivalent",
          "wider",
          "subsumes",
          "narrower",
          "specializes",
          "inexact",
          "relatedto",
          "disjoint",
          "unmatched");

  private final List<ConceptMapDefinition> maps;
  private final Definitions definitions;

  Translation(List<ConceptMapDefinition> maps, Definitions definitions) {
    this.maps = maps;
    this.definitions = definitions;
  }

  /**
   * One translation.
   *
   * @param equivalence R4's
   * @param source the code that the map maps; the same as asked, unless in reverse
   */
  record Match(
      String equivalence,
      @Nullable Coding concept,
      @Nullable String display,
      Coding source,
      String map) {
    boolean counts() {
      return !NO_MATCH.contains(equivalence);
    }

    String relationship() {
      return R5_OF_R4.getOrDefault(equivalence, "related-to");
    }
  }

  /** Translations of a code, the closest first; {@code target} is a system, null for any. */
  List<Match> of(Coding asked, @Nullable String target) {
    Set<Match> found = new LinkedHashSet<>();
    for (ConceptMapDefinition map : maps) {
      forward(map, asked, target, found, new LinkedHashSet<>());
    }
    return sorted(found);
  }

  /** What maps to a code, as matches whose concept is the code asked for. */
  List<Match> reverse(Coding asked, @Nullable String source) {
    Set<Match> found = new LinkedHashSet<>();
    for (ConceptMapDefinition map : maps) {
      for (Json.Obj group : map.resource().objects("group")) {
        boolean other = source != null && !source.equals(group.text("source"));
        if (other || !same(asked.system(), group.text("target"))) continue;
        reverse(map, group, asked, found);
      }
    }
    return sorted(found);
  }

  /** Two names of one system? A map that goes from one name to the other is exact. */
  private boolean same(String asked, @Nullable String ofMap) {
    return asked.equals(ofMap) || (ofMap != null && definitions.canonical(asked).equals(ofMap));
  }

  private static List<Match> sorted(Set<Match> found) {
    List<Match> sorted = new ArrayList<>(found);
    sorted.sort((a, b) -> Integer.compare(rank(a), rank(b)));
    return sorted;
  }

  private static int rank(Match match) {
    int rank = CLOSEST.indexOf(match.equivalence());
    return rank < 0 ? CLOSEST.size() : rank;
  }

  private void forward(
      ConceptMapDefinition map,
      Coding asked,
      @Nullable String target,
      Set<Match> found,
      Set<String> seen) {
    String name = Canonical.write(map.url(), map.version());
    if (!seen.add(name)) return;
    for (Json.Obj group : map.resource().objects("group")) {
      String from = group.text("source");
      boolean elsewhere = target != null && !target.equals(group.text("target"));
      if (!same(asked.system(), from) || elsewhere) continue;
      boolean mapped = false;
      for (Json.Obj element : group.objects("element")) {
        if (!asked.code().equals(element.text("code"))) continue;
        mapped = true;
        for (Json.Obj to : element.objects("target")) {
          found.add(match(group, to, asked, name));
        }
      }
      if (!mapped) unmapped(group, asked, target, name, found, seen);
    }
  }

  private void unmapped(
      Json.Obj group,
      Coding asked,
      @Nullable String target,
      String map,
      Set<Match> found,
      Set<String> seen) {
    Json.Obj unmapped = group.obj("unmapped");
    if (unmapped == null) return;
    String system = SystemReader.or(group.text("target"), "");
    String mode = SystemReader.or(unmapped.text("mode"), "");
    if (mode.equals("provided") || mode.equals("use-source-code")) {
      found.add(new Match("equivalent", new Coding(system, asked.code()), null, asked, map));
    } else if (mode.equals("fixed")) {
      String code = unmapped.text("code");
      if (code == null) return;
      String relation = unmapped.text("relationship");
      String equivalence =
          relation == null ? "inexact" : R4_OF_R5.getOrDefault(relation, "relatedto");
      found.add(
          new Match(equivalence, new Coding(system, code), unmapped.text("display"), asked, map));
    } else if (mode.equals("other-map")) {
      String url = unmapped.text("url") == null ? unmapped.text("otherMap") : unmapped.text("url");
      if (url == null) return;
      Canonical other = Canonical.of(url);
      for (ConceptMapDefinition next : definitions.maps(other.url())) {
        boolean fits = other.version() == null || other.version().equals(next.version());
        if (fits) forward(next, asked, target, found, seen);
      }
    }
  }

  private static void reverse(
      ConceptMapDefinition map, Json.Obj group, Coding asked, Set<Match> found) {
    for (Json.Obj element : group.objects("element")) {
      String code = element.text("code");
      if (code == null) continue;
      for (Json.Obj to : element.objects("target")) {
        if (!asked.code().equals(to.text("code"))) continue;
        Coding source = new Coding(SystemReader.or(group.text("source"), ""), code);
        found.add(match(group, to, source, Canonical.write(map.url(), map.version())));
      }
    }
  }

  private static Match match(Json.Obj group, Json.Obj to, Coding source, String map) {
    String code = to.text("code");
    Coding concept =
        code == null ? null : new Coding(SystemReader.or(group.text("target"), ""), code);
    return new Match(equivalence(to), concept, to.text("display"), source, map);
  }

  private static String equivalence(Json.Obj to) {
    String written = to.text("equivalence");
    if (written != null) return written;
    String relationship = to.text("relationship");
    return relationship == null ? "relatedto" : R4_OF_R5.getOrDefault(relationship, "relatedto");
  }

  /** An equivalence as seen from the other side. */
  static String turned(String equivalence) {
    return TURNED.getOrDefault(equivalence, equivalence);
  }
}
