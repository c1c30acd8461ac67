package dev.tsumugi.testkit.scene;

import dev.tsumugi.kernel.Coding;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Shapes.Adi;
import dev.tsumugi.kernel.Shapes.Category;
import dev.tsumugi.kernel.Shapes.Ext;
import dev.tsumugi.kernel.Shapes.Policy;
import dev.tsumugi.kernel.Shapes.Preference;
import dev.tsumugi.kernel.Shapes.Purpose;
import dev.tsumugi.kernel.Shapes.Role;
import dev.tsumugi.kernel.Shapes.Scope;
import dev.tsumugi.kernel.Shapes.Sheet;
import dev.tsumugi.kernel.Shapes.Sid;
import dev.tsumugi.kernel.Shapes.Sys;
import dev.tsumugi.kernel.Shapes.Wish;
import dev.tsumugi.testkit.scene.Villager.Choice;
import java.util.ArrayList;
import java.util.List;

/** A villager's record as FHIR, under ids that begin with the villager's own. */
public final class VillagerRecord {
  private static final String STATUS = "http://terminology.hl7.org/CodeSystem/";

  private final Villager who;

  private VillagerRecord(Villager who) {
    this.who = who;
  }

  /** All of it: something in most blocks of the sheet. */
  public static List<Json.Obj> whole(Villager who) {
    VillagerRecord record = new VillagerRecord(who);
    List<Json.Obj> all = new ArrayList<>(lean(who));
    all.add(record.wish("cpr", Preference.RESUSCITATION, Wish.DO_NOT_WISH));
    all.add(record.wish("tube", Preference.TUBE_FEEDING, Wish.TRIAL));
    all.add(record.relative());
    all.add(record.allergy());
    all.add(record.medicine("1", "ワーファリン錠1mg", "1日1回 朝食後"));
    all.add(record.medicine("2", "アムロジピン錠5mg", "1日1回 朝食後"));
    all.add(record.problem("1", "心房細動", "2019-04"));
    all.add(record.problem("2", "高血圧症", "2008"));
    return all;
  }

  /** Who they are and what they chose, and no more. */
  public static List<Json.Obj> lean(Villager who) {
    VillagerRecord record = new VillagerRecord(who);
    List<Json.Obj> all = new ArrayList<>();
    all.add(record.patient());
    if (who.choice() != Choice.NEVER) all.add(record.consent(who.choice()));
    return all;
  }

  /** Their Consent as it is once they took it back. */
  public static Json.Obj revoked(Villager who) {
    return new VillagerRecord(who).consent(Choice.REVOKED);
  }

  static Json.Obj identifier(Villager who) {
    return Json.object().put("system", Sid.RESIDENT).put("value", who.number()).build();
  }

  /** A transaction of resources, each under its id. */
  public static Json.Obj transaction(List<Json.Obj> resources) {
    List<Json> entries = new ArrayList<>();
    for (Json.Obj resource : resources) {
      String url = resource.text("resourceType") + "/" + resource.text("id");
      entries.add(
          Json.object()
              .put("resource", resource)
              .put("request", Json.object().put("method", "PUT").put("url", url).build())
              .build());
    }
    return Json.object()
        .put("resourceType", "Bundle")
        .put("type", "transaction")
        .put("entry", entries)
        .build();
  }

  private Json.Obj patient() {
    List<Json> names = new ArrayList<>();
    names.add(name("IDE", who.name().family(), who.name().given()));
    names.add(name("SYL", who.name().familyKana(), who.name().givenKana()));
    if (who.name().isForeign()) {
      names.add(Json.object().put("use", "usual").put("text", who.name().latin()).build());
    }
    Json.Obj phone = Json.object().put("system", "phone").put("value", who.phone()).build();
    Json.Obj address =
        Json.object()
            .put("use", "home")
            .put("text", "茨城県" + who.home().whole())
            .put("line", List.of(Json.text(who.home().line())))
            .put("city", "つむぎ市")
            .put("state", "茨城県")
            .build();
    return Json.object()
        .put("resourceType", "Patient")
        .put("id", who.id())
        .put("identifier", List.of(identifier(who)))
        .put("active", true)
        .put("name", names)
        .put("telecom", List.of(phone))
        .put("gender", who.sex())
        .put("birthDate", who.born().toString())
        .put("address", List.of(address))
        .build();
  }

