package dev.tsumugi.terminology;

import dev.tsumugi.kernel.Json;
import dev.tsumugi.terminology.SystemVersion.Content;
import dev.tsumugi.terminology.ValueSetContent.Listed;
import dev.tsumugi.terminology.ValueSetContent.Part;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Lists the codes of a value set, and notes what it looked at for that. */
final class Expander {
  /** So many codes may be gathered to combine includes; more is too costly. */
  private static final int MOST = 50_000;

  private final Catalog catalog;
  private final ValueSetCheck check;
  private final Set<String> usedSystems = new TreeSet<>();
  private final Set<String> usedSets = new TreeSet<>();
  private final Set<String> fragments = new TreeSet<>();
  private final Map<String, Set<String>> warnings = new LinkedHashMap<>();
  private boolean versionsMatched;

  Expander(Catalog catalog) {
    this.catalog = catalog;
    this.check = new ValueSetCheck(catalog);
  }

  /**
   * One code of an expansion.
   *
   * @param listed what the value set itself says about it; null if it does not list it
   */
  record Entry(SystemVersion system, Concept concept, @Nullable Listed listed) {
    String key(boolean anyVersion) {
      return system.url() + (anyVersion ? "" : "|" + system.version()) + "#" + concept.code();
    }
  }

  /**
   * A page of codes.
   *
   * @param nested whether the whole hierarchy of one system is here, to be shown as a tree
   */
  record Page(List<Entry> entries, long total, boolean nested) {}

  /**
   * The codes of a set from {@code offset}, at most {@code count}.
   *
   * @param text filter; null for all
   * @throws Refusal if something is missing, cannot be listed, or is too costly
   */
  Page page(SetSource set, @Nullable String text, long offset, int count) {
    note(set, set);
    ValueSetContent content = catalog.content(set);
    boolean forUi = catalog.parameters().isTrue("excludeNotForUI");
    Page direct = forUi ? null : direct(set, content, text, offset, count);
    if (direct != null) return direct;
    List<Entry> all = new ArrayList<>(entries(set, List.of()));
    if (forUi) all.removeIf(entry -> entry.concept().notSelectable());
    if (text != null) all.removeIf(entry -> !TextFilter.matches(text, entry.concept()));
    int from = (int) Math.min(offset, all.size());
    int to = (int) Math.min(all.size(), (long) from + count);
    return new Page(List.copyOf(all.subList(from, to)), all.size(), false);
  }

  /** One include of one system needs no combining: the system itself gives the page. */
  private @Nullable Page direct(
      SetSource set, ValueSetContent content, @Nullable String text, long offset, int count) {
    boolean simple =
        content.composed() && content.includes().size() == 1 && content.excludes().isEmpty();
    if (!simple) return null;
    Part part = content.includes().get(0);
    String url = part.system();
    if (url == null || !part.listed().isEmpty() || !part.valueSets().isEmpty()) return null;
    Concepts system = system(set, part, url);
    ConceptQuery query =
        new ConceptQuery(text, part.conditions(), activeOnly(content), offset, count);
    long total = system.count(query);
    List<Entry> found = new ArrayList<>();
    for (Concept concept : system.page(query)) {
      found.add(new Entry(system.about(), catalog.supplemented(system, concept), null));
    }
    // Found by words, codes stand alone; within a part that filters chose, their tree stays.
    boolean all = offset == 0 && count >= total && (text == null || !part.isWhole());
    return new Page(found, total, all);
  }

  /** Every code of a set, in its order. */
  List<Entry> entries(SetSource set, List<String> above) {
    List<String> path = ValueSetCheck.below(above, set);
    ValueSetContent content = catalog.content(set);
    if (!content.composed()) return given(set);
    boolean merge = Boolean.TRUE.equals(catalog.parameters().flag("versionsMatch"));
    versionsMatched |= merge;
    // Of two versions of a code that count as one, the newer is shown, in the place of the first.
    Map<String, Entry> found = new LinkedHashMap<>();
    for (Part part : content.includes()) {
      for (Entry entry : entries(set, content, part, path)) {
        found.merge(entry.key(merge), entry, Expander::newer);
        if (found.size() > MOST) throw new Refusal(422, Words.tooCostly(set.canonical(), MOST));
      }
    }
    List<Entry> kept = new ArrayList<>();
    noteExcludes(set, content, path);
    for (Entry entry : found.values()) {
      Asked asked = new Asked("", entry.system().url(), null, entry.concept().code(), null);
      if (!check.excluded(set, content, asked, entry.system().version())) kept.add(entry);
    }
    return kept;
  }

  private static Entry newer(Entry one, Entry other) {
    return Versions.ORDER.compare(one.system().version(), other.system().version()) >= 0
        ? one
        : other;
  }

