package dev.tsumugi.ems;

import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Shapes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a caller said: of the incident (phone, address, reason, unit), and of the persons (name,
 * kana, birthDate, age, sex). Kept as {@link Shapes.Ext#INCIDENT_CALL}, once for each person, the
 * incident's own items with the first.
 *
 * @param persons none if nothing is known of anybody
 */
public record Call(Map<String, String> incident, List<Map<String, String>> persons) {
  static final List<String> OF_INCIDENT = List.of("phone", "address", "reason", "unit");
  static final List<String> OF_PERSON = List.of("name", "kana", "birthDate", "age", "sex");

  public static final Call NOTHING = new Call(Map.of(), List.of());

  public Call {
    persons = List.copyOf(persons);
  }

  /** What a crew says that opens an incident by itself. */
  public static Call because(Optional<String> reason) {
    return new Call(reason.map(why -> Map.of("reason", why)).orElse(Map.of()), List.of());
  }

  static Call of(Json.Obj encounter) {
    Map<String, String> incident = new LinkedHashMap<>();
    List<Map<String, String>> persons = new ArrayList<>();
    for (Json.Obj extension : encounter.objects("extension")) {
      if (!Shapes.Ext.INCIDENT_CALL.equals(extension.text("url"))) continue;
      Map<String, String> person = new LinkedHashMap<>();
      for (Json.Obj item : extension.objects("extension")) {
        String name = String.valueOf(item.text("url"));
        String value = value(item);
        if (OF_INCIDENT.contains(name)) incident.putIfAbsent(name, value);
        if (OF_PERSON.contains(name)) person.putIfAbsent(name, value);
      }
      if (!person.isEmpty()) persons.add(person);
    }
    return new Call(incident, persons);
  }

  private static String value(Json.Obj item) {
    if (item.get("valueInteger") instanceof Json.Num number) return number.literal();
    String text = item.text("valueString");
    return text == null ? "" : text;
  }

  List<Json> extensions() {
    List<Json> extensions = new ArrayList<>();
    Map<String, String> first = persons.isEmpty() ? Map.of() : persons.get(0);
    if (!incident.isEmpty() || !first.isEmpty()) extensions.add(extension(incident, first));
    for (int i = 1; i < persons.size(); i++) {
      extensions.add(extension(Map.of(), persons.get(i)));
    }
    return extensions;
  }

  private static Json extension(Map<String, String> incident, Map<String, String> person) {
    List<Json> items = new ArrayList<>();
    incident.forEach((name, value) -> items.add(item(name, value)));
    person.forEach((name, value) -> items.add(item(name, value)));
    return Json.object().put("url", Shapes.Ext.INCIDENT_CALL).put("extension", items).build();
  }

  private static Json item(String name, String value) {
    Json.Builder item = Json.object().put("url", name);
    return name.equals("age")
        ? item.put("valueInteger", Long.parseLong(value)).build()
        : item.put("valueString", value).build();
  }

  Optional<String> said(String name) {
    return Optional.ofNullable(incident.get(name));
  }

  /** Which ambulance. */
  public Optional<String> unit() {
    return said("unit");
  }
}
