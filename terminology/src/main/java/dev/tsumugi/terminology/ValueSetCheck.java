package dev.tsumugi.terminology;

import dev.tsumugi.kernel.Json;
import dev.tsumugi.terminology.ValueSetContent.Part;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Is a code in a value set? Includes are tried in their order; where several versions of one system
 * are included and the code states none, the newest comes first, and one whose display fits before
 * others.
 */
final class ValueSetCheck {
  /** What is known of the membership. */
  enum Verdict {
    IN,
    OUT,
    /** A system, a version or an imported set is not here. */
    UNKNOWN
  }

  private final Catalog catalog;
  private final SystemCheck systems;

  ValueSetCheck(Catalog catalog) {
    this.catalog = catalog;
    this.systems = new SystemCheck(catalog);
  }

  /**
   * Looks at everything the set is made of before any code is checked.
   *
   * @return what is missing; null if nothing is
   * @throws Refusal for a cycle, or a filter that cannot be read
   */
  @Nullable Issue missing(SetSource set) {
    return missing(set, List.of());
  }

  private @Nullable Issue missing(SetSource set, List<String> above) {
    List<String> path = below(above, set);
    ValueSetContent content = catalog.content(set);
    List<Part> parts = new ArrayList<>(content.includes());
    parts.addAll(content.excludes());
    for (Part part : parts) {
      for (String reference : part.valueSets()) {
        SetSource other = catalog.imported(set, reference);
        if (other == null) return Words.unknownValueSet(catalog.pinned(reference).toString());
        Issue deeper = missing(other, path);
        if (deeper != null) return deeper;
      }
    }
    return null;
  }

  /** The way down to a set; refuses a set that stands on its own way. */
  static List<String> below(List<String> above, SetSource set) {
    if (!set.isContained() && above.contains(set.canonical())) {
      throw new Refusal(422, Words.circular(set.canonical(), above));
    }
    List<String> path = new ArrayList<>(above);
    path.add(set.canonical());
    return path;
  }

  Verdict check(SetSource set, Asked asked, Findings findings) {
    ValueSetContent content = catalog.content(set);
    if (!content.composed()) return inExpansion(set, asked, findings);
    Findings included = new Findings();
    Verdict verdict = included(set, content, asked, included);
    findings.take(included);
    if (verdict != Verdict.IN) return verdict;
    SystemVersion looked = included.looked();
    String version = looked == null ? "" : looked.version();
    return excluded(set, content, asked, version) ? Verdict.OUT : Verdict.IN;
  }

  private Verdict included(SetSource set, ValueSetContent content, Asked asked, Findings findings) {
    List<Part> parts = inOrder(content.includes(), asked);
    boolean severalVersions = severalVersions(content.includes(), asked.system());
    Findings inButOtherDisplay = null;
    List<Findings> out = new ArrayList<>();
    for (Part part : parts) {
      Findings attempt = new Findings();
      Verdict verdict = checkPart(set, content, part, asked, attempt);
      if (verdict == Verdict.UNKNOWN) {
        findings.take(attempt);
        return verdict;
      }
      if (verdict == Verdict.IN) {
        if (!severalVersions || displayFits(asked, attempt)) {
          findings.take(attempt);
          return verdict;
        }
        if (inButOtherDisplay == null) inButOtherDisplay = attempt;
      } else if (!severalVersions || out.isEmpty()) {
        out.add(attempt);
      }
    }
    if (inButOtherDisplay != null) {
      findings.take(inButOtherDisplay);
      return Verdict.IN;
    }
    out.forEach(findings::take);
    return Verdict.OUT;
  }

  private boolean displayFits(Asked asked, Findings attempt) {
    Findings.Hit hit = attempt.hit();
    if (asked.display() == null || hit == null) return true;
    return hit.wordings().fit(catalog.languages(), asked.display()) == Wordings.Fit.RIGHT;
  }

  /** Several versions of one system: that of the code if it is included, else the newest first. */
  private List<Part> inOrder(List<Part> includes, Asked asked) {
    String system = asked.system();
    if (system == null || !severalVersions(includes, system)) return includes;
    String version = asked.version();
    List<Part> same =
        includes.stream()
            .filter(part -> !system.equals(part.system()) || resolved(part).equals(version))
            .toList();
    boolean stated =
        version != null && same.stream().anyMatch(part -> system.equals(part.system()));
    if (stated) return same;
    List<Part> newestFirst = new ArrayList<>(includes);
    newestFirst.sort(Comparator.comparing(this::resolved, Versions.ORDER).reversed());
    return newestFirst;
  }

  private boolean severalVersions(List<Part> includes, @Nullable String system) {
    if (system == null) return false;
    return includes.stream()
            .filter(part -> system.equals(part.system()))
            .map(this::resolved)
            .distinct()
            .count()
        > 1;
  }

  /** The version an include comes to; empty where it is not here. */
  private String resolved(Part part) {
    String url = part.system();
    if (url == null) return "";
    Concepts found = catalog.system(url, catalog.wanted(url, part.version()));
    return found == null ? "" : found.about().version();
  }

