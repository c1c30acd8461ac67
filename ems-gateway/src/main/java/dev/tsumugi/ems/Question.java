package dev.tsumugi.ems;

import dev.tsumugi.ems.find.Person;
import dev.tsumugi.ems.find.PersonMatch;
import dev.tsumugi.ems.find.PersonSearch;
import dev.tsumugi.fhirserver.QueryParser.Word;
import dev.tsumugi.fhirserver.Sheets.Lookup;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Ref;
import java.time.LocalDate;
import java.util.List;
import java.util.function.Predicate;

/** Whom the crew has before it: what is searched, and what a search cannot express. */
public sealed interface Question {
  /** Who fits, of those who may be seen. */
  Lookup ask(Ways ways);

  /**
   * How one who fits was found.
   *
   * @param today for ages, in Japan
   */
  Hit hit(Json.Obj patient, LocalDate today);

  /** Whether who fits is shown with the sheet, or only to be confirmed first. */
  default boolean opens() {
    return true;
  }

  /** How the records are asked. */
  interface Ways {
    /** By a search on Patient, and by what that cannot express. */
    Lookup search(List<Word> words, Predicate<Json.Obj> fits);

    /** By the code of an emergency card. */
    Lookup card(String code, Predicate<Json.Obj> fits);

    /** By what is nearly right. */
    Lookup match(PersonSearch wanted);

    /** In Japan. */
    LocalDate today();
  }

  /**
   * By the code that the person's emergency card holds.
   *
   * @param code 128 bits, base64url
   */
  record ByCard(String code) implements Question {
    @Override
    public Hit hit(Json.Obj patient, LocalDate today) {
      return Hit.of("card", "certain");
    }

    @Override
    public Lookup ask(Ways ways) {
      return ways.card(code, patient -> !PersonSearch.isReplaced(patient));
    }
  }

  /** By a number the person carries. */
  record ByIdentifier(String system, String value) implements Question {
    @Override
    public Hit hit(Json.Obj patient, LocalDate today) {
      return Hit.of("identifier", "certain");
    }

    @Override
    public Lookup ask(Ways ways) {
      return ways.search(
          List.of(new Word("identifier", escaped(system) + "|" + escaped(value))),
          patient -> !PersonSearch.isReplaced(patient));
    }

    private static String escaped(String text) {
      return text.replaceAll("([,|$\\\\])", "\\\\$1");
    }
  }

  /**
   * By what the person or somebody near says. Name, day of birth and sex that are exactly those of
   * one record open it; all else gives candidates.
   */
  record ByPerson(Person person) implements Question {
    @Override
    public Hit hit(Json.Obj patient, LocalDate today) {
      PersonMatch match = PersonMatch.of(person, patient, today);
      String certainty = match.certainty().code();
      // Of more items than three an exact name can still be surer, never less sure.
      if (match.isExact() && certainty.equals("possible")) certainty = "probable";
      return new Hit(
          match.isExact() ? "name-birthdate-sex" : "four-items",
          certainty,
          match.agrees(),
          match.differs());
    }

    @Override
    public Lookup ask(Ways ways) {
      return ways.match(PersonSearch.of(person, ways.today()));
    }
  }

  /**
   * By what the caller told the dispatch centre: nobody has seen the person yet, so all are
   * candidates.
   *
   * @param persons who may be meant; not empty
   */
  record ByCall(List<Person> persons) implements Question {
    public ByCall {
      persons = List.copyOf(persons);
    }

    @Override
    public Hit hit(Json.Obj patient, LocalDate today) {
      PersonMatch match = PersonSearch.amongAny(persons, today).match(patient);
      return new Hit("incident", match.certainty().code(), match.agrees(), match.differs());
    }

    @Override
    public Lookup ask(Ways ways) {
      return ways.match(PersonSearch.amongAny(persons, ways.today()));
    }

    @Override
    public boolean opens() {
      return false;
    }
  }

  /**
   * Somebody who was found before.
   *
   * @param before as the answer said that gave the code
   * @param opens whether the crew has said that it is them
   */
  record Known(Ref patient, Hit before, boolean opens) implements Question {
    @Override
    public Hit hit(Json.Obj resource, LocalDate today) {
      return before;
    }

    @Override
    public Lookup ask(Ways ways) {
      return ways.search(
          List.of(new Word("_id", patient.id())), resource -> !PersonSearch.isReplaced(resource));
    }
  }
}
