package dev.tsumugi.consent;

import dev.tsumugi.consent.Tie.Authority;
import dev.tsumugi.consent.Tie.Power;
import dev.tsumugi.kernel.Coding;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Period;
import dev.tsumugi.kernel.Shapes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * By what right a RelatedPerson speaks for the patient: as its {@value #EXTENSION} states, else as
 * follows from the relationship. What is stated and cannot be read gives no right at all.
 */
final class Authorities {
  static final String EXTENSION = Shapes.BASE + "/StructureDefinition/authority";

  /**
   * Parents of an adult are contacts like others: their authority is there from the relationship
   * on, and ends by the patient's birth, see {@link Standing}.
   */
  private static final Set<String> PARENTS = Set.of("PRN", "MTH", "FTH");

  private static final Set<Power> ALL = EnumSet.of(Power.READ, Power.WRITE_WISHES, Power.CONSENT);

  private Authorities() {}

  record Stated(Authority authority, Set<Power> powers, Period period) {}

  static List<Stated> of(Json.Obj person) {
    List<Json.Obj> extensions =
        person.objects("extension").stream()
            .filter(extension -> EXTENSION.equals(extension.text("url")))
            .toList();
    if (extensions.isEmpty()) return ofRelationship(person);
    List<Stated> stated = new ArrayList<>();
    for (Json.Obj extension : extensions) read(extension).ifPresent(stated::add);
    return stated;
  }

  private static List<Stated> ofRelationship(Json.Obj person) {
    List<Stated> stated = new ArrayList<>();
    for (Coding relation : Codes.of(person, "relationship")) {
      if (!relation.system().equals(Shapes.Sys.ROLE_CODE)) continue;
      String code = relation.code();
      if (PARENTS.contains(code)) stated.add(always(Authority.PARENT, ALL));
      if (code.equals("GUARD")) stated.add(always(Authority.GUARDIAN, ALL));
      if (code.equals("HPOWATT")) stated.add(always(Authority.AGENT, Set.of(Power.READ)));
    }
    return stated.stream().distinct().toList();
  }

  private static Stated always(Authority authority, Set<Power> powers) {
    return new Stated(authority, powers, Period.ALWAYS);
  }

  private static Optional<Stated> read(Json.Obj extension) {
    Optional<Authority> authority = Optional.empty();
    Optional<Period> period = Optional.of(Period.ALWAYS);
    Set<Power> powers = EnumSet.noneOf(Power.class);
    for (Json.Obj part : extension.objects("extension")) {
      switch (String.valueOf(part.text("url"))) {
        case "kind" -> {
          if (authority.isPresent()) return Optional.empty();
          authority = authority(part.text("valueCode"));
        }
        case "may" -> {
          Optional<Power> power = power(part.text("valueCode"));
          if (power.isEmpty()) return Optional.empty();
          powers.add(power.get());
        }
        case "after-death" -> {
          if (Boolean.TRUE.equals(part.bool("valueBoolean"))) powers.add(Power.BEYOND_DEATH);
        }
        case "period" -> {
          Json.Obj stated = part.obj("valuePeriod");
          period = stated == null ? Optional.empty() : Periods.read(stated);
        }
        case "evidence" -> {}
        default -> {
          return Optional.empty();
        }
      }
    }
    if (authority.isEmpty() || period.isEmpty()) return Optional.empty();
    // Who lends a hand decides nothing.
    if (authority.get() == Authority.HELPER) powers.remove(Power.CONSENT);
    if (powers.stream().noneMatch(ALL::contains)) return Optional.empty();
    return Optional.of(new Stated(authority.get(), Set.copyOf(powers), period.get()));
  }

  private static Optional<Authority> authority(@Nullable String code) {
    return switch (String.valueOf(code)) {
      case "parent" -> Optional.of(Authority.PARENT);
      case "guardian" -> Optional.of(Authority.GUARDIAN);
      case "agent" -> Optional.of(Authority.AGENT);
      case "helper" -> Optional.of(Authority.HELPER);
      default -> Optional.empty();
    };
  }

  private static Optional<Power> power(@Nullable String code) {
    return switch (String.valueOf(code)) {
      case "read" -> Optional.of(Power.READ);
      case "write-wishes" -> Optional.of(Power.WRITE_WISHES);
      case "consent" -> Optional.of(Power.CONSENT);
      default -> Optional.empty();
    };
  }
}