  private static Json.Obj name(String representation, String family, String given) {
    Json.Obj extension =
        Json.object().put("url", Ext.NAME_REPRESENTATION).put("valueCode", representation).build();
    return Json.object()
        .put("extension", List.of(extension))
        .put("use", "official")
        .put("text", family + " " + given)
        .put("family", family)
        .put("given", List.of(Json.text(given)))
        .build();
  }

  private Json.Obj wish(String name, Coding about, Coding answer) {
    Json.Obj said =
        Json.object().put("coding", List.of(coding(answer))).put("text", "本人の言葉").build();
    return begun("Observation", name)
        .put(
            "meta",
            Json.object().put("profile", List.of(Json.text(Adi.INTERVENTION_PREFERENCE))).build())
        .put("status", "final")
        .put("category", List.of(concept(Category.INTERVENTION_PREFERENCE)))
        .put("code", concept(about))
        .put("subject", self())
        .put("performer", List.of(self()))
        .put("effectiveDateTime", "2026-05-01")
        .put("valueCodeableConcept", said)
        .build();
  }

  private Json.Obj relative() {
    Json.Obj phone =
        Json.object()
            .put("system", "phone")
            .put("value", "090-0000-" + who.id().substring(who.id().length() - 4))
            .put("rank", 1L)
            .build();
    return begun("RelatedPerson", "contact")
        .put("active", true)
        .put("patient", self())
        .put("relationship", List.of(Json.object().put("text", "家族").build()))
        .put("name", List.of(Json.object().put("text", who.name().family() + " 花").build()))
        .put("telecom", List.of(phone))
        .build();
  }

  private Json.Obj allergy() {
    return begun("AllergyIntolerance", "allergy")
        .put(
            "clinicalStatus", concept(new Coding(STATUS + "allergyintolerance-clinical", "active")))
        .put("code", Json.object().put("text", "ペニシリン").build())
        .put("criticality", "high")
        .put("patient", self())
        .put("recordedDate", "2025-10-01")
        .build();
  }

  private Json.Obj medicine(String name, String drug, String dose) {
    return begun("MedicationRequest", "medicine-" + name)
        .put("status", "active")
        .put("intent", "order")
        .put("medicationCodeableConcept", Json.object().put("text", drug).build())
        .put("subject", self())
        .put("authoredOn", "2026-10-01")
        .put("dosageInstruction", List.of(Json.object().put("text", dose).build()))
        .build();
  }

  private Json.Obj problem(String name, String text, String since) {
    return begun("Condition", "problem-" + name)
        .put("clinicalStatus", concept(new Coding(STATUS + "condition-clinical", "active")))
        .put("code", Json.object().put("text", text).build())
        .put("subject", self())
        .put("onsetDateTime", since)
        .build();
  }

  private Json.Obj consent(Choice choice) {
    Json.Builder provision =
        Json.object()
            .put("type", choice == Choice.REFUSED ? "deny" : "permit")
            .put("actor", List.of(actor(Role.CREW), actor(Role.EMERGENCY_DESK)))
            .put("purpose", List.of(coding(Purpose.EMERGENCY)));
    if (choice != Choice.REFUSED) {
      List<Json> classes = new ArrayList<>();
      for (String code : Sheet.DATA_CLASSES) classes.add(coding(new Coding(Sys.DATA_CLASS, code)));
      provision.put("class", classes);
    }
    return begun("Consent", "emergency")
        .put("status", choice == Choice.REVOKED ? "inactive" : "active")
        .put("scope", concept(Scope.PRIVACY))
        .put("category", List.of(concept(Category.CONSENT_DOCUMENT)))
        .put("patient", self())
        .put("dateTime", "2026-01-15")
        .put("performer", List.of(self()))
        .put("policy", List.of(Json.object().put("uri", Policy.EMERGENCY_SHARING).build()))
        .put("provision", provision.build())
        .build();
  }

  /** Whoever works as this. */
  private static Json.Obj actor(String role) {
    Json.Obj identifier = Json.object().put("system", Sys.ROLE).put("value", role).build();
    return Json.object()
        .put("role", concept(Role.RECIPIENT))
        .put("reference", Json.object().put("identifier", identifier).build())
        .build();
  }

  private Json.Builder begun(String type, String name) {
    return Json.object().put("resourceType", type).put("id", who.id() + "-" + name);
  }

  private Json.Obj self() {
    return Json.object().put("reference", "Patient/" + who.id()).build();
  }

  private static Json.Obj coding(Coding coding) {
    return Json.object().put("system", coding.system()).put("code", coding.code()).build();
  }

  private static Json.Obj concept(Coding coding) {
    return Json.object().put("coding", List.of(coding(coding))).build();
  }
}
