package dev.tsumugi.hub.town;

import static dev.tsumugi.hub.town.Pieces.coding;
import static dev.tsumugi.hub.town.Pieces.concept;
import static dev.tsumugi.hub.town.Pieces.hl7;
import static dev.tsumugi.hub.town.Pieces.identifier;
import static dev.tsumugi.hub.town.Pieces.names;
import static dev.tsumugi.hub.town.Pieces.phone;
import static dev.tsumugi.hub.town.Pieces.reference;
import static dev.tsumugi.hub.town.Pieces.resource;
import static dev.tsumugi.hub.town.Pieces.text;

import dev.tsumugi.kernel.Coding;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Shapes;
import dev.tsumugi.kernel.Shapes.Doctor;
import dev.tsumugi.kernel.Shapes.Sid;
import dev.tsumugi.kernel.Shapes.Sys;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Organisations, their places, and who works there. */
final class Places {
  private final Map<String, Table.Row> staff = Table.byKey("staff.txt", "id");

  List<Json.Obj> resources() {
    List<Json.Obj> out = new ArrayList<>();
    for (Table.Row row : Table.rows("organizations.txt")) out.add(organization(row));
    for (Table.Row row : Table.rows("locations.txt")) out.add(location(row));
    for (Table.Row row : Table.rows("emergency.txt")) out.add(emergencyService(row));
    for (Table.Row row : staff.values()) out.add(practitioner(row));
    for (Table.Row row : staff.values()) out.add(practitionerRole(row));
    return out;
  }

  /** The organisation a practitioner works for, as a literal reference. */
  String organizationOf(String practitioner) {
    return "Organization/" + member(practitioner).get("organization");
  }

  Json.Obj practitionerReference(String id) {
    return reference("Practitioner/" + id).with("display", Json.text(member(id).get("name")));
  }

  /** Who answers when a doctor cannot be reached. */
  Optional<String> deputyOf(String practitioner) {
    return Optional.ofNullable(member(practitioner).maybe("deputy"));
  }

  private Table.Row member(String practitioner) {
    Table.Row row = staff.get(practitioner);
    if (row == null) throw new IllegalStateException("no such practitioner: " + practitioner);
    return row;
  }

  private static Json.Obj organization(Table.Row row) {
    String institution = row.maybe("institution");
    List<Json.Obj> identifiers =
        institution == null ? List.of() : List.of(identifier(Sid.INSTITUTION, institution));
    return resource("Organization", row.get("id"))
        .put("identifier", identifiers)
        .put("active", true)
        .put("type", List.of(concept(hl7("organization-type", row.get("kind")), null)))
        .put("name", row.get("name"))
        .put("alias", List.of(Json.text(row.get("kana"))))
        .put("telecom", List.of(phone(row.get("phone"), "work", 1)))
        .put("address", List.of(Pieces.address(row).with("use", Json.text("work"))))
        .put("contact", row.maybe("night") == null ? List.of() : List.of(atNight(row)))
        .build();
  }

  /** Where somebody answers day and night. */
  private static Json.Obj atNight(Table.Row row) {
    return Json.object()
        .put("purpose", concept(Doctor.DAY_AND_NIGHT, "24時間連絡先"))
        .put("telecom", List.of(phone(row.get("night"), "work", 1)))
        .build();
  }

  private static Json.Obj location(Table.Row row) {
    return resource("Location", row.get("id"))
        .put("status", "active")
        .put("name", row.get("name"))
        .put("mode", "instance")
        .put("type", List.of(concept(new Coding(Sys.ROLE_CODE, row.get("kind")), null)))
        .put("managingOrganization", reference("Organization/" + row.get("organization")))
        .build();
  }

  /** What a crew chooses a hospital by. */
  private static Json.Obj emergencyService(Table.Row row) {
    List<Json> specialties = new ArrayList<>();
    for (String specialty : row.get("specialties").split(" ")) specialties.add(text(specialty));
    return resource("HealthcareService", row.get("id"))
        .put("active", true)
        .put("providedBy", reference("Organization/" + row.get("organization")))
        .put("category", List.of(concept(hl7("service-category", "14"), "救急")))
        .put("specialty", specialties)
        .put("name", row.get("name"))
        .put("comment", row.get("level"))
        .put("telecom", List.of(phone(row.get("phone"), "work", 1)))
        .build();
  }

  private static Json.Obj practitioner(Table.Row row) {
    return resource("Practitioner", row.get("id"))
        .put("identifier", List.of(identifier(Shapes.BASE + "/sid/staff", row.get("id"))))
        .put("active", true)
        .put("name", names(row.get("name"), row.get("kana")))
        .put("gender", row.get("sex"))
        .build();
  }

  private static Json.Obj practitionerRole(Table.Row row) {
    String role = row.get("role");
    Coding own = new Coding(Sys.ROLE, role.equals("doctor") ? Shapes.Role.PHYSICIAN : role);
    List<Json.Obj> codings = new ArrayList<>();
    if (role.equals("doctor") || role.equals("nurse") || role.equals("pharmacist")) {
      codings.add(coding(hl7("practitioner-role", role)));
    }
    codings.add(coding(own));
    return resource("PractitionerRole", row.get("id"))
        .put("active", true)
        .put("practitioner", reference("Practitioner/" + row.get("id")))
        .put("organization", reference("Organization/" + row.get("organization")))
        .put("code", List.of(concept(codings, row.get("specialty"))))
        .put("specialty", List.of(text(row.get("specialty"))))
        .put(
            "telecom",
            row.maybe("phone") == null ? List.of() : List.of(phone(row.get("phone"), "work", 1)))
        .build();
  }
}
