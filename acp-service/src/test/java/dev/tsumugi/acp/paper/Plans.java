package dev.tsumugi.acp.paper;

import dev.tsumugi.acp.Directive;
import dev.tsumugi.acp.PlanContent;
import dev.tsumugi.acp.PlanContent.Signing;
import dev.tsumugi.acp.PlanContent.Speaker;
import dev.tsumugi.acp.PlanContent.Version;
import dev.tsumugi.kernel.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Plans of 小林 節子, as prose. */
final class Plans {
  static final Instant SIGNED = Instant.parse("2026-11-20T01:00:00Z");
  static final PlanDocument.Frame FRAME =
      new PlanDocument.Frame(
          "https://hub.example/fhir", "https://hub.example", Instant.parse("2026-11-23T03:00:00Z"));
  static final String INTERVENTION =
      "http://hl7.org/fhir/us/pacio-adi/CodeSystem/ADIPreferenceCategoryCS|intervention-preference";
  static final String EXPERIENCE =
      "http://hl7.org/fhir/us/pacio-adi/CodeSystem/ADIPreferenceCategoryCS|care-experience-preference";

  private Plans() {}

  /** JSON with single quotes. */
  static Json.Obj json(String text) {
    return Json.parseObject(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }

  static Json.Obj concept(String systemAndCode, String text) {
    String[] parts = systemAndCode.split("\\|");
    Json coding = Json.object().put("system", parts[0]).put("code", parts[1]).build();
    return Json.object()
        .put("coding", Json.array(coding))
        .put("text", text.isEmpty() ? null : text)
        .build();
  }

  static Json.Obj wish(String id, String category, String code, Json.Obj value) {
    Json patient = json("{'reference':'Patient/setsuko'}");
    return Json.object()
        .put("resourceType", "Observation")
        .put("id", id)
        .put("meta", json("{'versionId':'1','lastUpdated':'2026-11-20T01:00:00Z'}"))
        .put(
            "extension",
            Json.array(
                json(
                    "{'url':'https://tsumugi.dev/fhir/StructureDefinition/wish-standing','valueCode':'signed'}")))
        .put("status", "final")
        .put("category", Json.array(concept(category, "")))
        .put("code", concept("http://loinc.org|" + code, ""))
        .put("subject", patient)
        .put("effectiveDateTime", "2026-11-20T10:00:00+09:00")
        .put("performer", Json.array(patient))
        .put(value.name(0), value.value(0))
        .build();
  }

  static Json.Obj answered(String code, String words) {
    return Json.object()
        .put(
            "valueCodeableConcept",
            concept("https://tsumugi.dev/fhir/CodeSystem/wish|" + code, words))
        .build();
  }

  static Json.Obj said(String words) {
    return Json.object().put("valueString", words).build();
  }

  static List<Json.Obj> wishes() {
    return List.of(
        wish("w1", INTERVENTION, "81329-5", answered("do-not-wish", "自然に任せたい")),
        wish("w2", INTERVENTION, "81331-1", answered("trial", "")),
        wish("w3", EXPERIENCE, "81363-4", said("庭を見ていたい <毎日> & 静かに")),
        wish("w4", INTERVENTION, "75781-5", said("カードに書いたとおり")));
  }

  static Speaker daughter() {
    Json.Obj person =
        json(
            "{'resourceType':'RelatedPerson','id':'daughter','patient':{'reference':'Patient/setsuko'},"
                + "'relationship':[{'coding':[{'system':'http://terminology.hl7.org/CodeSystem/v3-RoleCode','code':'DAU'}]}],"
                + "'name':[{'text':'佐藤 美香'}],'telecom':[{'system':'phone','value':'090-0000-0101'}]}");
    return new Speaker(
        person,
        List.of(
            consent("powers", "75786-4", "", "permit"),
            consent("limits", "81346-9", "延命について一人で決めない", "deny")));
  }

  private static Json.Obj consent(String id, String scope, String text, String type) {
    return json("{'resourceType':'Consent','id':'"
            + id
            + "','status':'active','category':[{'coding':[{'system':'http://terminology.hl7.org/CodeSystem/consentcategorycodes','code':'acd'}]}],"
            + "'patient':{'reference':'Patient/setsuko'},'dateTime':'2026-11-20','policy':[{'uri':'https://tsumugi.dev/fhir/policy/healthcare-agent'}],"
            + "'provision':{'type':'"
            + type
            + "','actor':[{'role':{'coding':[{'system':'http://loinc.org','code':'75783-1'}]},'reference':{'reference':'RelatedPerson/daughter'}}],"
            + "'purpose':[{'system':'http://terminology.hl7.org/CodeSystem/v3-ActReason','code':'PWATRNY'}]}}")
        .with("scope", concept("http://loinc.org|" + scope, text));
  }

  static Json.Obj patient() {
    return json(
        "{'resourceType':'Patient','id':'setsuko','name':[{'text':'小林 節子'}],'gender':'female','birthDate':'1947-04-12'}");
  }

  static PlanContent of(List<Json.Obj> wishes, List<Speaker> speakers) {
    Json.Obj document =
        json(
            "{'resourceType':'DocumentReference','id':'plan-1','masterIdentifier':{'system':'https://tsumugi.dev/fhir/sid/plan-version','value':'v-1'},'status':'current'}");
    Signing signing =
        new Signing(
            "2026-11-20T10:00:00+09:00",
            json("{'reference':'Patient/setsuko'}"),
            List.of(json("{'display':'田中 一郎'}")),
            List.of(json("{'display':'訪問看護師 鈴木'}")),
            Optional.of("はっきりしていた"),
            Optional.empty(),
            Optional.empty());
    return new PlanContent(
        patient(),
        new Version(
            document, Optional.empty(), new Directive.Current(SIGNED, SIGNED, Optional.empty())),
        signing,
        wishes,
        speakers,
        List.of());
  }

  static PlanContent whole() {
    return of(wishes(), List.of(daughter()));
  }
}
