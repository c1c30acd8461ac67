package dev.tsumugi.hub.town;

import dev.tsumugi.kernel.Coding;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Shapes.Ext;
import dev.tsumugi.kernel.Shapes.Sys;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The R4 datatypes that every part of the town is made of. */
final class Pieces {
  private static final String HL7 = "http://terminology.hl7.org/CodeSystem/";

  private Pieces() {}

  /** A resource begun; without an id if the server is to give it one. */
  static Json.Builder resource(String type, @Nullable String id) {
    return Json.object().put("resourceType", type).put("id", id);
  }

  static Json.Obj coding(Coding coding) {
    return Json.object().put("system", coding.system()).put("code", coding.code()).build();
  }

  static Json.Obj coding(Coding coding, String display) {
    return coding(coding).with("display", Json.text(display));
  }

  static Json.Obj concept(Coding coding, @Nullable String text) {
    return Json.object().put("coding", List.of(coding(coding))).put("text", text).build();
  }

  static Json.Obj concept(List<Json.Obj> codings, String text) {
    return Json.object().put("coding", codings).put("text", text).build();
  }

  static Json.Obj text(String text) {
    return Json.object().put("text", text).build();
  }

  /** A coding of a code system below terminology.hl7.org. */
  static Coding hl7(String system, String code) {
    return new Coding(HL7 + system, code);
  }

  static Json.Obj reference(String literal) {
    return Json.object().put("reference", literal).build();
  }

  static Json.Obj identifier(String system, String value) {
    return Json.object().put("system", system).put("value", value).build();
  }

  static Json.Obj meta(String profile) {
    return Json.object().put("profile", List.of(Json.text(profile))).build();
  }

  static Json.Obj phone(String number, String use, int rank) {
    return Json.object()
        .put("system", "phone")
        .put("value", number)
        .put("use", use)
        .put("rank", rank)
        .build();
  }

  static Json.Obj address(Table.Row house) {
    String line = house.get("line");
    String city = "つむぎ市";
    return Json.object()
        .put("use", "home")
        .put("text", "茨城県" + line)
        .put("line", List.of(Json.text(line.substring(city.length()))))
        .put("city", city)
        .put("state", "茨城県")
        .put("postalCode", house.get("postal"))
        .put("country", "JP")
        .build();
  }

  /** Both names that JP Core asks for: kanji (IDE) and kana (SYL). */
  static List<Json.Obj> names(String kanji, String kana) {
    return List.of(name(kanji, "IDE"), name(kana, "SYL"));
  }

  private static Json.Obj name(String full, String representation) {
    int space = full.indexOf(' ');
    return Json.object()
        .put("extension", List.of(extension(Ext.NAME_REPRESENTATION, "valueCode", representation)))
        .put("use", "official")
        .put("text", full)
        .put("family", full.substring(0, space))
        .put("given", List.of(Json.text(full.substring(space + 1))))
        .build();
  }

  static Json.Obj extension(String url, String valueName, String value) {
    return Json.object().put("url", url).put(valueName, value).build();
  }

  static Json.Obj period(String start, @Nullable String end) {
    return Json.object().put("start", start).put("end", end).build();
  }

  static Json.Obj narrative(String text) {
    String div = "<div xmlns=\"http://www.w3.org/1999/xhtml\"><p>" + text + "</p></div>";
    return Json.object().put("status", "generated").put("div", div).build();
  }

  /** A UCUM quantity; the value as it is to be written. */
  static Json.Obj quantity(String value, String unit, String ucum) {
    return Json.object()
        .put("value", new Json.Num(value))
        .put("unit", unit)
        .put("system", Sys.UCUM)
        .put("code", ucum)
        .build();
  }

  /** {@code scaled} 68 with one digit is 6.8. */
  static String decimal(int scaled, int digits) {
    return BigDecimal.valueOf(scaled, digits).toPlainString();
  }

  static List<Json> texts(List<String> values) {
    List<Json> texts = new ArrayList<>();
    for (String value : values) texts.add(Json.text(value));
    return texts;
  }
}
