package dev.tsumugi.hub.town;

import static dev.tsumugi.hub.town.Pieces.coding;
import static dev.tsumugi.hub.town.Pieces.concept;
import static dev.tsumugi.hub.town.Pieces.hl7;
import static dev.tsumugi.hub.town.Pieces.period;
import static dev.tsumugi.hub.town.Pieces.reference;
import static dev.tsumugi.hub.town.Pieces.resource;
import static dev.tsumugi.hub.town.Pieces.text;

import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Shapes.Doctor;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Who cares for whom: teams, stays in the nursing home, visits. */
final class Care {
  private final Setting setting;
  private final Places places;

  Care(Setting setting, Places places) {
    this.setting = setting;
    this.places = places;
  }

  List<Json.Obj> of(Resident resident) {
    List<Json.Obj> out = new ArrayList<>();
    if (hasTeam(resident)) out.add(team(resident, null));
    // One team whose work has ended: such a relation must open nothing.
    if (resident.id().equals("hashimoto-kimi")) out.add(team(resident, setting.daysAgo(200)));
    if (resident.inHome()) out.add(stay(resident));
    visits(resident, out);
    if (resident.problems().contains("hf")) out.add(admission(resident));
    return out;
  }

  static boolean hasTeam(Resident resident) {
    return resident.chose("team") || resident.chose("doctors") || resident.inHome();
  }

  private Json.Obj team(Resident resident, @Nullable String end) {
    Json.Obj period = period(setting.daysAgo(430), end);
    List<Json.Obj> participants = new ArrayList<>();
    String doctor = resident.familyDoctor();
    if (doctor != null) {
      participants.add(participant("Practitioner/" + doctor, "主治医", period));
      participants.add(participant(places.organizationOf(doctor), "医療機関", period));
    }
    if (doctor != null) {
      places.deputyOf(doctor).ifPresent(deputy -> participants.add(deputy(deputy, period)));
    }
    if (resident.inHome()) {
      participants.add(participant("Organization/home-kasumi", "施設", period));
      participants.add(participant("Practitioner/facility", "介護職員", period));
      participants.add(participant("Practitioner/facility-nurse", "施設看護師", period));
    } else if (!resident.chose("doctors")) {
      participants.add(participant("Organization/station-hidamari", "訪問看護", period));
      participants.add(participant("Practitioner/nurse", "訪問看護師", period));
      participants.add(participant("Organization/pharmacy-midori", "薬局", period));
    }
    return resource("CareTeam", resident.id() + "-team")
        .put("status", end == null ? "active" : "inactive")
        .put("name", resident.kanji() + " さんのケアチーム")
        .put("subject", resident.reference())
        .put("period", period)
        .put("participant", participants)
        .build();
  }

  private static Json.Obj deputy(String doctor, Json.Obj period) {
    return participant("Practitioner/" + doctor, "", period)
        .with("role", Json.array(concept(Doctor.DEPUTY, "代理の医師")));
  }

  private static Json.Obj participant(String member, String role, Json.Obj period) {
    return Json.object()
        .put("role", List.of(text(role)))
        .put("member", reference(member))
        .put("period", period)
        .build();
  }

  private Json.Obj stay(Resident resident) {
    int since = setting.dice("stay " + resident.id()).nextInt(200, 1500);
    return resource("EpisodeOfCare", resident.id() + "-stay")
        .put("status", "active")
        .put("type", List.of(text("特別養護老人ホーム入所")))
        .put("patient", resident.reference())
        .put("managingOrganization", reference("Organization/home-kasumi"))
        .put("period", period(setting.daysAgo(since), null))
        .build();
  }

  private void visits(Resident resident, List<Json.Obj> out) {
    String doctor = resident.familyDoctor();
    if (doctor == null) return;
    SplittableRandom dice = setting.dice("visits " + resident.id());
    int count = Math.min(5, 1 + resident.problems().size());
    int days = dice.nextInt(5, 25);
    for (int i = 1; i <= count; i++) {
      out.add(
          encounter(resident, "visit-" + i, resident.inHome() ? "HH" : "AMB")
              .put("type", List.of(text(resident.inHome() ? "訪問診療" : "外来診療")))
              .put("subject", resident.reference())
              .put("participant", List.of(seenBy(doctor)))
              .put("period", period(setting.morning(days), null).with("end", end(days)))
              .put("serviceProvider", reference(places.organizationOf(doctor)))
              .build());
      days += dice.nextInt(25, 60);
    }
  }

  private Json end(int days) {
    return Json.text(setting.daysAgo(days) + "T09:50:00+09:00");
  }

  private Json.Obj seenBy(String doctor) {
    return Json.object().put("individual", places.practitionerReference(doctor)).build();
  }

  private Json.Obj admission(Resident resident) {
    int days = setting.dice("admission " + resident.id()).nextInt(150, 320);
    Json.Obj place = Json.object().put("location", reference("Location/ward-central")).build();
    return encounter(resident, "admission", "IMP")
        .put("type", List.of(text("入院")))
        .put("subject", resident.reference())
        .put("participant", List.of(seenBy("heart-doctor")))
        .put("period", period(setting.evening(days), setting.morning(days - 12)))
        .put("reasonCode", List.of(text("心不全の急性増悪")))
        .put("location", List.of(place))
        .put("serviceProvider", reference("Organization/hospital-central"))
        .build();
  }

  private static Json.Builder encounter(Resident resident, String what, String actClass) {
    return resource("Encounter", resident.id() + "-" + what)
        .put("status", "finished")
        .put("class", coding(hl7("v3-ActCode", actClass)));
  }

  /** A concept of an HL7 code system that needs no words. */
  static Json.Obj plain(String system, String code) {
    return concept(hl7(system, code), null);
  }
}
