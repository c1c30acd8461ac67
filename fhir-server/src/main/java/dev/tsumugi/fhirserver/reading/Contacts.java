package dev.tsumugi.fhirserver.reading;

import dev.tsumugi.kernel.FhirTime;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Period;
import dev.tsumugi.kernel.Shapes.Adi;
import dev.tsumugi.kernel.Shapes.Ext;
import dev.tsumugi.kernel.Shapes.Sys;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The people around a resident, as RelatedPerson names them. */
public final class Contacts {
  /**
   * Somebody to call.
   *
   * @param japanese the relation, in the record's own words if it has any; empty if unknown
   * @param english the relation; empty if unknown
   * @param agent named as healthcare agent (PACIO ADI)
   * @param phones in the order to try them
   * @param rank whom to call first; never to be told, as a gap would tell of somebody withheld
   * @param when they count
   */
  public record Contact(
      PersonName name,
      String japanese,
      String english,
      boolean agent,
      List<String> phones,
      int rank,
      Period when) {}

  private final Map<String, List<String>> relations = new LinkedHashMap<>();

  public Contacts() {
    for (List<String> row : Table.rows(Contacts.class, "relations.tsv", 3)) {
      relations.put(row.get(0), row);
    }
  }

  /**
   * Empty for any other resource, for who no longer is or never was related, and for whom the
   * resident does not want told: who reads a list of contacts calls them.
   */
  public Optional<Contact> read(Json.Obj person) {
    if (!Elements.type(person).equals("RelatedPerson") || isNotToTell(person)) {
      return Optional.empty();
    }
    if (Boolean.FALSE.equals(person.bool("active"))) return Optional.empty();
    Json.Obj period = person.obj("period");
    // From the end of the time to its start: never.
    Optional<Period> when =
        period == null ? Optional.of(Period.ALWAYS) : FhirTime.parsePeriod(period);
    return when.map(
        term ->
            new Contact(
                PersonName.of(person),
                relation(person, 1),
                relation(person, 2),
                Elements.hasProfile(person, Adi.PARTICIPANT),
                Phones.numbers(person),
                Phones.rank(person),
                term));
  }

  private static boolean isNotToTell(Json.Obj person) {
    return person.objects("extension").stream()
        .anyMatch(
            extension ->
                Ext.NOT_TO_TELL.equals(extension.text("url"))
                    && Boolean.TRUE.equals(extension.bool("valueBoolean")));
  }

  private String relation(Json.Obj person, int language) {
    for (Json.Obj concept : person.objects("relationship")) {
      String written = concept.text("text");
      if (language == 1 && written != null) return written.strip();
      for (Json.Obj coding : concept.objects("coding")) {
        List<String> known = relations.get(String.valueOf(coding.text("code")));
        if (known != null && Sys.ROLE_CODE.equals(coding.text("system"))) {
          return known.get(language);
        }
      }
    }
    return Elements.label(person, "relationship");
  }
}