  private Verdict checkPart(
      SetSource set, ValueSetContent content, Part part, Asked asked, Findings findings) {
    String url = part.system();
    if (url != null) {
      if (!catalog.isSame(url, asked.system())) return Verdict.OUT;
      Concepts found = systems.find(set, url, part.version(), asked, findings);
      if (found == null) {
        return catalog.parameters().isTrue("valueset-membership-only")
            ? Verdict.OUT
            : Verdict.UNKNOWN;
      }
      findings.looked(found.about());
      PartCheck check = new PartCheck(catalog, set.canonical(), content.inactive());
      if (!check.covers(part, found, asked, findings)) return Verdict.OUT;
    } else if (part.valueSets().isEmpty()) {
      return Verdict.OUT;
    }
    for (String reference : part.valueSets()) {
      SetSource other = catalog.imported(set, reference);
      if (other == null) return Verdict.UNKNOWN;
      Standings.of(other, set).forEach(findings::add);
      Verdict verdict = check(other, asked, findings);
      if (verdict != Verdict.IN) return verdict;
    }
    Findings.Hit hit = findings.hit();
    boolean inactive = hit != null && hit.concept().inactive();
    if (inactive && Boolean.FALSE.equals(content.inactive())) {
      // The imported set may take it; this one does not.
      findings.add(Words.notActive(asked.code(), asked.at("code")));
      return Verdict.OUT;
    }
    return Verdict.IN;
  }

  /**
   * Is a code taken out again? An exclude of a version that the set also includes takes out that
   * version; of another version, it takes out the code in all of them (unless {@code versionsMatch}
   * says otherwise).
   *
   * @param version of the system the code was found in
   */
  boolean excluded(SetSource set, ValueSetContent content, Asked asked, String version) {
    for (Part part : content.excludes()) {
      if (isExcluded(set, content, part, asked, version)) return true;
    }
    return false;
  }

  private boolean isExcluded(
      SetSource set, ValueSetContent content, Part part, Asked asked, String version) {
    String url = part.system();
    if (url == null && part.valueSets().isEmpty()) return false;
    if (url != null) {
      if (!catalog.isSame(url, asked.system())) return false;
      String wanted = catalog.wanted(url, part.version());
      Concepts system = catalog.system(url, wanted);
      if (system == null) {
        throw new Refusal(422, Words.unknownSystem(url, wanted, catalog.versions(url), false, ""));
      }
      String other = system.about().version();
      if (!other.equals(version) && !anyVersion(content, part, other)) return false;
      PartCheck check = new PartCheck(catalog, set.canonical(), null);
      Asked inThat = new Asked(asked.path(), url, null, asked.code(), null);
      if (!check.covers(part, system, inThat, new Findings())) return false;
      if (!knows(part, system, asked.code())) return false;
    }
    for (String reference : part.valueSets()) {
      SetSource other = catalog.imported(set, reference);
      if (other == null) throw new Refusal(422, Words.unknownValueSet(reference));
      if (check(other, asked, new Findings()) != Verdict.IN) return false;
    }
    return true;
  }

  /** A code that a fragment lacks is not known to be excluded by it. */
  private static boolean knows(Part part, Concepts system, String code) {
    return !part.isWhole() || system.find(code) != null;
  }

  /** Does an exclude of this version take a code out in every version? */
  private boolean anyVersion(ValueSetContent content, Part exclude, String version) {
    Boolean stated = catalog.parameters().flag("versionsMatch");
    if (stated != null) return stated;
    return exclude.version() == null || !included(content, exclude.system()).contains(version);
  }

  /** Is that so only because the versions differ, which an answer should say? */
  boolean crossesVersions(ValueSetContent content, Part exclude, String version) {
    Boolean stated = catalog.parameters().flag("versionsMatch");
    if (stated != null) return stated;
    Set<String> included = included(content, exclude.system());
    return exclude.version() != null && !included.isEmpty() && !included.contains(version);
  }

  private Set<String> included(ValueSetContent content, @Nullable String url) {
    return content.includes().stream()
        .filter(part -> part.system() != null && part.system().equals(url))
        .map(this::resolved)
        .collect(Collectors.toCollection(HashSet::new));
  }

  private Verdict inExpansion(SetSource set, Asked asked, Findings findings) {
    Json.Obj expansion = set.resource().obj("expansion");
    if (expansion == null) return Verdict.OUT;
    return contains(expansion.objects("contains"), asked, findings) ? Verdict.IN : Verdict.OUT;
  }

  private boolean contains(List<Json.Obj> entries, Asked asked, Findings findings) {
    for (Json.Obj entry : entries) {
      if (contains(entry.objects("contains"), asked, findings)) return true;
      String system = entry.text("system");
      if (system == null || !catalog.isSame(system, asked.system())) continue;
      if (!asked.code().equals(entry.text("code"))) continue;
      String version = SystemReader.or(entry.text("version"), "");
      if (asked.version() != null && !version.isEmpty() && !version.equals(asked.version())) {
        continue;
      }
      SystemVersion about = GivenExpansion.about(system, version);
      Concept concept = GivenExpansion.concept(entry, asked.code());
      findings.looked(about);
      findings.found(new Findings.Hit(about, concept, new Wordings(concept, null), asked.path()));
      return true;
    }
    return false;
  }
}
