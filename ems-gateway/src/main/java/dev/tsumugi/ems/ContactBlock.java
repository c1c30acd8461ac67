package dev.tsumugi.ems;

import dev.tsumugi.fhirserver.SheetRenderer.Row;
import dev.tsumugi.kernel.FhirTime;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Period;
import dev.tsumugi.kernel.Shapes.Adi;
import dev.tsumugi.kernel.Shapes.Sys;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The people to call, first the one with the lowest {@code telecom.rank}. The rank itself is not
 * told: a gap in it would say that somebody is withheld.
 */
final class ContactBlock implements EmergencySheet.Block {
  private final Map<String, List<String>> relations = new LinkedHashMap<>();

  ContactBlock() {
    for (List<String> row : Table.rows("relations.tsv", 3)) relations.put(row.get(0), row);
  }

  @Override
  public String code() {
    return "contacts";
  }

  @Override
  public List<Line> lines(List<Row> rows) {
    List<Line> lines = new ArrayList<>();
    for (Row row : rows) {
      Json.Obj person = row.resource();
      if (!Elements.type(person).equals("RelatedPerson")) continue;
      if (Boolean.FALSE.equals(person.bool("active"))) continue;
      line(row).ifPresent(lines::add);
    }
    return lines;
  }

  private Optional<Line> line(Row row) {
    Json.Obj person = row.resource();
    Json.Obj period = person.obj("period");
    Optional<Period> when =
        period == null ? Optional.of(Period.ALWAYS) : FhirTime.parsePeriod(period);
    if (when.isEmpty()) return Optional.empty(); // from the end of the time to its start: never

    PersonName name = PersonName.of(person);
    boolean agent = Elements.hasProfile(person, Adi.PARTICIPANT);
    List<String> phones = Phones.numbers(person);
    String numbers = phones.isEmpty() ? "電話の記録なし" : String.join(" / ", phones);
    String relation = relation(person, 1);
    String who = agent ? (relation.isEmpty() ? "代弁者" : relation + "・代弁者") : relation;
    String kana = name.kana().isEmpty() ? "" : "(" + name.kana() + ")";
    String whoEn = relation(person, 2) + (agent ? ", healthcare agent" : "");
    String text = (who + " " + name.shown() + kana + " " + numbers).strip();
    String english =
        (whoEn + ": " + name.shown() + " " + (phones.isEmpty() ? "no telephone number" : numbers));
    Line line =
        Line.of(row, text)
            .english(english)
            .coded(Elements.codings(person, "relationship"))
            .dated(Elements.recorded(person))
            .during(when.get());
    if (agent) line.marked("healthcare-agent");
    return Optional.of(line.ranked(Phones.rank(person)));
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
