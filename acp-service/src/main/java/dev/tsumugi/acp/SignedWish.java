package dev.tsumugi.acp;

import dev.tsumugi.fhirserver.reading.Elements;
import dev.tsumugi.fhirserver.reading.Wishes;
import dev.tsumugi.fhirserver.reading.Wishes.Wish;
import dev.tsumugi.kernel.FhirTime;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Ref;
import dev.tsumugi.kernel.Shapes;
import dev.tsumugi.kernel.Shapes.Category;
import dev.tsumugi.kernel.Shapes.Ext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Wishes as their Observations: a draft becomes the person's word, a word is said again or ended.
 */
final class SignedWish {
  /** A wish is shown by its place among the topics. */
  private static final Wishes WISHES = new Wishes();

  private static final Set<String> SAID = Set.of("final", "amended", "corrected");

  private SignedWish() {}

  /**
   * What may be signed: the resident's own draft, with an answer, or what they said before; else
   * why not.
   */
  static Optional<Reason> refusal(Json.Obj draft, Ref patient) {
    if (!Elements.type(draft).equals("Observation")) return Optional.of(Reason.NOT_A_DRAFT);
    if (!isDraft(draft) && !isSaid(draft)) return Optional.of(Reason.NOT_A_DRAFT);
    if (isProposal(draft, patient)) return Optional.of(Reason.A_PROPOSAL);
    return draft.has("valueString") || draft.has("valueCodeableConcept")
        ? Optional.empty()
        : Optional.of(Reason.NO_ANSWER);
  }

  static boolean isDraft(Json.Obj wish) {
    return "preliminary".equals(wish.text("status"));
  }

  private static boolean isSaid(Json.Obj wish) {
    boolean preference =
        Elements.codings(wish, "category").contains(Category.INTERVENTION_PREFERENCE)
            || Elements.codings(wish, "category").contains(Category.CARE_EXPERIENCE_PREFERENCE);
    return preference && Elements.is(wish, "Observation", SAID);
  }

  /** A wording that somebody else proposes; nobody's wish before the resident accepts it. */
  static boolean isProposal(Json.Obj draft, Ref patient) {
    List<Json.Obj> performers = draft.objects("performer");
    return performers.stream()
        .noneMatch(performer -> patient.toString().equals(performer.text("reference")));
  }

  /** How a wish is signed: see {@link PlanContent.Signing}. */
  record Mark(
      String at, Optional<Instant> expires, Optional<Json.Obj> enteredBy, Optional<String> paper) {}

  /** The draft as the person's word. */
  static Json.Obj of(Json.Obj draft, Mark mark) {
    Json.Obj wish = draft.with("status", Json.text("final"));
    wish = wish.without("effectivePeriod", "effectiveInstant", "issued");
    wish = wish.with("effectiveDateTime", Json.text(mark.at()));
    wish = extended(wish, Ext.WISH_STANDING, "valueCode", Json.text(Shapes.Wish.SIGNED));
    if (mark.enteredBy().isPresent()) {
      wish = extended(wish, Ext.ENTERED_BY, "valueReference", mark.enteredBy().get());
    }
    wish = extended(wish, Ext.CONFIRMED, "valueDateTime", null);
    wish = until(wish, mark.expires());
    if (mark.paper().isPresent()) wish = from(wish, mark.paper().get());
    return told(wish);
  }

  private static Json.Obj from(Json.Obj wish, String paper) {
    List<Json> sources = new ArrayList<>(wish.objects("derivedFrom"));
    sources.add(PlanReference.reference(paper));
    return wish.with("derivedFrom", new Json.Arr(sources));
  }

  /** With the narrative that ADI demands. */
  private static Json.Obj told(Json.Obj wish) {
    Wish read = WISHES.standing(List.of(wish)).get(0);
    String english = read.english() == null ? read.japanese() : read.english();
    return wish.with("text", Xhtml.narrative(List.of(read.japanese()), List.of(english)));
  }

  static Json.Obj until(Json.Obj wish, Optional<Instant> expires) {
    return extended(
        wish,
        Ext.EXPIRATION,
        "valueDateTime",
        expires.map(end -> Json.text(FhirTime.instant(end))).orElse(null));
  }

  static Json.Obj confirmed(Json.Obj wish, Instant at) {
    return extended(wish, Ext.CONFIRMED, "valueDateTime", Json.text(FhirTime.instant(at)));
  }

  static Json.Obj ended(Json.Obj wish, String status) {
    return wish.with("status", Json.text(status));
  }

  /** With this extension and no other of its URL; null takes it away. */
  static Json.Obj extended(Json.Obj resource, String url, String member, @Nullable Json value) {
    List<Json> rest = new ArrayList<>();
    for (Json.Obj extension : resource.objects("extension")) {
      if (!url.equals(extension.text("url"))) rest.add(extension);
    }
    if (value != null) rest.add(Json.object().put("url", url).put(member, value).build());
    return rest.isEmpty()
        ? resource.without("extension")
        : resource.with("extension", new Json.Arr(rest));
  }
}
