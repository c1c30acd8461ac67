package dev.tsumugi.acp.paper;

import dev.tsumugi.acp.PlanContent.Speaker;
import dev.tsumugi.fhirserver.reading.Elements;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A plan's document as it is read, ours or another's: what its sections name, in their order.
 *
 * @param composition the first entry
 * @param patient whose it is
 * @param wishes Observations
 * @param goals Goals, also those that stand in a List
 * @param speakers who may speak for the person, with the Consents that name them
 * @param limits Consents that limit, of nobody in particular
 */
public record PlanReading(
    Json.Obj composition,
    Json.Obj patient,
    List<Json.Obj> wishes,
    List<Json.Obj> goals,
    List<Speaker> speakers,
    List<Json.Obj> limits) {
  private static final int DEEPEST = 5;

  public PlanReading {
    wishes = List.copyOf(wishes);
    goals = List.copyOf(goals);
    speakers = List.copyOf(speakers);
    limits = List.copyOf(limits);
  }

  /** Throws {@code Problem} INVALID for what is no document of a patient's plan. */
  public static PlanReading of(Json.Obj bundle) {
    if (!"Bundle".equals(bundle.text("resourceType")) || !"document".equals(bundle.text("type"))) {
      throw no("Bundle.type", "FHIR の文書(Bundle、type = document)ではありません / this is no FHIR document");
    }
    Entries entries = new Entries(bundle);
    Json.Obj composition =
        entries.first.orElseThrow(
            () ->
                no("Bundle.entry[0]", "文書の表紙(Composition)がありません / it has no Composition in front"));
    Json.Obj subject = composition.obj("subject");
    Json.Obj patient =
        Optional.ofNullable(subject)
            .flatMap(entries::target)
            .filter(found -> Elements.type(found).equals("Patient"))
            .orElseThrow(
                () ->
                    no(
                        "Composition.subject",
                        "だれの文書かが書かれていません / it does not hold the Patient it is about"));
    return entries.reading(composition, patient);
  }

  private static Problem no(String path, String message) {
    return Problem.invalid(path, message);
  }

  private static final class Entries {
    private final Map<String, Json.Obj> byAddress = new HashMap<>();
    private final Optional<Json.Obj> first;

    Entries(Json.Obj bundle) {
      List<Json.Obj> all = new ArrayList<>();
      for (Json.Obj entry : bundle.objects("entry")) {
        Json.Obj resource = entry.obj("resource");
        if (resource == null) continue;
        all.add(resource);
        String url = entry.text("fullUrl");
        if (url != null) byAddress.putIfAbsent(url, resource);
        byAddress.putIfAbsent(Elements.ref(resource), resource);
      }
      first = all.stream().findFirst().filter(one -> Elements.type(one).equals("Composition"));
    }

    Optional<Json.Obj> target(Json.Obj reference) {
      String to = reference.text("reference");
      if (to == null) return Optional.empty();
      String plain = to.replaceFirst("/_history/[^/]*$", "");
      Json.Obj found = byAddress.get(plain);
      if (found != null) return Optional.of(found);
      // A relative one, beside entries that are named by absolute addresses.
      String[] steps = plain.split("/");
      if (steps.length < 2) return Optional.empty();
      String last = steps[steps.length - 2] + "/" + steps[steps.length - 1];
      return Optional.ofNullable(byAddress.get(last));
    }

    PlanReading reading(Json.Obj composition, Json.Obj patient) {
      Set<Json.Obj> named = new LinkedHashSet<>();
      sections(composition, named, 0);
      List<Json.Obj> wishes = new ArrayList<>();
      List<Json.Obj> goals = new ArrayList<>();
      List<Json.Obj> people = new ArrayList<>();
      List<Json.Obj> consents = new ArrayList<>();
      for (Json.Obj one : named) {
        switch (Elements.type(one)) {
          case "Observation" -> wishes.add(one);
          case "Goal" -> goals.add(one);
          case "RelatedPerson" -> people.add(one);
          case "Consent" -> consents.add(one);
          default -> {} // documents and organisations beside: kept with the original
        }
      }
      Map<Json.Obj, List<Json.Obj>> speaking = new LinkedHashMap<>();
      for (Json.Obj person : people) speaking.put(person, new ArrayList<>());
      List<Json.Obj> limits = new ArrayList<>();
      for (Json.Obj consent : consents) if (!gives(consent, speaking)) limits.add(consent);
      List<Speaker> speakers = new ArrayList<>();
      speaking.forEach((person, theirs) -> speakers.add(new Speaker(person, theirs)));
      return new PlanReading(composition, patient, wishes, goals, speakers, limits);
    }

    private void sections(Json.Obj holder, Set<Json.Obj> named, int depth) {
      if (depth > DEEPEST) return;
      for (Json.Obj section : holder.objects("section")) {
        for (Json.Obj entry : section.objects("entry")) {
          target(entry).ifPresent(found -> take(found, named));
        }
        sections(section, named, depth + 1);
      }
    }

    private void take(Json.Obj found, Set<Json.Obj> named) {
      if (!named.add(found)) return;
      if (Elements.type(found).equals("List")) {
        for (Json.Obj entry : found.objects("entry")) {
          Json.Obj item = entry.obj("item");
          if (item != null) target(item).ifPresent(named::add);
        }
      }
      if (Elements.type(found).equals("Consent")) {
        for (Json.Obj person : actors(found)) named.add(person);
      }
    }

    private List<Json.Obj> actors(Json.Obj consent) {
      List<Json.Obj> people = new ArrayList<>();
      Json.Obj provision = consent.obj("provision");
      if (provision == null) return people;
      for (Json.Obj actor : provision.objects("actor")) {
        Json.Obj reference = actor.obj("reference");
        if (reference == null) continue;
        target(reference)
            .filter(found -> Elements.type(found).equals("RelatedPerson"))
            .ifPresent(people::add);
      }
      return people;
    }

    private boolean gives(Json.Obj consent, Map<Json.Obj, List<Json.Obj>> speaking) {
      boolean any = false;
      for (Json.Obj person : actors(consent)) {
        List<Json.Obj> theirs = speaking.get(person);
        if (theirs == null) continue;
        theirs.add(consent);
        any = true;
      }
      return any;
    }
  }
}
