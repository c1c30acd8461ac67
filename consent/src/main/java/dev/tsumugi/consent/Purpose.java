package dev.tsumugi.consent;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Purposes of use out of v3-ActReason, with their place in its hierarchy (R4 4.0.1). */
public enum Purpose {
  TREAT(null),
  COC(TREAT),
  ETREAT(TREAT),
  BTG(ETREAT),
  ERTREAT(ETREAT),
  POPHLTH(TREAT),
  CLINTRL(TREAT),
  HPAYMT(null),
  HOPERAT(null),
  CAREMGT(HOPERAT),
  PATADMIN(HOPERAT),
  RECORDMGT(HOPERAT),
  HSYSADMIN(HOPERAT),
  HRESCH(null),
  PATRQT(null),
  FAMRQT(PATRQT),
  PWATRNY(PATRQT),
  SUPNWK(PATRQT),
  PUBHLTH(null),
  HMARKT(null),
  CLINTRCH(HRESCH),
  HQUALIMP(HOPERAT),
  PATSFTY(HOPERAT),
  DONAT(HOPERAT),
  GOV(HOPERAT),
  HDECD(HOPERAT),
  TRAIN(HOPERAT),
  DISASTER(PUBHLTH),
  THREAT(PUBHLTH);

  private static final Map<String, Purpose> BY_CODE =
      Stream.of(values()).collect(Collectors.toUnmodifiableMap(Purpose::name, Function.identity()));

  private final @Nullable Purpose parent;

  Purpose(@Nullable Purpose parent) {
    this.parent = parent;
  }

  public static Optional<Purpose> of(String code) {
    return Optional.ofNullable(BY_CODE.get(code));
  }

  /**
   * Whether a rule that states {@code stated} speaks of this purpose. Breaking the glass is within
   * itself only: the code system puts it below TREAT, but who agreed to treatment has not agreed to
   * that.
   */
  public boolean within(Purpose stated) {
    if (this == stated) return true;
    if (this == BTG || parent == null) return false;
    return parent.within(stated);
  }

  /** Whether one of {@code stated} covers this purpose; nothing stated means any purpose. */
  boolean withinAny(Set<Purpose> stated) {
    if (stated.isEmpty()) return true;
    for (Purpose one : stated) if (within(one)) return true;
    return false;
  }
}
