package dev.tsumugi.consent;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The kinds of data residents, roles and assessments speak of; each row has exactly one. */
@SuppressWarnings("EnumOrdinal") // as bits and places in memory; nothing stores them
public enum DataClass {
  IDENTITY,
  WISHES,
  CONTACTS,
  MEDICATION,
  ALLERGY,
  PROBLEM,
  RESULT,
  VITAL,
  PROCEDURE,
  IMMUNIZATION,
  DEVICE,
  DOCUMENT,
  SOCIAL,
  CARE,
  ENCOUNTER,
  CONSENT,
  /** Belongs to nobody and stands on the closed list of types that every signed-in user reads. */
  OPEN,
  /** None of these; only who may see everything sees it. */
  OTHER;

  private static final Map<String, DataClass> BY_CODE =
      Stream.of(values())
          .collect(Collectors.toUnmodifiableMap(DataClass::code, Function.identity()));

  /** Code of {@code https://tsumugi.dev/fhir/CodeSystem/data-class}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<DataClass> of(String code) {
    return Optional.ofNullable(BY_CODE.get(code));
  }

  int bit() {
    return 1 << ordinal();
  }

  static int bits(Collection<DataClass> classes) {
    int bits = 0;
    for (DataClass one : classes) bits |= one.bit();
    return bits;
  }
}
