package dev.tsumugi.hub.town;

import static dev.tsumugi.hub.town.Pieces.concept;
import static dev.tsumugi.hub.town.Pieces.extension;
import static dev.tsumugi.hub.town.Pieces.meta;
import static dev.tsumugi.hub.town.Pieces.narrative;
import static dev.tsumugi.hub.town.Pieces.reference;
import static dev.tsumugi.hub.town.Pieces.resource;

import dev.tsumugi.kernel.Coding;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Shapes.Adi;
import dev.tsumugi.kernel.Shapes.Category;
import dev.tsumugi.kernel.Shapes.Ext;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A wish in the shape of {@link dev.tsumugi.kernel.Shapes}.
 *
 * @param patient id
 * @param answer a code of {@code Shapes.Wish}; null where only words can answer
 * @param words the resident's own
 * @param standing {@code said}, {@code written} or {@code signed}
 * @param at FHIR dateTime
 */
public record StatedWish(
    String patient,
    WishTopic topic,
    @Nullable Coding answer,
    String words,
    String standing,
    String at) {

  /** Not yet stored, heard by nobody but the resident. */
  public Json.Obj observation() {
    return observation(null, null);
  }

  Json.Obj observation(@Nullable String id, Json.@Nullable Obj heardBy) {
    boolean matters = topic == WishTopic.MATTERS;
    List<Json> extensions = new ArrayList<>();
    extensions.add(extension(Ext.WISH_STANDING, "valueCode", standing));
    if (heardBy != null) {
      extensions.add(
          Json.object().put("url", Ext.WISH_HEARD_BY).put("valueReference", heardBy).build());
    }
    Coding category =
        matters ? Category.CARE_EXPERIENCE_PREFERENCE : Category.INTERVENTION_PREFERENCE;
    Json.Obj resident = reference("Patient/" + patient);
    Json.Builder out =
        resource("Observation", id)
            .put(
                "meta",
                meta(matters ? Adi.CARE_EXPERIENCE_PREFERENCE : Adi.INTERVENTION_PREFERENCE))
            .put("text", narrative(topic.title() + ": " + words))
            .put("extension", extensions)
            .put("status", "final")
            .put("category", List.of(concept(category, null)))
            .put("code", concept(topic.code(), topic.title()))
            .put("subject", resident)
            .put("effectiveDateTime", at)
            .put("performer", List.of(resident));
    return answer == null
        ? out.put("valueString", words).build()
        : out.put("valueCodeableConcept", concept(answer, words)).build();
  }
}