  private List<Entry> entries(
      SetSource set, ValueSetContent content, Part part, List<String> path) {
    List<Entry> found = null;
    String url = part.system();
    if (url != null) found = ofSystem(set, content, part, url);
    for (String reference : part.valueSets()) {
      SetSource other = imported(set, reference);
      List<Entry> theirs = entries(other, path);
      found = found == null ? theirs : both(found, theirs);
    }
    if (found == null) return List.of();
    if (!activeOnly(content)) return found;
    return found.stream().filter(entry -> !entry.concept().inactive()).toList();
  }

  private static List<Entry> both(List<Entry> ours, List<Entry> theirs) {
    Set<String> keys = theirs.stream().map(entry -> entry.key(true)).collect(Collectors.toSet());
    return ours.stream().filter(entry -> keys.contains(entry.key(true))).toList();
  }

  private List<Entry> ofSystem(SetSource set, ValueSetContent content, Part part, String url) {
    Concepts system = system(set, part, url);
    List<Entry> found = new ArrayList<>();
    if (part.listed().isEmpty()) {
      ConceptQuery query =
          new ConceptQuery(null, part.conditions(), activeOnly(content), 0, MOST + 1);
      List<Concept> concepts = system.page(query);
      if (concepts.size() > MOST) throw new Refusal(422, Words.tooCostly(set.canonical(), MOST));
      for (Concept concept : concepts) {
        found.add(new Entry(system.about(), catalog.supplemented(system, concept), null));
      }
      return found;
    }
    for (Listed listed : part.listed()) {
      Concept concept = catalog.find(system, listed.code());
      if (concept != null) found.add(new Entry(system.about(), concept, listed));
    }
    return found;
  }

  private Concepts system(SetSource set, Part part, String url) {
    String wanted = catalog.wanted(url, part.version());
    Concepts system = catalog.system(url, wanted);
    if (system == null) {
      throw new Refusal(422, Words.unknownSystem(url, wanted, catalog.versions(url), true, ""));
    }
    SystemVersion about = system.about();
    String demanded = catalog.checked(url);
    if (demanded != null && !Versions.covers(demanded, about.version())) {
      throw new Refusal(422, Words.versionCheck(url, about.version(), demanded, ""));
    }
    if (!system.listable() && part.listed().isEmpty()) {
      throw Refusal.notSupported(
          "The code system '" + url + "' is a grammar, so its codes cannot be listed");
    }
    PartCheck.demandUnderstood(part, system, set.canonical());
    usedSystems.add(about.canonical());
    if (about.content() != Content.COMPLETE) fragments.add(about.canonical());
    warn(
        Standings.word(about.standing(), SystemReader.standing(set.resource())), about.canonical());
    return system;
  }

  private SetSource imported(SetSource set, String reference) {
    SetSource other = catalog.imported(set, reference);
    if (other == null) {
      Canonical wanted = catalog.pinned(reference);
      throw new Refusal(
          422,
          wanted.version() == null
              ? Words.unknownValueSet(wanted.toString())
              : Words.unknownPinnedImport(wanted.url(), wanted.version()));
    }
    note(other, set);
    return other;
  }

  private void note(SetSource set, SetSource user) {
    if (set != user && !set.isContained()) usedSets.add(set.canonical());
    warn(
        Standings.word(
            SystemReader.standing(set.resource()),
            set == user ? null : SystemReader.standing(user.resource())),
        set.canonical());
  }

  private void warn(@Nullable String word, String canonical) {
    if (word != null) warnings.computeIfAbsent(word, any -> new TreeSet<>()).add(canonical);
  }

  private void noteExcludes(SetSource set, ValueSetContent content, List<String> path) {
    for (Part part : content.excludes()) {
      String url = part.system();
      if (url != null) {
        Concepts system = system(set, part, url);
        versionsMatched |= check.crossesVersions(content, part, system.about().version());
      }
      for (String reference : part.valueSets()) {
        ValueSetCheck.below(path, imported(set, reference));
      }
    }
  }

  private List<Entry> given(SetSource set) {
    Json.Obj expansion = set.resource().obj("expansion");
    List<Entry> found = new ArrayList<>();
    if (expansion != null) given(expansion.objects("contains"), found);
    return found;
  }

  private static void given(List<Json.Obj> contains, List<Entry> found) {
    for (Json.Obj entry : contains) {
      String system = entry.text("system");
      String code = entry.text("code");
      if (system != null && code != null) {
        SystemVersion about =
            GivenExpansion.about(system, SystemReader.or(entry.text("version"), ""));
        found.add(new Entry(about, GivenExpansion.concept(entry, code), null));
      }
      given(entry.objects("contains"), found);
    }
  }

  private boolean activeOnly(ValueSetContent content) {
    return catalog.parameters().isTrue("activeOnly") || Boolean.FALSE.equals(content.inactive());
  }

  Set<String> usedSystems() {
    return usedSystems;
  }

  Set<String> usedSets() {
    return usedSets;
  }

  Set<String> fragments() {
    return fragments;
  }

  /** Canonicals by what is to be warned of. */
  Map<String, Set<String>> warnings() {
    return warnings;
  }

  /** Did codes of different versions count as one? */
  boolean versionsMatched() {
    return versionsMatched;
  }
}
