package dev.tsumugi.ems;

import dev.tsumugi.fhirserver.reading.PersonName;
import dev.tsumugi.fhirserver.reading.Phones;
import dev.tsumugi.kernel.FhirTime;
import dev.tsumugi.kernel.Json;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Who a Patient is: whole for the one who is found, in short for those to be told apart. */
final class Identity {
  /** From the number of the block or house on: digits that are not a 丁目, or 番地 in kanji. */
  private static final Pattern HOUSE =
      Pattern.compile("([0-9０-９]++(?!丁目)|[〇一二三四五六七八九十百千]++(番地|番(?!町)|号)).*");

  private Identity() {}

  static List<Json.Obj> whole(Json.Obj patient, Instant at) {
    List<Json.Obj> parts = new ArrayList<>(names(patient));
    String birthDate = patient.text("birthDate");
    if (birthDate != null) {
      parts.add(Parts.value("birthDate", "valueDate", birthDate));
      age(birthDate, at).ifPresent(age -> parts.add(Parts.number("age", age)));
    }
    sex(patient, parts);
    Json.Obj address = address(patient);
    if (address != null) {
      String text = address.text("text");
      String joined = text == null ? joined(address) : text;
      if (!joined.isEmpty()) parts.add(Parts.text("address", joined));
    }
    for (String phone : Phones.numbers(patient)) parts.add(Parts.text("phone", phone));
    parts.addAll(Speech.parts(patient));
    Photo.of(patient).ifPresent(parts::add);
    return parts;
  }

  /** Just enough to tell two apart; the day of birth need not be said to do so. */
  static List<Json.Obj> inShort(Json.Obj patient, Instant at) {
    List<Json.Obj> parts = new ArrayList<>(names(patient));
    String birthDate = patient.text("birthDate");
    if (birthDate != null && birthDate.length() >= 4) {
      parts.add(Parts.number("birthYear", Integer.parseInt(birthDate.substring(0, 4))));
      age(birthDate, at).ifPresent(age -> parts.add(Parts.number("age", age)));
    }
    sex(patient, parts);
    String town = town(patient);
    if (!town.isEmpty()) parts.add(Parts.text("town", town));
    return parts;
  }

  private static List<Json.Obj> names(Json.Obj patient) {
    PersonName name = PersonName.of(patient);
    List<Json.Obj> parts = new ArrayList<>();
    parts.add(Parts.text("name", name.shown()));
    if (!name.kana().isEmpty()) parts.add(Parts.text("kana", name.kana()));
    return parts;
  }

  private static void sex(Json.Obj patient, List<Json.Obj> parts) {
    String sex = patient.text("gender");
    if (sex != null) parts.add(Parts.code("sex", sex));
  }

  /** Completed years; none if the day of birth is not wholly known. */
  private static OptionalInt age(String birthDate, Instant at) {
    try {
      LocalDate today = at.atZone(FhirTime.ZONE).toLocalDate();
      return OptionalInt.of(Period.between(LocalDate.parse(birthDate), today).getYears());
    } catch (DateTimeException onlyTheYear) {
      return OptionalInt.empty();
    }
  }

  private static Json.@Nullable Obj address(Json.Obj patient) {
    Json.Obj any = null;
    for (Json.Obj address : patient.objects("address")) {
      if ("old".equals(address.text("use"))) continue;
      if ("home".equals(address.text("use"))) return address;
      if (any == null) any = address;
    }
    return any;
  }

  private static String joined(Json.Obj address) {
    StringBuilder text = new StringBuilder();
    for (String member : List.of("state", "city")) {
      String part = address.text(member);
      if (part != null) text.append(part);
    }
    for (String line : address.texts("line")) text.append(line);
    return text.toString();
  }

  static String town(Json.Obj patient) {
    Json.Obj address = address(patient);
    if (address == null) return "";
    String city = address.text("city");
    List<String> lines = address.texts("line");
    String text = address.text("text");
    String place;
    if (city != null) place = lines.isEmpty() ? city : city + lines.get(0);
    else if (text != null) place = text;
    else place = joined(address);
    return HOUSE.matcher(place).replaceFirst("").strip();
  }
}
