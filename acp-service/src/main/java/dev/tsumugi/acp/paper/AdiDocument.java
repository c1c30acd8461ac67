package dev.tsumugi.acp.paper;

import dev.tsumugi.fhirserver.reading.Elements;
import dev.tsumugi.kernel.Coding;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Shapes.Category;
import dev.tsumugi.kernel.Shapes.Plan;
import dev.tsumugi.kernel.Shapes.Preference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A document as the rules of ADI look at it. */
record AdiDocument(
    Json.Obj composition, List<Json.Obj> resources, Map<String, Json.Obj> byAddress) {
  /** LOINC codes of a personal advance care plan. */
  static final Set<String> TYPES = Set.of("81334-5", "64298-3", "86533-7", "92664-2", "104144-1");

  private static final Set<String> WITH_AGENTS = Set.of("64298-3", "81334-5", "92664-2");

  static final List<Coding> SECTIONS =
      List.of(
          Plan.SECTION_AGENT,
          Plan.SECTION_CONDITION,
          Plan.SECTION_CARE_EXPERIENCE,
          Plan.SECTION_UPON_DEATH,
          Plan.SECTION_DOCUMENTS,
          Plan.SECTION_WITNESSES,
          Plan.SECTION_ADMINISTRATIVE);

  static Optional<AdiDocument> of(Json.Obj bundle) {
    List<Json.Obj> resources = new ArrayList<>();
    Map<String, Json.Obj> byAddress = new HashMap<>();
    for (Json.Obj entry : bundle.objects("entry")) {
      Json.Obj resource = entry.obj("resource");
      if (resource == null) continue;
      resources.add(resource);
      String url = entry.text("fullUrl");
      if (url != null) byAddress.put(url, resource);
      byAddress.put(Elements.ref(resource), resource);
    }
    boolean document = "document".equals(bundle.text("type")) && !resources.isEmpty();
    if (!document || !Elements.type(resources.get(0)).equals("Composition")) {
      return Optional.empty();
    }
    return Optional.of(new AdiDocument(resources.get(0), resources, byAddress));
  }

  static boolean in(@Nullable String value, String... allowed) {
    return value != null && Arrays.asList(allowed).contains(value);
  }

  Stream<Coding> codes(String member) {
    return Elements.codings(composition, member).stream();
  }

  List<Json.Obj> sections() {
    return composition.objects("section");
  }

  List<Json.Obj> sectionsOf(Coding code) {
    return sections().stream()
        .filter(section -> Elements.codings(section, "code").contains(code))
        .toList();
  }

  boolean needsAgents() {
    return codes("type").map(Coding::code).anyMatch(WITH_AGENTS::contains);
  }

  Stream<Json.Obj> all(String type) {
    return resources.stream().filter(one -> Elements.type(one).equals(type));
  }

  Optional<Json.Obj> target(Json.@Nullable Obj reference) {
    String to = reference == null ? null : reference.text("reference");
    return to == null ? Optional.empty() : Optional.ofNullable(byAddress.get(to));
  }

  boolean is(Json.@Nullable Obj reference, String type) {
    return target(reference).filter(found -> Elements.type(found).equals(type)).isPresent();
  }

  boolean names(Json.Obj section, String type) {
    return section.objects("entry").stream().anyMatch(entry -> is(entry, type));
  }

  /** References of the Composition that lead to resources. */
  Stream<Json.Obj> references() {
    List<Json.Obj> all = new ArrayList<>();
    for (String member : List.of("subject", "author", "custodian")) {
      all.addAll(composition.objects(member));
    }
    for (Json.Obj attester : composition.objects("attester")) all.addAll(attester.objects("party"));
    for (Json.Obj section : sections()) all.addAll(section.objects("entry"));
    return all.stream().filter(reference -> reference.has("reference"));
  }

  static boolean isPreference(Json.Obj observation) {
    List<Coding> category = Elements.codings(observation, "category");
    return !Elements.codings(observation, "code").contains(Preference.ORGAN_DONATION)
        || category.contains(Category.INTERVENTION_PREFERENCE)
        || category.contains(Category.CARE_EXPERIENCE_PREFERENCE);
  }

  static boolean isWhole(Json.Obj wish) {
    List<Coding> category = Elements.codings(wish, "category");
    boolean known =
        category.contains(Category.INTERVENTION_PREFERENCE)
            || category.contains(Category.CARE_EXPERIENCE_PREFERENCE);
    boolean value = wish.has("valueCodeableConcept") || wish.has("valueString");
    return known
        && value
        && in(wish.text("status"), "final", "amended", "corrected")
        && wish.obj("code") != null
        && wish.obj("text") != null
        && wish.obj("subject") != null
        && !wish.objects("performer").isEmpty();
  }
}
