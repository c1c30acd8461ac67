package dev.tsumugi.acp.people;

import dev.tsumugi.fhirserver.reading.PersonName;
import dev.tsumugi.kernel.Coding;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.kernel.Ref;
import dev.tsumugi.kernel.Shapes.Ext;
import dev.tsumugi.kernel.Shapes.Sys;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Somebody around a resident, as the resident writes them down. */
public final class Persons {
  private static final Pattern CODE = Pattern.compile("[A-Z][A-Z_]{1,20}");
  private static final Pattern PHONE = Pattern.compile("[+0-9][0-9 ()-]{4,24}");

  private Persons() {}

  /**
   * A RelatedPerson. Throws {@code Problem} INVALID for what is no relation or no telephone number.
   *
   * @param relation code of v3-RoleCode: DAU, SON, WIFE, FRND
   * @param telecom telephone numbers, in the order to try them
   */
  public static Json.Obj of(Ref patient, PersonName name, String relation, List<String> telecom) {
    if (!CODE.matcher(relation).matches()) {
      throw Problem.invalid(
          "relationship", "'relationship' is a code of " + Sys.ROLE_CODE + ", for example DAU");
    }
    List<Json> names = new ArrayList<>();
    names.add(name(name.kanji(), "IDE"));
    if (!name.kana().isEmpty()) names.add(name(name.kana(), "SYL"));
    List<Json> phones = new ArrayList<>();
    for (String number : telecom) {
      if (!PHONE.matcher(number).matches()) {
        throw Problem.invalid("telecom", "'telecom' is a telephone number / 電話番号は数字とハイフンで書いてください");
      }
      phones.add(
          Json.object()
              .put("system", "phone")
              .put("value", number)
              .put("rank", phones.size() + 1)
              .build());
    }
    return Json.object()
        .put("resourceType", "RelatedPerson")
        .put("active", true)
        .put("patient", RoleResources.reference(patient.toString()))
        .put("relationship", List.of(RoleResources.concept(new Coding(Sys.ROLE_CODE, relation))))
        .put("name", names)
        .put("telecom", phones)
        .build();
  }

  /** JP Core HumanName: kanji (IDE) and kana (SYL) are two names. */
  private static Json name(String text, String representation) {
    Json extension =
        Json.object().put("url", Ext.NAME_REPRESENTATION).put("valueCode", representation).build();
    return Json.object()
        .put("extension", List.of(extension))
        .put("use", "official")
        .put("text", text)
        .build();
  }
}
