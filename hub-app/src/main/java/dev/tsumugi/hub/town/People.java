package dev.tsumugi.hub.town;

import static dev.tsumugi.hub.town.Pieces.concept;
import static dev.tsumugi.hub.town.Pieces.identifier;
import static dev.tsumugi.hub.town.Pieces.names;
import static dev.tsumugi.hub.town.Pieces.phone;
import static dev.tsumugi.hub.town.Pieces.reference;
import static dev.tsumugi.hub.town.Pieces.resource;

import dev.tsumugi.kernel.Coding;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Shapes.Adi;
import dev.tsumugi.kernel.Shapes.Sid;
import dev.tsumugi.kernel.Shapes.Sys;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Residents, and the people to call for them. */
final class People {
  private final Setting setting;
  private final Places places;
  private final Map<String, Table.Row> photos = Table.byKey("photos.txt", "patient");
  private final Map<String, Resident> residents = new LinkedHashMap<>();

  People(Setting setting, Places places, List<Resident> all) {
    this.setting = setting;
    this.places = places;
    for (Resident resident : all) residents.put(resident.id(), resident);
  }

  List<Json.Obj> resources() {
    List<Json.Obj> out = new ArrayList<>();
    for (Resident resident : residents.values()) out.add(patient(resident));
    for (Table.Row row : Table.byKey("families.txt", "id").values()) out.add(related(row));
    return out;
  }

  private Json.Obj patient(Resident resident) {
    List<Json.Obj> phones = new ArrayList<>();
    phones.add(phone(resident.house().get("phone"), "home", 1));
    String doctor = resident.familyDoctor();
    return resource("Patient", resident.id())
        .put("extension", interpreter(resident))
        .put(
            "identifier",
            List.of(
                identifier(Sid.RESIDENT, resident.number()),
                identifier(Sid.INSURANCE_MEMBER, insurance(resident))))
        .put("active", true)
        .put("name", names(resident.kanji(), resident.kana()))
        .put("telecom", phones)
        .put("gender", resident.row().get("sex"))
        .put("birthDate", resident.birth().toString())
        .put("address", List.of(Pieces.address(resident.house())))
        .put("photo", photo(resident))
        .put("communication", List.of(language(resident)))
        .put(
            "generalPractitioner",
            doctor == null ? List.of() : List.of(places.practitionerReference(doctor)))
        .build();
  }

  private List<Json.Obj> photo(Resident resident) {
    Table.Row row = photos.get(resident.id());
    if (row == null) return List.of();
    return List.of(
        Json.object().put("contentType", "image/png").put("data", row.get("png")).build());
  }

  private static boolean speaksVietnamese(Resident resident) {
    return resident.id().startsWith("nguyen");
  }

  private static List<Json.Obj> interpreter(Resident resident) {
    if (!speaksVietnamese(resident)) return List.of();
    return List.of(
        Json.object()
            .put("url", "http://hl7.org/fhir/StructureDefinition/patient-interpreterRequired")
            .put("valueBoolean", true)
            .build());
  }

  private static Json.Obj language(Resident resident) {
    String code = speaksVietnamese(resident) ? "vi" : "ja";
    return Json.object()
        .put("language", concept(new Coding("urn:ietf:bcp:47", code), null))
        .build();
  }

  /** From 75 on the insurer is the prefecture's, and the card shows no symbol (記号). */
  private String insurance(Resident resident) {
    int number = setting.dice("insurance " + resident.id()).nextInt(1_000_000, 9_999_999);
    return resident.age() >= 75
        ? "39080019::" + "0" + number + ":00"
        : "00080019:つむぎ:" + number + ":01";
  }

  private Json.Obj related(Table.Row row) {
    String who = row.get("who");
    Resident known = residents.get(who);
    String[] names = who.split("/", -1);
    if (known == null && names.length != 2) throw new IllegalStateException("who is " + who + "?");
    String kanji = known == null ? names[0] : known.kanji();
    String kana = known == null ? names[1] : known.kana();
    Coding relation = new Coding(Sys.ROLE_CODE, row.get("relation"));
    Json.Builder out = resource("RelatedPerson", row.get("id"));
    if (row.maybe("speaks") != null) {
      out.put("meta", Pieces.meta(Adi.PARTICIPANT)).put("text", Pieces.narrative(kanji));
    }
    return out.put("identifier", identifiers(known))
        .put("active", true)
        .put("patient", reference("Patient/" + row.get("patient")))
        .put("relationship", List.of(concept(relation, relationWord(row.get("relation")))))
        .put("name", names(kanji, kana))
        .put("telecom", List.of(phone(row.get("phone"), "mobile", row.number("order"))))
        .put("gender", known == null ? null : known.row().get("sex"))
        .build();
  }

  private static List<Json.Obj> identifiers(@Nullable Resident known) {
    if (known == null) return List.of();
    return List.of(identifier(Sid.RESIDENT, known.number()), identifier(Sid.PATIENT, known.id()));
  }

  private static String relationWord(String code) {
    return switch (code) {
      case "HUSB" -> "夫";
      case "WIFE" -> "妻";
      case "DAU" -> "娘";
      case "SON" -> "息子";
      case "MTH" -> "母";
      case "FTH" -> "父";
      case "GRNDSON" -> "孫";
      case "NIECE" -> "姪";
      case "FRND" -> "友人";
      case "NBOR" -> "近所の人";
      default -> throw new IllegalStateException("no word for the relation " + code);
    };
  }
}
