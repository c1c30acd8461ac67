package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.consent.Access;
import dev.tsumugi.consent.ConsentEngine;
import dev.tsumugi.consent.Purpose;
import dev.tsumugi.consent.Requester;
import dev.tsumugi.consent.Role;
import dev.tsumugi.consent.Scopes;
import dev.tsumugi.consent.SignOn;
import dev.tsumugi.fhirserver.ScopeTokens;
import dev.tsumugi.kernel.Ref;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Who asks, by chance: most of them somebody who has business here, some who have none. */
final class OracleRequesters {
  private final Random chance;
  private final ConsentEngine engine = new ConsentEngine(new ScopeTokens(TestStore.R4_FACTS));

  OracleRequesters(Random chance) {
    this.chance = chance;
  }

  Access next(Instant at) {
    int draw = chance.nextInt(100);
    if (draw < 56) return staff(at);
    if (draw < 66) return resident(at);
    if (draw < 89) return custodian(at);
    String scopes = "user/*.cruds";
    if (draw < 91) return open(at, Role.REGISTRAR, Purpose.PATADMIN, "x", "city", scopes, "app");
    if (draw < 93) return open(at, Role.CREW, Purpose.ETREAT, "x", "fire", scopes, "app");
    if (draw < 97) return open(at, Role.OFFICER, Purpose.HOPERAT, "x", "city", scopes, "app");
    return open(at, Role.OPERATOR, Purpose.HSYSADMIN, "x", "city", scopes, "app");
  }

  private Access staff(Instant at) {
    Role role = pick(List.of(Role.PHYSICIAN, Role.PHYSICIAN, Role.NURSE, Role.PHARMACIST));
    Purpose purpose = Purpose.TREAT;
    if (role != Role.PHARMACIST && chance.nextInt(4) == 0) purpose = Purpose.COC;
    if (role == Role.PHYSICIAN && chance.nextInt(10) == 0) purpose = Purpose.ETREAT;
    if (chance.nextInt(25) == 0) purpose = Purpose.HMARKT;
    String place = pick(OracleTown.PLACES);
    return open(at, role, purpose, pick(OracleTown.STAFF), place, scopes(), client());
  }

  private String client() {
    return pick(
        List.of(
            "app", "app", "app", "app", "app", "app", "app", "app", "app", "app", "app", "small",
            "old", "none"));
  }

  private String scopes() {
    return switch (chance.nextInt(18)) {
      case 0 -> "patient/*.rs";
      case 1 -> "user/Observation.rs user/Encounter.rs user/Patient.r";
      case 2 -> "user/*.r";
      case 3 -> "user/*.rs patient/Observation.cud";
      case 4, 5, 6 -> narrowed(chance.nextInt(4) == 0 ? "patient" : "user");
      default -> "user/*.cruds";
    };
  }

  private Access resident(Instant at) {
    String self = "p" + chance.nextInt(OracleTown.RESIDENTS);
    Purpose purpose = pick(List.of(Purpose.PATRQT, Purpose.FAMRQT));
    return open(at, Role.RESIDENT, purpose, "Patient/" + self, "", scopes(), client());
  }

  private Access custodian(Instant at) {
    String scopes =
        switch (chance.nextInt(8)) {
          case 0 -> "system/Observation.rs system/Patient.rs";
          case 1, 2, 3 -> "system/*.cruds?_security=PSY " + narrowed("system");
          default -> "system/*.cruds";
        };
    return open(at, Role.CUSTODIAN, Purpose.RECORDMGT, "", "", scopes, "loader");
  }

  private Access open(
      Instant at,
      Role role,
      Purpose purpose,
      String who,
      String place,
      String scopes,
      String client) {
    String actor = who.isEmpty() || who.contains("/") ? who : "Practitioner/" + who;
    String launch = "p" + chance.nextInt(OracleTown.RESIDENTS);
    return engine.open(
        new Requester(
            role + " " + who,
            "",
            Ref.parse(actor),
            place.isEmpty() ? Optional.empty() : Ref.parse("Organization/" + place),
            role,
            Scopes.parse(scopes),
            purpose,
            client,
            scopes.contains("patient/") ? Optional.of(Ref.patient(launch)) : Optional.empty(),
            new SignOn("session", "token", 3, Optional.empty())),
        at);
  }

  /** Scopes that searches narrow; what they find of this town overlaps. */
  private String narrowed(String level) {
    String rest =
        " #/Patient.rs #/CareTeam.rs #/MedicationStatement.rs #/AllergyIntolerance.rs #/Consent.rs"
            + " #/Practitioner.rs #/PractitionerRole.rs #/Group.rs";
    String some =
        pick(
            List.of(
                "#/Observation.cruds?category="
                    + "http://terminology.hl7.org/CodeSystem/observation-category|laboratory"
                    + " #/Encounter.rs #/Condition.rs #/Appointment.rs",
                "#/Observation.cruds?category=laboratory&code=urn:codes|c1,c2 #/Condition.rs",
                "#/Observation.rs?code=urn:codes|c0 #/Observation.cruds?category=vital-signs"
                    + " #/Condition.rs?code=c1,c3 #/Encounter.rs?class=AMB",
                "#/*.rs?_security=HIV,PSY #/Observation.cruds?status=final",
                "#/Observation.rs?date=2026 #/Observation.rs?status=final"
                    + " #/Condition.rs?onset-date=x",
                "#/Appointment.rs?status=booked #/Organization.rs?active=true #/Observation.rs"));
    return (some + rest).replace("#", level);
  }

  private <T> T pick(List<T> from) {
    return from.get(chance.nextInt(from.size()));
  }
}
