package dev.tsumugi.consent;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How somebody stands to the patient, as a provision may name it: those codes of the relation
 * system that an actor may have.
 */
@SuppressWarnings("EnumOrdinal") // as bits and places in memory; nothing stores them
public enum Relation {
  /** Acts for the patient by a live authority. */
  PROXY("proxy"),
  /** Cares for the patient. */
  CARE("care"),
  /** On duty for emergencies. */
  DUTY("duty");

  private static final Map<String, Relation> BY_CODE =
      Stream.of(values())
          .collect(Collectors.toUnmodifiableMap(Relation::code, Function.identity()));

  private final String code;

  Relation(String code) {
    this.code = code;
  }

  public String code() {
    return code;
  }

  public static Optional<Relation> of(String code) {
    return Optional.ofNullable(BY_CODE.get(code));
  }

  int bit() {
    return 1 << ordinal();
  }
}
