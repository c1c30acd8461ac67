package dev.tsumugi.fhirserver;

import dev.tsumugi.kernel.FhirTime;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.kernel.Ref;
import dev.tsumugi.kernel.Shapes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A line of the journal as FHIR AuditEvent, in the shape of <a
 * href="https://profiles.ihe.net/ITI/BALP/">IHE BALP</a>. Made when it is asked for; none is
 * stored. {@code meta.profile} is left out: BALP demands network addresses, which are not kept.
 */
public final class AuditEvents {
  public static final String TYPE = "AuditEvent";

  private AuditEvents() {}

  /**
   * For every way to the records that could be asked about AuditEvents: they are none of them. The
   * journal is read and searched by itself, and nothing leads from a record to it or back.
   */
  static Problem apart(String what) {
    return Problem.at(
        Problem.Kind.NOT_SUPPORTED,
        what,
        "'"
            + what
            + "' is not supported: AuditEvents are the journal, which is searched by itself, at"
            + " /fhir/AuditEvent");
  }

  public static Json.Obj of(AuditLine line) {
    return Json.object()
        .put("resourceType", TYPE)
        .put("id", line.key().id())
        .put("meta", meta(line))
        .put("type", AuditCodes.type(line))
        .put("subtype", AuditCodes.subtypes(line))
        .put("action", AuditCodes.action(line))
        .put("recorded", FhirTime.instant(line.at()))
        .put("outcome", AuditCodes.outcome(line))
        .put("outcomeDesc", line.fact("basis").isEmpty() ? null : line.fact("basis"))
        .put("purposeOfEvent", purpose(line))
        .put("agent", agents(line))
        .put("source", source(line))
        .put("entity", entities(line))
        .build();
  }

  private static Json meta(AuditLine line) {
    List<Json> tags = new ArrayList<>();
    for (JournalMark mark : JournalMark.values()) {
      if (line.marks().contains(mark)) {
        tags.add(AuditCodes.coding(JournalMark.SYSTEM, mark.code(), ""));
      }
    }
    Json.Builder meta =
        Json.object()
            .put("versionId", "1")
            .put("lastUpdated", FhirTime.instant(line.at()))
            .put("security", List.of(AuditCodes.coding(Shapes.Sys.CONFIDENTIALITY, "N", "normal")));
    if (!tags.isEmpty()) meta.put("tag", tags);
    return meta.build();
  }

  private static List<Json> purpose(AuditLine line) {
    String purpose = line.fact("purpose");
    List<Json> purposes = new ArrayList<>();
    if (!purpose.isEmpty()) {
      purposes.add(AuditCodes.concept(Shapes.Sys.ACT_REASON, purpose, ""));
    }
    boolean stated = purpose.equals(Shapes.Purpose.BREAK_GLASS.code());
    if (line.glassBroken() && !stated) {
      purposes.add(AuditCodes.concept(Shapes.Sys.ACT_REASON, "BTG", ""));
    }
    return purposes;
  }

  private static List<Json> agents(AuditLine line) {
    List<Json> agents = new ArrayList<>();
    agents.add(user(line));
    String organization = line.fact("organization");
    if (!organization.isEmpty()) {
      agents.add(
          agent(
              AuditCodes.concept(
                  "http://terminology.hl7.org/CodeSystem/v3-RoleClass",
                  "PROV",
                  "healthcare provider"),
              reference(organization)));
    }
    if (line.bases().contains("PROXY") && line.patient().isPresent()) {
      // For whom a proxy acted.
      agents.add(
          agent(
              AuditCodes.concept(
                  "http://terminology.hl7.org/CodeSystem/v3-RoleClass", "PAT", "patient"),
              reference(line.patient().get().toString())));
    }
    agents.add(
        agent(AuditCodes.client(line), Json.object().put("display", line.fact("client")).build()));
    agents.add(agent(AuditCodes.server(line), Json.object().put("display", site(line)).build()));
    return agents;
  }

