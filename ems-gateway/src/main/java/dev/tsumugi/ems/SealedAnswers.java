package dev.tsumugi.ems;

import dev.tsumugi.fhirserver.SealedSheets.Device;
import dev.tsumugi.fhirserver.SealedSheets.Held;
import dev.tsumugi.fhirserver.SealedSheets.Opening;
import dev.tsumugi.fhirserver.SealedSheets.Sealed;
import dev.tsumugi.fhirserver.SealedSheets.Sealing;
import dev.tsumugi.fhirserver.SealedSheets.Standing;
import dev.tsumugi.kernel.FhirTime;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What is asked and answered about sealed sheets, as Parameters. */
public final class SealedAnswers {
  private static final int LONGEST_ID = 64;
  private static final int MOST_AT_ONCE = 500;

  private SealedAnswers() {}

  /**
   * @param by subject of who is signed on
   */
  public static byte[] enrolled(Device device, String by, Instant at) {
    return Parts.parameters(
        List.of(
            Parts.text("device", device.id()),
            Parts.text("name", device.name()),
            Parts.text("by", by),
            now(at)));
  }

  private static Json.Obj now(Instant at) {
    return Parts.value("at", "valueInstant", FhirTime.instant(at));
  }

  public static byte[] sealed(Sealing sealing, Instant at) {
    List<Json.Obj> parts = new ArrayList<>();
    parts.add(now(at));
    for (Sealed one : sealing.sealed()) parts.add(SealedContent.part(one.terms(), one.jwe()));
    for (String id : sealing.replaced()) parts.add(Parts.text("replaced", id));
    return Parts.parameters(parts);
  }

  public static byte[] standing(List<Standing> all, Instant at) {
    List<Json.Obj> parts = new ArrayList<>();
    parts.add(now(at));
    for (Standing one : all) {
      parts.add(
          Parts.group(
              "sealed",
              List.of(
                  Parts.text("id", one.id()),
                  Parts.code("state", one.state().name().toLowerCase(Locale.ROOT)),
                  Parts.value("expires", "valueInstant", FhirTime.instant(one.expires())))));
    }
    return Parts.parameters(parts);
  }

  public static byte[] held(List<Held> all) {
    List<Json.Obj> parts = new ArrayList<>();
    for (Held one : all) {
      List<Json.Obj> held = new ArrayList<>();
      held.add(Parts.text("device", one.device()));
      held.add(Parts.reference("organization", one.organization()));
      held.add(Parts.reference("incident", one.incident().toString()));
      held.add(Parts.value("sealed", "valueInstant", FhirTime.instant(one.sealed())));
      held.add(Parts.value("expires", "valueInstant", FhirTime.instant(one.expires())));
      one.revoked()
          .ifPresent(at -> held.add(Parts.value("revoked", "valueInstant", FhirTime.instant(at))));
      parts.add(Parts.group("held", held));
    }
    return Parts.parameters(parts);
  }

  public static byte[] received(int openings, Instant at) {
    return Parts.parameters(List.of(Parts.number("received", openings), now(at)));
  }

  /** Throws {@code Problem} INVALID for what is not whole. */
  public static List<Opening> openings(Json.@Nullable Obj input) {
    List<Opening> openings = new ArrayList<>();
    for (Json.Obj parameter : input == null ? List.<Json.Obj>of() : input.objects("parameter")) {
      if (!"opening".equals(parameter.text("name"))) {
        throw Problem.invalid("parameter", "only opening is understood here");
      }
      openings.add(
          new Opening(
              id(parameter, "id"),
              id(parameter, "sheet"),
              at(part(parameter, "at", "valueInstant")),
              part(parameter, "by", "valueString")));
    }
    if (openings.isEmpty() || openings.size() > MOST_AT_ONCE) {
      throw Problem.invalid("opening", "give 1 to " + MOST_AT_ONCE);
    }
    return openings;
  }

  private static String id(Json.Obj opening, String name) {
    String id = part(opening, name, "valueString");
    if (id.isEmpty() || id.length() > LONGEST_ID) {
      throw Problem.invalid("opening." + name, "is needed, in at most 64 letters");
    }
    return id;
  }

  private static Instant at(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException wrong) {
      throw Problem.invalid("opening.at", "is an instant, as in 2026-11-23T03:00:00Z");
    }
  }

  private static String part(Json.Obj opening, String name, String member) {
    for (Json.Obj part : opening.objects("part")) {
      String value = part.text(member);
      if (name.equals(part.text("name")) && value != null) return value;
    }
    return "";
  }
}
