package dev.tsumugi.hub.town;

import static dev.tsumugi.hub.town.Pieces.coding;
import static dev.tsumugi.hub.town.Pieces.concept;
import static dev.tsumugi.hub.town.Pieces.meta;
import static dev.tsumugi.hub.town.Pieces.reference;
import static dev.tsumugi.hub.town.Pieces.resource;

import dev.tsumugi.kernel.Coding;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Shapes.Adi;
import dev.tsumugi.kernel.Shapes.Agent;
import dev.tsumugi.kernel.Shapes.Category;
import dev.tsumugi.kernel.Shapes.DataClass;
import dev.tsumugi.kernel.Shapes.Policy;
import dev.tsumugi.kernel.Shapes.Purpose;
import dev.tsumugi.kernel.Shapes.Role;
import dev.tsumugi.kernel.Shapes.Sys;
import java.util.ArrayList;
import java.util.List;

/**
 * The Consents: emergency sharing in its states, family doctors, teams, things withheld, agents.
 */
final class Choices {
  /** The consents as first written; {@code later} are new versions of some of them. */
  record Written(List<Json.Obj> first, List<Json.Obj> later) {}

  private final Setting setting;

  Choices(Setting setting) {
    this.setting = setting;
  }

  Written of(List<Resident> residents) {
    List<Json.Obj> first = new ArrayList<>();
    List<Json.Obj> later = new ArrayList<>();
    for (Resident resident : residents) {
      emergency(resident, first, later);
      if (resident.chose("gp")) first.add(familyDoctor(resident));
      if (resident.chose("team")) first.add(team(resident));
      if (resident.chose("no-mental")) first.add(withholdMental(resident));
    }
    for (Table.Row row : Table.rows("families.txt")) {
      if (row.maybe("speaks") != null) first.add(agent(row));
    }
    return new Written(first, later);
  }

  private void emergency(Resident resident, List<Json.Obj> first, List<Json.Obj> later) {
    switch (resident.emergencyChoice()) {
      case "never" -> {}
      case "agreed" -> first.add(emergency(resident, "permit", List.of()));
      case "part-wishes" -> first.add(emergency(resident, "permit", List.of(DataClass.WISHES)));
      case "part-problems" -> first.add(emergency(resident, "permit", List.of(DataClass.PROBLEM)));
      case "refused" -> first.add(emergency(resident, "deny", List.of()));
      case "revoked" -> {
        Json.Obj agreed = emergency(resident, "permit", List.of());
        first.add(agreed);
        later.add(agreed.with("status", Json.text("inactive")));
      }
      default -> throw new IllegalStateException("no such choice: " + resident.emergencyChoice());
    }
  }

  private Json.Obj emergency(Resident resident, String type, List<String> withheld) {
    return sharing(
        resident, "emergency", Policy.EMERGENCY_SHARING, Sharing.emergency(type, withheld));
  }

  private Json.Obj familyDoctor(Resident resident) {
    return sharing(
        resident, "family-doctor", Policy.CARE_SHARING, permit("Practitioner/" + doctor(resident)));
  }

  private static String doctor(Resident resident) {
    String doctor = resident.familyDoctor();
    if (doctor == null) throw new IllegalStateException(resident.id() + " has no family doctor");
    return doctor;
  }

  private Json.Obj team(Resident resident) {
    return sharing(
        resident, "team", Policy.CARE_SHARING, permit("CareTeam/" + resident.id() + "-team"));
  }

  private static Json.Obj permit(String recipient) {
    return Json.object()
        .put("type", "permit")
        .put("actor", List.of(Sharing.actor(Role.RECIPIENT, reference(recipient))))
        .put("purpose", List.of(coding(Purpose.TREATMENT)))
        .build();
  }

  private Json.Obj withholdMental(Resident resident) {
    Json.Obj provision =
        Json.object()
            .put("type", "deny")
            .put("securityLabel", List.of(coding(new Coding(Sys.ACT_CODE, "PSY"))))
            .put("purpose", List.of(coding(Purpose.TREATMENT), coding(Purpose.EMERGENCY)))
            .build();
    return sharing(resident, "no-mental", Policy.WITHHOLDING, provision);
  }

  private Json.Obj sharing(Resident resident, String what, String policy, Json.Obj provision) {
    int days = setting.dice("consent " + what + resident.id()).nextInt(30, 500);
    String at = setting.morning(resident.age() < 2 ? 20 : days);
    return new Sharing(resident.reference(), performer(resident), at)
        .consent(resident.id() + "-" + what, policy, provision);
  }

  /** A child's choice is made by the parent who is named first among those to call. */
  private static Json.Obj performer(Resident resident) {
    if (resident.age() >= 16) return reference("Patient/" + resident.id());
    for (Table.Row row : Table.rows("families.txt")) {
      if (row.get("patient").equals(resident.id())) {
        return reference("RelatedPerson/" + row.get("id"));
      }
    }
    throw new IllegalStateException("nobody decides for " + resident.id());
  }

  private Json.Obj agent(Table.Row row) {
    boolean first = row.get("speaks").equals("primary");
    Json.Obj related = reference("RelatedPerson/" + row.get("id"));
    Json.Obj provision =
        Json.object()
            .put("type", "permit")
            .put(
                "actor",
                List.of(Sharing.actor(first ? Agent.PRIMARY : Agent.FIRST_ALTERNATE, related)))
            .put("action", List.of(concept(Agent.MAY_SEE_HEALTH_DATA, null)))
            .put("purpose", List.of(coding(Purpose.POWER_OF_ATTORNEY)))
            .build();
    Json.Obj patient = reference("Patient/" + row.get("patient"));
    return resource("Consent", row.get("id") + "-speaks")
        .put("meta", meta(Adi.PARTICIPANT_CONSENT))
        .put("status", "active")
        .put("scope", concept(Agent.POWERS, null))
        .put("category", List.of(concept(Category.ADVANCE_CARE, null)))
        .put("patient", patient)
        .put("dateTime", setting.morning(220))
        .put("performer", List.of(patient))
        .put("policy", List.of(Json.object().put("uri", Policy.HEALTHCARE_AGENT).build()))
        .put("provision", provision)
        .build();
  }
}
