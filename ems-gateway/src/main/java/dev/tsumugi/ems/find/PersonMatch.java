package dev.tsumugi.ems.find;

import dev.tsumugi.fhirserver.reading.PersonName;
import dev.tsumugi.kernel.Json;
import java.time.LocalDate;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How like a Patient is to whom a crew has before it. Each item gives points, and takes some away
 * where it contradicts; what was not said or is not recorded counts for nothing.
 *
 * <table>
 *   <caption>Points</caption>
 *   <tr><td>name</td><td>same sound 95, parts changed 88, one slip 65, two 45, given name only 40,
 *       family name only 35, another −60</td></tr>
 *   <tr><td>birth date</td><td>same 100, a slip (a digit, two changed, era, month for day) 60, same
 *       day of another year 25, same month 25, same year 5, another −70</td></tr>
 *   <tr><td>age, without a birth date</td><td>within 1 year 40, 3 years 25, 5 years 0, 10 years −30,
 *       further −70</td></tr>
 *   <tr><td>sex</td><td>same 10, another −40</td></tr>
 *   <tr><td>address</td><td>same house 60, same block 45, same town 20, another −10: people
 *       move</td></tr>
 *   <tr><td>phone</td><td>same 70, same without area code 60, another −10</td></tr>
 * </table>
 *
 * @param points 0 for somebody else
 * @param agrees codes of what fits: name kana birthDate age sex address phone
 * @param differs codes of what does not fit wholly
 */
public record PersonMatch(
    int points, Certainty certainty, boolean isExact, List<String> agrees, List<String> differs) {
  /** From here on somebody may be meant. */
  static final int POSSIBLE = 60;

  /** From here on it is likelier than not, in a city of a million. */
  static final int PROBABLE = 160;

  /** From here on, with nothing that differs, no second such person is expected. */
  static final int CERTAIN = 230;

  /** How sure it is; it depends on the question and the one Patient alone. */
  public enum Certainty {
    CERTAIN,
    PROBABLE,
    POSSIBLE;

    public String code() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  public PersonMatch {
    agrees = List.copyOf(agrees);
    differs = List.copyOf(differs);
  }

  /**
   * @param today for ages, in Japan
   */
  public static PersonMatch of(Person wanted, Json.Obj patient, LocalDate today) {
    return new Comparison(wanted, patient, today).match();
  }

  /** Gathers the items' points. */
  private static final class Comparison {
    private final Person wanted;
    private final Json.Obj patient;
    private final LocalDate today;
    private final List<String> agrees = new ArrayList<>();
    private final List<String> differs = new ArrayList<>();
    private int points;

    /** Something that few people share fits: name, address or phone. */
    private boolean telling;

    private boolean named;
    private boolean dated;
    private boolean placed;

    Comparison(Person wanted, Json.Obj patient, LocalDate today) {
      this.wanted = wanted;
      this.patient = patient;
      this.today = today;
    }

    PersonMatch match() {
      wanted.names().forEach(this::name);
      Optional<LocalDate> born = Days.recorded(patient);
      wanted.birthDate().ifPresent(said -> birthDate(said, born.orElse(null)));
      if (wanted.birthDate().isEmpty() && wanted.age().isPresent()) {
        born.ifPresent(day -> age(wanted.age().getAsInt(), day));
      }
      wanted.sex().ifPresent(this::sex);
      wanted.addresses().forEach(this::address);
      wanted.phones().ifPresent(this::phone);
      boolean somebody = points >= POSSIBLE && telling;
      return new PersonMatch(somebody ? points : 0, certainty(), isExact(born), agrees, differs);
    }

    private void name(Name said) {
      NameLikeness likeness = NameLikeness.of(said, Name.all(patient));
      take(
          said.isKana() ? "kana" : "name",
          likeness.points(),
          likeness.agrees(),
          likeness.differs());
      named = likeness.agrees();
      telling |= likeness.points() > 0;
    }

    private void birthDate(LocalDate said, @Nullable LocalDate recorded) {
      BirthDay.Likeness likeness = BirthDay.Likeness.of(said, recorded);
      dated = likeness == BirthDay.Likeness.SAME;
      boolean unsaid = likeness == BirthDay.Likeness.UNSAID;
      take("birthDate", likeness.points(), dated, !dated && !unsaid);
    }

    private void age(int said, LocalDate recorded) {
      int off = Math.abs(Period.between(recorded, today).getYears() - said);
      int worth = off <= 1 ? 40 : off <= 3 ? 25 : off <= 5 ? 0 : off <= 10 ? -30 : -70;
      take("age", worth, off <= 3, off > 3);
    }

    private void sex(String said) {
      String recorded = patient.text("gender");
      boolean tells = isTold(said) && recorded != null && isTold(recorded);
      if (!tells) return;
      boolean same = said.equals(recorded);
      take("sex", same ? 10 : -40, same, !same);
    }

    private static boolean isTold(String sex) {
      return sex.equals("male") || sex.equals("female");
    }

    private void address(Address said) {
      Address.Likeness likeness = Address.Likeness.of(said, Address.all(patient));
      boolean near = likeness == Address.Likeness.HOUSE || likeness == Address.Likeness.BLOCK;
      boolean fits = near || likeness == Address.Likeness.TOWN;
      take("address", likeness.points(), fits, likeness == Address.Likeness.OTHER);
      placed |= near;
      telling |= near;
    }

    private void phone(Phone said) {
      Phone.Likeness likeness = Phone.Likeness.of(said, Phone.all(patient));
      boolean fits = likeness == Phone.Likeness.SAME || likeness == Phone.Likeness.LOCAL;
      take("phone", likeness.points(), fits, likeness == Phone.Likeness.OTHER);
      placed |= fits;
      telling |= fits;
    }

    private void take(String code, int worth, boolean fits, boolean contradicts) {
      points += worth;
      if (fits) agrees.add(code);
      if (contradicts) differs.add(code);
    }

    private Certainty certainty() {
      boolean whole = named && dated && placed && differs.isEmpty();
      if (whole && points >= CERTAIN) return Certainty.CERTAIN;
      return points >= PROBABLE ? Certainty.PROBABLE : Certainty.POSSIBLE;
    }

    private boolean isExact(Optional<LocalDate> born) {
      boolean name = wanted.folded().filter(said -> PersonName.fits(patient, said)).isPresent();
      boolean day = wanted.birthDate().isPresent() && wanted.birthDate().equals(born);
      boolean sex = wanted.sex().isPresent();
      return name && day && sex && wanted.sex().get().equals(patient.text("gender"));
    }
  }
}
