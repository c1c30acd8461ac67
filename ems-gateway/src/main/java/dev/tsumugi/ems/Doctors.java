package dev.tsumugi.ems;

import dev.tsumugi.fhirserver.Sheets;
import dev.tsumugi.fhirserver.Sheets.Block;
import dev.tsumugi.fhirserver.reading.Elements;
import dev.tsumugi.fhirserver.reading.PersonName;
import dev.tsumugi.fhirserver.reading.Phones;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Ref;
import dev.tsumugi.kernel.Shapes.Doctor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The {@code doctor} groups of an answer: who is named on the sheet, as the directory knows them.
 */
final class Doctors {
  static final String BLOCK = "doctor";

  private final Map<String, Json.Obj> directory = new HashMap<>();
  private final Map<String, Json.Obj> roles = new HashMap<>();

  private Doctors(List<Block> blocks) {
    for (Block block : blocks) {
      if (block.code().equals(Sheets.DIRECTORY)) Kept.of(block).forEach(this::learn);
    }
  }

  private void learn(Json.Obj entry) {
    directory.put(Elements.ref(entry), entry);
    String who = reference(entry, "practitioner");
    boolean works = !Boolean.FALSE.equals(entry.bool("active"));
    if (Elements.type(entry).equals("PractitionerRole") && who != null && works) {
      roles.putIfAbsent(who, entry);
    }
  }

  /** What the directory is asked for. */
  static Set<Ref> mentionedIn(List<Block> blocks) {
    Set<Ref> mentioned = new LinkedHashSet<>();
    for (Block block : blocks) {
      if (!block.code().equals(BLOCK)) continue;
      for (Json.Obj item : Kept.of(block)) {
        for (String member : List.of("who", "employer")) {
          String literal = item.text(member);
          if (literal != null) Ref.parse(literal).ifPresent(mentioned::add);
        }
      }
    }
    return mentioned;
  }

  /**
   * One group each, the family doctor first; without any, one that says so.
   *
   * @param items of the block that are shown now, in their order
   */
  static List<Json.Obj> groups(List<Json.Obj> items, List<Block> blocks) {
    Doctors doctors = new Doctors(blocks);
    List<Json.Obj> groups = new ArrayList<>();
    for (Json.Obj item : items) groups.add(Parts.group(BLOCK, doctors.parts(item)));
    if (groups.isEmpty()) groups.add(Parts.group(BLOCK, Answer.empty()));
    return groups;
  }

  private List<Json.Obj> parts(Json.Obj item) {
    String who = item.text("who");
    Json.Obj found = who == null ? null : directory.get(who);
    boolean isRole = found != null && Elements.type(found).equals("PractitionerRole");
    Json.Obj role = isRole ? found : who == null ? null : roles.get(who);
    String practitioner = isRole && role != null ? reference(role, "practitioner") : who;
    Json.Obj person = practitioner == null ? null : directory.get(practitioner);
    String employer = item.text("employer");
    if (employer == null && role != null) employer = reference(role, "organization");
    boolean isPlace = person != null && Elements.type(person).equals("Organization");
    Json.Obj place = isPlace ? person : employer == null ? null : directory.get(employer);

    List<Json.Obj> parts = new ArrayList<>();
    parts.add(Parts.code("role", String.valueOf(item.text("role"))));
    String name = isPlace || person == null ? item.text("text") : PersonName.of(person).shown();
    if (name != null && !name.isEmpty() && !isPlace) parts.add(Parts.text("name", name));
    String organization = place == null ? null : place.text("name");
    if (organization != null) parts.add(Parts.text("organization", organization));
    Set<String> phones = new LinkedHashSet<>();
    for (Json.Obj holder : new Json.@Nullable Obj[] {isPlace ? null : person, role, place}) {
      if (holder != null) phones.addAll(Phones.numbers(holder));
    }
    for (String phone : phones) parts.add(Parts.text("phone", phone));
    if (place != null) {
      for (String phone : atNight(place)) parts.add(Parts.text("phone24h", phone));
    }
    if (who != null) parts.add(Parts.reference("ref", who));
    return parts;
  }

  /** The numbers at which somebody answers day and night. */
  private static List<String> atNight(Json.Obj organization) {
    List<String> numbers = new ArrayList<>();
    for (Json.Obj contact : organization.objects("contact")) {
      if (Elements.codings(contact, "purpose").contains(Doctor.DAY_AND_NIGHT)) {
        numbers.addAll(Phones.numbers(contact));
      }
    }
    return numbers;
  }

  private static @Nullable String reference(Json.Obj holder, String member) {
    Json.Obj reference = holder.obj(member);
    return reference == null ? null : reference.text("reference");
  }
}
