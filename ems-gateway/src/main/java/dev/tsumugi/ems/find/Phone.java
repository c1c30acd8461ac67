package dev.tsumugi.ems.find;

import dev.tsumugi.fhirserver.reading.Phones;
import dev.tsumugi.kernel.Folding;
import dev.tsumugi.kernel.Json;
import java.util.List;
import java.util.Optional;

/**
 * A telephone number: its digits, at least six, as dialled within the country.
 *
 * @param digits with the area code or without it
 */
record Phone(String digits) {
  /** What is left without any area code. */
  private static final int TAIL = 6;

  /** Empty if it is none. */
  static Optional<Phone> of(String text) {
    String folded = Folding.fold(text).strip();
    String plain = folded.replaceFirst("^\\+81[- ]?\\(?0?\\)?", "0").replaceAll("[^0-9]", "");
    return plain.length() < TAIL || plain.length() > 15
        ? Optional.empty()
        : Optional.of(new Phone(plain));
  }

  static List<Phone> all(Json.Obj patient) {
    return Phones.numbers(patient).stream().flatMap(one -> of(one).stream()).toList();
  }

  String tail() {
    return digits.substring(digits.length() - TAIL);
  }

  /** How a number that was said stands to those recorded; the first that holds. */
  enum Likeness {
    SAME(70),
    /** One of the two without its area code. */
    LOCAL(60),
    UNSAID(0),
    OTHER(-10);

    private final int points;

    Likeness(int points) {
      this.points = points;
    }

    int points() {
      return points;
    }

    static Likeness of(Phone said, List<Phone> recorded) {
      if (recorded.isEmpty()) return UNSAID;
      for (Phone one : recorded) if (one.equals(said)) return SAME;
      for (Phone one : recorded) {
        boolean local = !said.digits.startsWith("0") || !one.digits.startsWith("0");
        boolean ends = one.digits.endsWith(said.digits) || said.digits.endsWith(one.digits);
        if (local && ends) return LOCAL;
      }
      return OTHER;
    }
  }
}
