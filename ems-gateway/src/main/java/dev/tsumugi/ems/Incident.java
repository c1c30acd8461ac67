package dev.tsumugi.ems;

import dev.tsumugi.fhirserver.StoredResource;
import dev.tsumugi.kernel.Coding;
import dev.tsumugi.kernel.FhirTime;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Ref;
import dev.tsumugi.kernel.Shapes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An ambulance's run: an Encounter, as {@link Shapes.Incident} says. Whom it is about is unknown
 * until the crew says so.
 */
public record Incident(Ref ref, int version, Json.Obj encounter) {
  private static final Set<String> OPEN =
      Set.of("planned", "arrived", "triaged", "in-progress", "onleave");

  public static Incident of(StoredResource stored) {
    return new Incident(stored.ref(), stored.version(), Json.parseObject(stored.json()));
  }

  /**
   * A new one.
   *
   * @param number the dispatch centre's
   * @param call what is known from it, see {@link Call}
   * @param command the client's id of it
   */
  public static Json.Obj opened(
      Optional<String> number, Call call, String command, Ref organization, Instant at) {
    List<Json> identifiers = new ArrayList<>();
    number.ifPresent(given -> identifiers.add(identifier(Shapes.Sid.INCIDENT, given)));
    identifiers.add(identifier(Shapes.Plan.COMMAND_ID, command));
    Json.Builder encounter =
        Json.object().put("resourceType", "Encounter").put("identifier", identifiers);
    List<Json> extensions = call.extensions();
    if (!extensions.isEmpty()) encounter.put("extension", extensions);
    return encounter
        .put("status", "in-progress")
        .put("class", coding(Shapes.Incident.EMERGENCY))
        .put("period", Json.object().put("start", FhirTime.instant(at)).build())
        .put("serviceProvider", reference(organization))
        .build();
  }

  /** What the centre says later takes the place of what it said; of a crew's doing nothing goes. */
  public Json.Obj saidAnew(Call call, String command) {
    List<Json> extensions = new ArrayList<>();
    for (Json.Obj extension : encounter.objects("extension")) {
      if (!Shapes.Ext.INCIDENT_CALL.equals(extension.text("url"))) extensions.add(extension);
    }
    extensions.addAll(call.extensions());
    List<Json> identifiers = new ArrayList<>(encounter.objects("identifier"));
    identifiers.add(identifier(Shapes.Plan.COMMAND_ID, command));
    Json.Obj said = encounter.with("identifier", new Json.Arr(identifiers));
    return extensions.isEmpty()
        ? said.without("extension")
        : said.with("extension", new Json.Arr(extensions));
  }

  public Json.Obj closed(Instant at) {
    Json.Obj period = encounter.obj("period");
    Json.Obj whole = period == null ? Json.object().build() : period;
    return encounter
        .with("status", Json.text("finished"))
        .with("period", whole.with("end", Json.text(FhirTime.instant(at))));
  }

  /** The same about somebody else, or about nobody known; also of what refers to an incident. */
  public static Json.Obj about(Json.Obj entry, Optional<Ref> patient) {
    return patient.isPresent()
        ? entry.with("subject", reference(patient.get()))
        : entry.without("subject");
  }

  public Optional<Ref> patient() {
    return subject(encounter);
  }

  public static Optional<Ref> subject(Json.Obj entry) {
    return Optional.ofNullable(entry.obj("subject"))
        .map(subject -> subject.text("reference"))
        .flatMap(Ref::parse);
  }

  public Optional<String> number() {
    for (Json.Obj identifier : encounter.objects("identifier")) {
      if (Shapes.Sid.INCIDENT.equals(identifier.text("system"))) {
        return Optional.ofNullable(identifier.text("value"));
      }
    }
    return Optional.empty();
  }

  public boolean isOpen() {
    return OPEN.contains(String.valueOf(encounter.text("status")));
  }

  public Call call() {
    return Call.of(encounter);
  }

  Optional<String> received() {
    Json.Obj period = encounter.obj("period");
    return Optional.ofNullable(period).map(span -> span.text("start"));
  }

  String status() {
    return String.valueOf(encounter.text("status"));
  }

  static Json.Obj identifier(String system, String value) {
    return Json.object().put("system", system).put("value", value).build();
  }

  static Json.Obj reference(Ref ref) {
    return Json.object().put("reference", ref.toString()).build();
  }

  static Json.Obj coding(Coding coding) {
    return Json.object().put("system", coding.system()).put("code", coding.code()).build();
  }
}