  private static Json user(AuditLine line) {
    String actor = line.fact("actor");
    String subject = line.fact("subject");
    Json.Obj who =
        Ref.parse(actor).isPresent()
            ? reference(actor)
            : Json.object().put("identifier", Json.object().put("value", subject).build()).build();
    List<Json> roles =
        new ArrayList<>(List.of(AuditCodes.concept(Shapes.Sys.ROLE, line.fact("role"), "")));
    if (line.bases().contains("PROXY")) {
      roles.add(AuditCodes.concept(Shapes.Sys.RELATION, "proxy", ""));
    }
    String token = line.fact("token");
    Json.Builder user =
        Json.object()
            .put(
                "type",
                AuditCodes.concept(Shapes.Sys.PARTICIPATION, "IRCP", "information recipient"))
            .put("role", roles)
            .put("who", who)
            .put("altId", subject.isEmpty() ? null : subject)
            .put("name", line.fact("name").isEmpty() ? null : line.fact("name"))
            .put("requestor", true);
    if (!token.isEmpty()) {
      user.put("policy", List.of(Json.text("urn:ietf:params:oauth:jti:" + token)));
    }
    return user.put("purposeOfUse", purpose(line)).build();
  }

  private static Json agent(Json.Obj type, Json.Obj who) {
    return Json.object().put("type", type).put("who", who).put("requestor", false).build();
  }

  private static String site(AuditLine line) {
    return "Tsumugi " + line.key().node();
  }

  private static Json source(AuditLine line) {
    return Json.object()
        .put("site", line.key().node())
        .put("observer", Json.object().put("display", site(line)).build())
        .put("type", List.of(AuditCodes.observer()))
        .build();
  }

  private static List<Json> entities(AuditLine line) {
    List<Json> entities = new ArrayList<>();
    if (line.patient().isPresent()) {
      entities.add(
          Json.object()
              .put("what", reference(line.patient().get().toString()))
              .put("type", AuditCodes.coding(AuditCodes.ENTITY_TYPE, "1", "Person"))
              .put("role", AuditCodes.coding(AuditCodes.OBJECT_ROLE, "1", "Patient"))
              .build());
    }
    for (String consent : line.content().texts("consents")) {
      if (!consent.startsWith("Consent/")) continue;
      entities.add(
          Json.object()
              .put("what", reference(consent))
              .put("type", AuditCodes.coding(Shapes.Sys.RESOURCE_TYPES, "Consent", "Consent"))
              .build());
    }
    entities.add(data(line));
    return entities;
  }

  /** What was asked for, by its kind; the values of a question are not kept. */
  private static Json data(AuditLine line) {
    boolean query = line.interaction().startsWith("search");
    Json.Builder data = Json.object();
    String type = resourceType(line.fact("asked"));
    if (!type.isEmpty()) data.put("what", Json.object().put("type", type).build());
    data.put("type", AuditCodes.coding(AuditCodes.ENTITY_TYPE, "2", "System Object"))
        .put(
            "role",
            query
                ? AuditCodes.coding(AuditCodes.OBJECT_ROLE, "24", "Query")
                : AuditCodes.coding(AuditCodes.OBJECT_ROLE, "4", "Domain Resource"))
        .put("description", line.fact("asked").isEmpty() ? null : line.fact("asked"));
    List<Json> details = new ArrayList<>();
    for (String dataClass : line.content().texts("classes")) {
      details.add(Json.object().put("type", "data-class").put("valueString", dataClass).build());
    }
    if (!details.isEmpty()) data.put("detail", details);
    return data.build();
  }

  /** The one type that was asked for; "" if it was none or several. */
  private static String resourceType(String asked) {
    String found = "";
    for (String word : asked.split("[ ,]+")) {
      boolean type = !word.isEmpty() && word.toUpperCase(Locale.ROOT).charAt(0) == word.charAt(0);
      if (!type || !word.matches("[A-Z][A-Za-z]+")) continue;
      if (!found.isEmpty()) return "";
      found = word;
    }
    return found;
  }

  private static Json.Obj reference(String reference) {
    return Json.object().put("reference", reference).build();
  }
}
