package dev.tsumugi.acp.people;

import static dev.tsumugi.acp.people.RoleResources.coding;
import static dev.tsumugi.acp.people.RoleResources.concept;
import static dev.tsumugi.acp.people.RoleResources.reference;

import dev.tsumugi.acp.Xhtml;
import dev.tsumugi.fhirserver.reading.Wishes;
import dev.tsumugi.fhirserver.reading.Wishes.Wish;
import dev.tsumugi.kernel.FhirTime;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Ref;
import dev.tsumugi.kernel.Shapes;
import dev.tsumugi.kernel.Shapes.Adi;
import dev.tsumugi.kernel.Shapes.Category;
import dev.tsumugi.kernel.Shapes.Ext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Wishes that others had a hand in, as Observations: what was heard, and what is proposed. */
public final class WishResources {
  private static final Wishes WISHES = new Wishes();

  private WishResources() {}

  /**
   * Said on a talk: the person's word, dated, with who heard it.
   *
   * @param at FHIR dateTime
   * @param heardBy a Reference; empty if the person wrote it down themselves
   * @param enteredBy a Reference to who typed for a person who could not
   */
  public static Json.Obj said(
      Ref patient,
      Wording wording,
      String at,
      Optional<Json.Obj> heardBy,
      Optional<Json.Obj> enteredBy) {
    List<Json> extensions = new ArrayList<>();
    extensions.add(
        Json.object().put("url", Ext.WISH_STANDING).put("valueCode", Shapes.Wish.SAID).build());
    heardBy.ifPresent(who -> extensions.add(referring(Ext.WISH_HEARD_BY, who)));
    enteredBy.ifPresent(who -> extensions.add(referring(Ext.ENTERED_BY, who)));
    Json.Obj resident = reference(patient.toString());
    return told(body(patient, wording, extensions, "final", at, resident).build());
  }

  /**
   * A wording that somebody proposes: nobody's wish before the person takes it for theirs.
   *
   * @param proposer a Reference
   * @param replaces the wish it would take the place of
   */
  public static Json.Obj proposed(
      Ref patient, Wording wording, Instant at, Json.Obj proposer, Optional<Ref> replaces) {
    Json.Builder body =
        body(patient, wording, new ArrayList<>(), "preliminary", FhirTime.instant(at), proposer);
    replaces.ifPresent(wish -> body.put("derivedFrom", List.of(reference(wish.toString()))));
    return told(body.build());
  }

  /**
   * What stands on a paper that somebody else types: the person's own draft, to be signed by it.
   *
   * @param enteredBy a Reference
   */
  public static Json.Obj typed(Ref patient, Wording wording, String at, Json.Obj enteredBy) {
    List<Json> extensions = new ArrayList<>();
    extensions.add(referring(Ext.ENTERED_BY, enteredBy));
    Json.Obj resident = reference(patient.toString());
    return told(body(patient, wording, extensions, "preliminary", at, resident).build());
  }

  private static Json.Builder body(
      Ref patient,
      Wording wording,
      List<Json> extensions,
      String status,
      String at,
      Json.Obj performer) {
    boolean experience = wording.isExperience();
    String profile = experience ? Adi.CARE_EXPERIENCE_PREFERENCE : Adi.INTERVENTION_PREFERENCE;
    if (!wording.precondition().text().isEmpty()) {
      extensions.add(
          Json.object()
              .put("url", Ext.PRECONDITION)
              .put("valueCodeableConcept", text(wording.precondition().text()))
              .build());
    }
    List<Json> codes = new ArrayList<>();
    wording.codes().forEach(code -> codes.add(coding(code)));
    Json.Builder body =
        Json.object()
            .put("resourceType", "Observation")
            .put("meta", Json.object().put("profile", List.of(Json.text(profile))).build())
            .put("extension", extensions)
            .put("status", status)
            .put(
                "category",
                List.of(
                    concept(
                        experience
                            ? Category.CARE_EXPERIENCE_PREFERENCE
                            : Category.INTERVENTION_PREFERENCE)))
            .put("code", Json.object().put("coding", codes).build())
            .put("subject", reference(patient.toString()))
            .put("effectiveDateTime", at)
            .put("performer", List.of(performer));
    String words = wording.words().text();
    return wording.answer().isPresent()
        ? body.put(
            "valueCodeableConcept",
            Json.object()
                .put("coding", List.of(coding(wording.answer().get())))
                .put("text", words.isEmpty() ? null : words)
                .build())
        : body.put("valueString", words);
  }

  private static Json.Obj text(String text) {
    return Json.object().put("text", text).build();
  }

  private static Json referring(String url, Json.Obj who) {
    return Json.object().put("url", url).put("valueReference", who).build();
  }

  /** Whether it waits for the person's answer: preliminary, and another's words. */
  public static boolean isProposal(Json.Obj wish, Ref patient) {
    return "preliminary".equals(wish.text("status")) && !isPerformedBy(wish, patient);
  }

  public static boolean isPerformedBy(Json.Obj wish, Ref who) {
    return wish.objects("performer").stream()
        .anyMatch(performer -> who.toString().equals(performer.text("reference")));
  }

  /**
   * A proposal that the person took for theirs: their own draft from now on. Who proposed it is in
   * its history.
   *
   * @param words instead of those proposed; null to leave them
   * @param enteredBy a Reference to who typed for a person who could not
   */
  public static Json.Obj taken(
      Json.Obj proposal, Ref patient, @Nullable String words, Optional<Json.Obj> enteredBy) {
    Json.Obj draft = proposal.with("performer", Json.array(reference(patient.toString())));
    if (words != null) draft = worded(draft, words);
    List<Json> extensions = new ArrayList<>();
    for (Json.Obj extension : draft.objects("extension")) {
      if (!Ext.ENTERED_BY.equals(extension.text("url"))) extensions.add(extension);
    }
    enteredBy.ifPresent(who -> extensions.add(referring(Ext.ENTERED_BY, who)));
    draft =
        extensions.isEmpty()
            ? draft.without("extension")
            : draft.with("extension", new Json.Arr(extensions));
    return told(draft);
  }

  private static Json.Obj worded(Json.Obj wish, String words) {
    Json.Obj answer = wish.obj("valueCodeableConcept");
    if (answer == null) return wish.with("valueString", Json.text(words));
    return wish.with(
        "valueCodeableConcept",
        words.isEmpty() ? answer.without("text") : answer.with("text", Json.text(words)));
  }

  /** A proposal that the person did not take: it stays to be read, and never was a wish. */
  public static Json.Obj turnedDown(Json.Obj proposal) {
    return proposal.with("status", Json.text("cancelled"));
  }

  /** With the narrative that ADI demands, in the words in which wishes are shown. */
  private static Json.Obj told(Json.Obj wish) {
    Wish read = WISHES.standing(List.of(wish.with("status", Json.text("final")))).get(0);
    String english = read.english() == null ? "" : "\n" + read.english();
    return wish.with("text", Xhtml.narrative(List.of(read.japanese() + english)));
  }
}
