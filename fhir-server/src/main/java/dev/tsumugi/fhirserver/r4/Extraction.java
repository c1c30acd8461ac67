package dev.tsumugi.fhirserver.r4;

import dev.tsumugi.fhirserver.r4.SearchParameter.Kind;
import dev.tsumugi.kernel.Coding;
import dev.tsumugi.kernel.FhirTime;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Period;
import dev.tsumugi.kernel.Ref;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a value of one type becomes what a parameter of one kind searches (<a
 * href="https://hl7.org/fhir/R4/search.html#table">R4 search, types of parameters</a>).
 */
final class Extraction {
  static final Set<String> TEXTS =
      Set.of("code", "string", "markdown", "uri", "url", "canonical", "id", "oid", "uuid");

  private Extraction() {}

  /** Whether values of this type mean something for this kind; what does not is passed over. */
  static boolean handles(Kind kind, String type) {
    return switch (kind) {
      case TOKEN ->
          TEXTS.contains(type)
              || Set.of("Coding", "CodeableConcept", "Identifier", "ContactPoint", "boolean")
                  .contains(type);
      case REFERENCE -> Set.of("Reference", "canonical", "uri", "Resource").contains(type);
      case DATE -> Set.of("date", "dateTime", "instant", "Period", "Timing").contains(type);
      case STRING -> TEXTS.contains(type) || Set.of("HumanName", "Address").contains(type);
      case NUMBER, QUANTITY -> Quantities.TYPES.contains(type);
      case URI -> TEXTS.contains(type);
      case COMPOSITE, SPECIAL -> false;
    };
  }

  static void add(Kind kind, Path path, Json value, IndexBuilder into) {
    String type = path.leaf().name();
    switch (kind) {
      case TOKEN -> token(type, path.system(), value, into);
      case REFERENCE -> reference(type, value, into);
      case DATE -> date(type, value, into);
      case STRING -> string(type, value, into);
      case NUMBER, QUANTITY -> Quantities.add(type, value, into);
      case URI -> {
        if (value instanceof Json.Text text) uri(type, text.value(), into);
      }
      case COMPOSITE, SPECIAL ->
          throw new IllegalStateException(kind + " has no values of its own");
    }
  }

  private static void token(String type, String system, Json value, IndexBuilder into) {
    if (value instanceof Json.Text text) {
      into.token(system, text.value(), null);
    } else if (value instanceof Json.Bool bool) {
      into.token(null, Boolean.toString(bool.value()), null);
    } else if (value instanceof Json.Obj object) {
      switch (type) {
        case "Coding" ->
            into.token(object.text("system"), object.text("code"), object.text("display"));
        case "CodeableConcept" -> concept(object, into);
        case "Identifier" -> {
          Json.Obj kind = object.obj("type");
          String text = kind == null ? null : kind.text("text");
          into.token(object.text("system"), object.text("value"), text);
          String number = object.text("value");
          if (kind != null && number != null) typed(kind, number, into);
        }
        case "ContactPoint" -> into.token(null, object.text("value"), null);
        default -> throw new IllegalStateException("no token of a " + type);
      }
    }
  }

  private static void typed(Json.Obj kind, String value, IndexBuilder into) {
    for (Json.Obj coding : kind.objects("coding")) {
      String system = coding.text("system");
      String code = coding.text("code");
      if (code != null) into.typedIdentifier((system == null ? "" : system) + "|" + code, value);
    }
  }

  private static void concept(Json.Obj concept, IndexBuilder into) {
    String text = concept.text("text");
    boolean told = false;
    for (Json.Obj coding : concept.objects("coding")) {
      String display = coding.text("display");
      into.token(coding.text("system"), coding.text("code"), display == null ? text : display);
      told |= display == null || display.equals(text);
    }
    // :text searches the concept's own words too.
    if (text != null && !told) into.token(null, null, text);
  }

  private static void reference(String type, Json value, IndexBuilder into) {
    if (value instanceof Json.Text text) {
      canonical(text.value(), into);
    } else if (value instanceof Json.Obj object && type.equals("Resource")) {
      String name = object.text("resourceType");
      String id = object.text("id");
      if (name != null && id != null) into.reference(name + "/" + id, null);
    } else if (value instanceof Json.Obj object) {
      String literal = object.text("reference");
      Json.Obj logical = object.obj("identifier");
      Coding identifier = logical == null ? null : identifier(logical);
      if (literal != null && literal.startsWith("#")) literal = null;
      if (literal == null && identifier == null) return;
      into.reference(literal == null ? "" : withoutVersion(literal), identifier);
    }
  }

  private static String withoutVersion(String literal) {
    return Ref.parse(literal).map(Ref::toString).orElse(literal);
  }

  private static @Nullable Coding identifier(Json.Obj identifier) {
    String system = identifier.text("system");
    String value = identifier.text("value");
    return value == null ? null : new Coding(system == null ? "" : system, value);
  }

  private static void canonical(String url, IndexBuilder into) {
    if (url.startsWith("#")) return;
    into.reference(url, null);
    int bar = url.indexOf('|');
    if (bar > 0) into.reference(url.substring(0, bar), null);
  }

  private static void uri(String type, String uri, IndexBuilder into) {
    into.uri(uri);
    int bar = uri.indexOf('|');
    if (type.equals("canonical") && bar > 0) into.uri(uri.substring(0, bar));
  }

  private static void string(String type, Json value, IndexBuilder into) {
    if (value instanceof Json.Text text) {
      into.string(text.value());
    } else if (value instanceof Json.Obj object) {
      boolean name = type.equals("HumanName");
      for (String part : name ? NAME_PARTS : ADDRESS_PARTS) {
        for (String text : object.texts(part)) into.string(text);
      }
    }
  }

  private static final String[] NAME_PARTS = {"text", "family", "given", "prefix", "suffix"};
  private static final String[] ADDRESS_PARTS = {
    "text", "line", "city", "district", "state", "postalCode", "country"
  };

  private static void date(String type, Json value, IndexBuilder into) {
    if (value instanceof Json.Text text) {
      FhirTime.parse(text.value()).ifPresent(into::date);
    } else if (value instanceof Json.Obj object && type.equals("Period")) {
      period(object, into);
    } else if (value instanceof Json.Obj timing) {
      timing(timing, into);
    }
  }

  private static void period(Json.Obj period, IndexBuilder into) {
    boolean bound = period.has("start") || period.has("end");
    if (bound) FhirTime.parsePeriod(period).ifPresent(into::date);
  }

  /** R4: only the outer limits of a Timing count: its events, or the bounds of its repetition. */
  private static void timing(Json.Obj timing, IndexBuilder into) {
    Instant from = Period.MAX;
    Instant until = Period.MIN;
    for (String event : timing.texts("event")) {
      Period when = FhirTime.parse(event).orElse(null);
      if (when == null) continue;
      if (when.from().isBefore(from)) from = when.from();
      if (when.until().isAfter(until)) until = when.until();
    }
    if (from.isBefore(until)) into.date(new Period(from, until));
    Json.Obj repeat = timing.obj("repeat");
    Json.Obj bounds = repeat == null ? null : repeat.obj("boundsPeriod");
    if (bounds != null) period(bounds, into);
  }
}
