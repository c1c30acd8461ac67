package dev.tsumugi.testkit.scene;

import dev.tsumugi.kernel.Json;
import java.util.List;

/** Parameters of {@code $emergency-lookup}. */
public final class Questions {
  private Questions() {}

  public static Json.Obj card(String code) {
    return of(List.of(text("card", code)));
  }

  public static Json.Obj number(Villager who) {
    Json.Obj number = VillagerRecord.identifier(who);
    return of(
        List.of(Json.object().put("name", "identifier").put("valueIdentifier", number).build()));
  }

  /** By name, birth date and sex, as they stand in the register. */
  public static Json.Obj exact(Villager who) {
    return of(new Said().name(who.name().full()).born(who.born()).sex(who).items());
  }

  /** What a candidate's answer gave to open them by. */
  public static Json.Obj confirm(String code) {
    return of(List.of(text("confirm", code)));
  }

  /** Of items as they stand in a scene. */
  public static Json.Obj of(List<Json.Obj> items) {
    return Json.object().put("resourceType", "Parameters").put("parameter", items).build();
  }

  private static Json.Obj text(String name, String value) {
    return Json.object().put("name", name).put("valueString", value).build();
  }
}
