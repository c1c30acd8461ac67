package dev.tsumugi.acp.paper;

import dev.tsumugi.fhirserver.reading.Elements;
import dev.tsumugi.fhirserver.reading.PersonName;
import dev.tsumugi.kernel.Json;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Whether the Patient of a document that comes in is the one whose record it shall go into. A
 * shared number says so; else the day of birth and a name must be the same. What contradicts says
 * no.
 */
final class SamePerson {
  private SamePerson() {}

  static boolean is(Json.Obj theirs, Json.Obj ours) {
    if (differ(theirs.text("birthDate"), ours.text("birthDate"))) return false;
    if (differ(theirs.text("gender"), ours.text("gender"))) return false;
    boolean shared = false;
    for (Json.Obj one : theirs.objects("identifier")) {
      for (Json.Obj other : ours.objects("identifier")) {
        String system = one.text("system");
        if (system == null || !system.equals(other.text("system"))) continue;
        if (!Objects.equals(one.text("value"), other.text("value"))) return false;
        shared = true;
      }
    }
    if (shared) return true;
    return theirs.has("birthDate") && ours.has("birthDate") && named(theirs, ours);
  }

  /** Unknown on one side is no contradiction. */
  private static boolean differ(@Nullable String one, @Nullable String other) {
    if (one == null || other == null || one.equals("unknown") || other.equals("unknown")) {
      return false;
    }
    return !one.equals(other);
  }

  private static boolean named(Json.Obj theirs, Json.Obj ours) {
    for (Json.Obj name : theirs.objects("name")) {
      String text = name.text("text");
      if (text != null && PersonName.fits(ours, PersonName.fold(text))) return true;
      String family = Objects.requireNonNullElse(name.text("family"), "");
      List<String> given = name.texts("given");
      for (String joined :
          List.of(family + String.join("", given), String.join("", given) + family)) {
        if (PersonName.fits(ours, PersonName.fold(joined))) return true;
      }
      // A middle name is written by some and left out by others.
      if (given.isEmpty()) continue;
      for (String joined : List.of(family + given.get(0), given.get(0) + family)) {
        if (PersonName.fits(ours, PersonName.fold(joined))) return true;
      }
    }
    return Elements.type(theirs).equals("Patient") && fitsBack(theirs, ours);
  }

  private static boolean fitsBack(Json.Obj theirs, Json.Obj ours) {
    for (Json.Obj name : ours.objects("name")) {
      String text = name.text("text");
      if (text != null && PersonName.fits(theirs, PersonName.fold(text))) return true;
    }
    return false;
  }
}
