package dev.tsumugi.ems;

import dev.tsumugi.fhirserver.QueryParser.Word;
import dev.tsumugi.fhirserver.Sheets.Lookup;
import dev.tsumugi.fhirserver.reading.PersonName;
import dev.tsumugi.kernel.Json;
import java.time.LocalDate;
import java.util.List;
import java.util.function.Predicate;

/** Whom the crew has before it: what is searched, and what a search cannot express. */
public sealed interface Question {
  /** How somebody who fits was found, a code of the answer. */
  String foundBy();

  /**
   * How sure it is that the one who fits is the one meant. It depends on the question alone: were
   * it to depend on who else fits, it would tell of those who are withheld.
   */
  String certainty();

  /** Who fits, of those who may be seen. */
  Lookup ask(Ways ways);

  /** How the records are asked. */
  interface Ways {
    /** By a search on Patient, and by what that cannot express. */
    Lookup search(List<Word> words, Predicate<Json.Obj> fits);

    /** By the code of an emergency card. */
    Lookup card(String code, Predicate<Json.Obj> fits);
  }

  /**
   * By the code that the person's emergency card holds.
   *
   * @param code 128 bits, base64url
   */
  record ByCard(String code) implements Question {
    @Override
    public String foundBy() {
      return "card";
    }

    @Override
    public String certainty() {
      return "certain";
    }

    @Override
    public Lookup ask(Ways ways) {
      return ways.card(code, patient -> !isReplaced(patient));
    }
  }

  /** By a number the person carries. */
  record ByIdentifier(String system, String value) implements Question {
    @Override
    public String foundBy() {
      return "identifier";
    }

    @Override
    public String certainty() {
      return "certain";
    }

    @Override
    public Lookup ask(Ways ways) {
      return ways.search(
          List.of(new Word("identifier", escaped(system) + "|" + escaped(value))),
          patient -> !isReplaced(patient));
    }

    private static String escaped(String text) {
      return text.replaceAll("([,|$\\\\])", "\\\\$1");
    }
  }

  /**
   * By what the person or somebody near says.
   *
   * @param folded name as {@link PersonName#fold} leaves it
   * @param sex R4 administrative gender
   */
  record ByPerson(String folded, LocalDate birthDate, String sex) implements Question {
    @Override
    public String foundBy() {
      return "name-birthdate-sex";
    }

    @Override
    public String certainty() {
      return "probable";
    }

    @Override
    public Lookup ask(Ways ways) {
      return ways.search(
          List.of(new Word("birthdate", birthDate.toString()), new Word("gender", sex)),
          patient -> !isReplaced(patient) && PersonName.fits(patient, folded));
    }
  }

  /** A record that another one replaces stands for nobody of its own. */
  private static boolean isReplaced(Json.Obj patient) {
    return patient.objects("link").stream()
        .anyMatch(link -> "replaced-by".equals(link.text("type")));
  }
}
