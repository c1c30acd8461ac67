package dev.tsumugi.ems;

import dev.tsumugi.fhirserver.HandOvers.HandOver;
import dev.tsumugi.fhirserver.Sheets.Lookup;
import dev.tsumugi.fhirserver.Sheets.Preview;
import dev.tsumugi.fhirserver.StoredResource;
import dev.tsumugi.kernel.FhirTime;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Ref;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Hand-overs as Parameters, UTF-8 JSON. */
public final class HandOverAnswer {
  /** What work data may be named to whom the person is not shown. */
  private static final Set<String> NOBODYS =
      Set.of(
          "Organization",
          "Practitioner",
          "PractitionerRole",
          "Location",
          "HealthcareService",
          "Encounter");

  private HandOverAnswer() {}

  public static byte[] sent(HandOver handOver, Instant at) {
    return Parts.parameters(parts(handOver, at));
  }

  public static byte[] list(List<HandOver> handOvers, Instant at) {
    List<Json.Obj> groups = new ArrayList<>();
    for (HandOver one : handOvers) groups.add(Parts.group("handover", parts(one, at)));
    return Parts.parameters(groups);
  }

  /**
   * What a desk opens: the person and the sheet as its own look-up found them, and the crew's log.
   * Of whom it may not see, the log does not say who it is: refused, revoked and unknown are alike.
   */
  public static byte[] opened(
      HandOver handOver, Lookup lookup, List<StoredResource> log, Instant at) {
    List<Json.Obj> parts = new ArrayList<>(parts(handOver, at));
    Json.Obj sheet = Json.parseObject(Answer.preview(new Preview(lookup, List.of()), at));
    parts.addAll(sheet.objects("parameter"));
    boolean found = lookup instanceof Lookup.Found;
    if (lookup instanceof Lookup.Found one) {
      // The crew said who it is; nobody looked at a card here.
      parts.add(
          Parts.group(
              "match",
              List.of(
                  Parts.reference("patient", one.patient().ref().toString()),
                  Parts.code("foundBy", "handover"),
                  Parts.code("certainty", "probable"))));
    }
    List<Json> entries = new ArrayList<>();
    for (StoredResource entry : log) {
      Json.Obj json = Json.parseObject(entry.json());
      entries.add(found ? json : nameless(json.without("meta")));
    }
    parts.add(
        Json.object().put("name", "log").put("resource", IncidentAnswer.bundle(entries)).build());
    return Parts.parameters(parts);
  }

  static List<Json.Obj> parts(HandOver handOver, Instant at) {
    List<Json.Obj> parts = new ArrayList<>();
    parts.add(Parts.text("id", handOver.id()));
    parts.add(Parts.code("state", handOver.state(at).name().toLowerCase(Locale.ROOT)));
    parts.add(Parts.reference("organization", handOver.receiver().toString()));
    parts.add(Parts.reference("from", handOver.organization().toString()));
    parts.add(Parts.reference("incident", handOver.incident().toString()));
    parts.add(instant("sent", handOver.sent()));
    parts.add(instant("until", handOver.until()));
    handOver.said().arrives().ifPresent(eta -> parts.add(instant("eta", eta)));
    handOver.said().urgency().ifPresent(code -> parts.add(Parts.code("urgency", code)));
    handOver.said().unit().ifPresent(unit -> parts.add(Parts.text("unit", unit)));
    handOver.said().number().ifPresent(number -> parts.add(Parts.text("number", number)));
    handOver
        .acknowledged()
        .ifPresent(
            seen -> {
              parts.add(instant("acknowledged", seen.at()));
              parts.add(Parts.text("by", seen.by()));
            });
    return parts;
  }

  private static Json.Obj instant(String name, Instant at) {
    return Parts.value(name, "valueInstant", FhirTime.instant(at));
  }

  /** Without any reference that leads to somebody's record. */
  private static Json.Obj nameless(Json.Obj object) {
    Json.Builder kept = Json.object();
    for (int i = 0; i < object.size(); i++) {
      Optional<Json> value = nameless(object.value(i));
      if (value.isPresent()) kept.put(object.name(i), value.get());
    }
    return kept.build();
  }

  private static Optional<Json> nameless(Json value) {
    if (value instanceof Json.Arr array) {
      List<Json> kept = array.items().stream().flatMap(item -> nameless(item).stream()).toList();
      return kept.isEmpty() ? Optional.empty() : Optional.of(new Json.Arr(kept));
    }
    if (!(value instanceof Json.Obj object)) return Optional.of(value);
    // A reference may say who it is in words alone.
    boolean refers = object.has("reference") || (object.has("display") && !object.has("code"));
    if (refers) {
      boolean work =
          Optional.ofNullable(object.text("reference"))
              .flatMap(Ref::parse)
              .filter(ref -> NOBODYS.contains(ref.type()))
              .isPresent();
      return work ? Optional.of(object) : Optional.empty();
    }
    return Optional.of(nameless(object));
  }
}
