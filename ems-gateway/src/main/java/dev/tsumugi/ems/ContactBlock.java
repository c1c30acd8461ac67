package dev.tsumugi.ems;

import dev.tsumugi.fhirserver.SheetRenderer.Row;
import dev.tsumugi.fhirserver.reading.Contacts;
import dev.tsumugi.fhirserver.reading.Contacts.Contact;
import dev.tsumugi.fhirserver.reading.Elements;
import dev.tsumugi.kernel.Json;
import java.util.ArrayList;
import java.util.List;

/**
 * The people to call, first the one with the lowest {@code telecom.rank}. The rank itself is not
 * told: a gap in it would say that somebody is withheld.
 */
final class ContactBlock implements EmergencySheet.Block {
  private final Contacts contacts = new Contacts();

  @Override
  public String code() {
    return "contacts";
  }

  @Override
  public List<Line> lines(List<Row> rows) {
    List<Line> lines = new ArrayList<>();
    for (Row row : rows) {
      contacts.read(row.resource()).ifPresent(contact -> lines.add(line(row, contact)));
    }
    return lines;
  }

  private static Line line(Row row, Contact contact) {
    Json.Obj person = row.resource();
    String name = contact.name().shown();
    List<String> phones = contact.phones();
    String numbers = phones.isEmpty() ? "電話の記録なし" : String.join(" / ", phones);
    String relation = contact.japanese();
    String agent = relation.isEmpty() ? "代弁者" : relation + "・代弁者";
    String kana = contact.name().kana().isEmpty() ? "" : "(" + contact.name().kana() + ")";
    String who = contact.agent() ? agent : relation;
    String whoEn = contact.english() + (contact.agent() ? ", healthcare agent" : "");
    Line line =
        Line.of(row, (who + " " + name + kana + " " + numbers).strip())
            .english(
                whoEn + ": " + name + " " + (phones.isEmpty() ? "no telephone number" : numbers))
            .coded(Elements.codings(person, "relationship"))
            .dated(Elements.recorded(person))
            .during(contact.when());
    if (contact.agent()) line.marked("healthcare-agent");
    return line.ranked(contact.rank());
  }
}
