package dev.tsumugi.ems;

import dev.tsumugi.ems.find.BirthDay;
import dev.tsumugi.ems.find.Person;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Ref;
import dev.tsumugi.kernel.Shapes.Ext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What an incident's Encounter says of whom the crew goes to: {@link Ext#INCIDENT_CALL}, once for
 * each person the caller named; phone and address of the first count for all.
 */
public final class IncidentCall {
  private static final Hit KNOWN = Hit.of("confirmed", "certain");
  private static final Ref NOBODY = Ref.patient("-");

  private IncidentCall() {}

  /** Who may be meant; the one whom the crew confirmed is the only one. */
  public static Question question(Json.Obj encounter) {
    Json.Obj subject = encounter.obj("subject");
    String reference = subject == null ? null : subject.text("reference");
    if (reference != null) {
      Optional<Ref> patient = Ref.parse(reference).filter(ref -> ref.type().equals("Patient"));
      if (patient.isPresent()) return new Question.Known(patient.get(), KNOWN, false);
    }
    List<Person> persons = persons(encounter);
    return persons.isEmpty()
        ? new Question.Known(NOBODY, KNOWN, false)
        : new Question.ByCall(persons);
  }

  private static List<Person> persons(Json.Obj encounter) {
    List<Json.Obj> calls =
        encounter.objects("extension").stream()
            .filter(extension -> Ext.INCIDENT_CALL.equals(extension.text("url")))
            .toList();
    List<Person> persons = new ArrayList<>();
    for (Json.Obj call : calls) {
      Optional<String> kanji = said(call, "name");
      Optional<String> kana = said(call, "kana");
      add(person(kanji.or(() -> kana), call, calls.get(0)), persons);
      if (kanji.isPresent() && kana.isPresent()) add(person(kana, call, calls.get(0)), persons);
    }
    return persons;
  }

  private static void add(Person person, List<Person> persons) {
    if (person.canBeFound() && !persons.contains(person)) persons.add(person);
  }

  private static Person person(Optional<String> name, Json.Obj call, Json.Obj first) {
    return new Person(
        name,
        said(call, "birthDate").flatMap(BirthDay::parse),
        age(call),
        said(call, "sex"),
        said(call, "address").or(() -> said(first, "address")),
        said(call, "phone").or(() -> said(first, "phone")));
  }

  private static Optional<String> said(Json.Obj call, String item) {
    return nested(call, item)
        .flatMap(one -> Optional.ofNullable(one.text("valueString")))
        .map(String::strip)
        .filter(text -> !text.isEmpty());
  }

  private static OptionalInt age(Json.Obj call) {
    @Nullable Json age = nested(call, "age").map(one -> one.get("valueInteger")).orElse(null);
    if (!(age instanceof Json.Num number) || !number.literal().matches("[0-9]{1,3}")) {
      return OptionalInt.empty();
    }
    return OptionalInt.of(Integer.parseInt(number.literal()));
  }

  private static Optional<Json.Obj> nested(Json.Obj call, String item) {
    return call.objects("extension").stream()
        .filter(one -> item.equals(one.text("url")))
        .findFirst();
  }
}
