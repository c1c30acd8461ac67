package dev.tsumugi.fhirserver.r4;

import dev.tsumugi.kernel.Json;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What R4 asks of single datatypes beyond their structure. */
final class ElementRules {
  private final Structures structures;
  private final Findings found;

  ElementRules(Structures structures, Findings found) {
    this.structures = structures;
    this.found = found;
  }

  void code(@Nullable CodeList codes, Json value) {
    if (codes == null || !(value instanceof Json.Text text)) return;
    if (!codes.has(text.value())) found.add("must be one of " + codes.alternatives());
  }

  void check(
      Type type,
      Json.Obj value,
      @Nullable CodeList codes,
      Set<String> contained,
      boolean insideContained) {
    switch (type.name()) {
      case "Extension" -> extension(value);
      case "Reference" -> reference(value, contained, insideContained);
      case "Coding" -> {
        if (codes != null && !isMember(codes, value)) wrongCoding(codes);
      }
      case "CodeableConcept" -> {
        if (codes != null) concept(codes, value);
      }
      default -> {}
    }
  }

  /** Invariant ext-1: a value or inner extensions, never both. */
  private void extension(Json.Obj extension) {
    boolean valued = false;
    for (int i = 0; i < extension.size(); i++) {
      String name = extension.name(i);
      valued |= name.startsWith("value") || name.startsWith("_value");
    }
    if (valued == extension.has("extension")) {
      found.add(
          valued
              ? "has a value and extensions: R4 allows one of them"
              : "needs a value or extensions of its own");
    }
  }

  private void reference(Json.Obj reference, Set<String> contained, boolean insideContained) {
    String text = reference.text("reference");
    if (text == null) return;
    if (!References.isWellFormed(text, structures)) {
      found.add("reference", "must be Type/id with a type of R4, an absolute URL, a URN or #id");
    } else if (text.equals("#") ? !insideContained : isLost(text, contained)) {
      found.add("reference", "leads to no contained resource: contain it, or refer to another");
    }
  }

  private static boolean isLost(String text, Set<String> contained) {
    return text.startsWith("#") && !contained.contains(text.substring(1));
  }

  /** One coding out of the set is enough; a text alone is not (R4 terminologies, required). */
  private void concept(CodeList codes, Json.Obj concept) {
    for (Json.Obj coding : concept.objects("coding")) if (isMember(codes, coding)) return;
    // A concept that only says why it is absent has no coding to check.
    if (!concept.has("coding") && !concept.has("text") && concept.has("extension")) return;
    wrongCoding(codes);
  }

  private static boolean isMember(CodeList codes, Json.Obj coding) {
    String system = coding.text("system");
    String code = coding.text("code");
    return system != null && code != null && codes.has(system, code);
  }

  private void wrongCoding(CodeList codes) {
    found.add(
        "needs a coding out of "
            + String.join(", ", codes.codes().keySet())
            + ": "
            + codes.alternatives());
  }
}
