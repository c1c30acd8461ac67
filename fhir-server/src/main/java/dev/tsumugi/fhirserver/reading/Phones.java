package dev.tsumugi.fhirserver.reading;

import dev.tsumugi.kernel.Json;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** The telephone numbers of a Patient or RelatedPerson, in the order to try them. */
public final class Phones {
  private static final int UNRANKED = 9_999;
  private static final Set<String> CALLABLE = Set.of("phone", "sms");

  private Phones() {}

  public static List<String> numbers(Json.Obj person) {
    return phones(person).stream().map(phone -> String.valueOf(phone.text("value"))).toList();
  }

  /** The lowest {@code ContactPoint.rank}; those without one come last. */
  public static int rank(Json.Obj person) {
    return phones(person).stream().mapToInt(Phones::rankOf).min().orElse(UNRANKED);
  }

  private static List<Json.Obj> phones(Json.Obj person) {
    return person.objects("telecom").stream()
        .filter(Phones::isCallable)
        .sorted(Comparator.comparingInt(Phones::rankOf))
        .toList();
  }

  private static boolean isCallable(Json.Obj telecom) {
    String system = telecom.text("system");
    boolean phone = system == null || CALLABLE.contains(system);
    return phone && telecom.has("value") && !"old".equals(telecom.text("use"));
  }

  private static int rankOf(Json.Obj telecom) {
    if (!(telecom.get("rank") instanceof Json.Num rank)) return UNRANKED;
    return new BigDecimal(rank.literal()).min(BigDecimal.valueOf(UNRANKED)).intValue();
  }
}
