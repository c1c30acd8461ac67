package dev.tsumugi.identity;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Whose record belongs to somebody whom the national ID has verified? Only a certain answer links
 * by itself; everything else a registrar decides.
 *
 * <table>
 *   <caption>How a record stands to the person, the first that holds</caption>
 *   <tr><td>birth date or sex differs, or is missing on either side</td><td>no</td></tr>
 *   <tr><td>kana equal, and no kanji that differ</td><td>certain</td></tr>
 *   <tr><td>kanji and address equal</td><td>certain</td></tr>
 *   <tr><td>kana equal, or kanji equal</td><td>possible</td></tr>
 *   <tr><td>anything else</td><td>no</td></tr>
 * </table>
 */
public final class ResidentMatch {
  /** How surely a record is the person's. */
  public enum Sure {
    NO,
    POSSIBLE,
    CERTAIN
  }

  /** What follows for the person. */
  public sealed interface Found {
    /**
     * @param patient id of the only record that may be theirs, and certainly is
     */
    record One(String patient) implements Found {}

    /**
     * A registrar looks at these, certain and possible ones.
     *
     * @param patients their ids, sorted; never empty
     */
    record Unsure(List<String> patients) implements Found {
      public Unsure {
        patients = List.copyOf(patients);
      }
    }

    /** There is no record that may be theirs. */
    record Nobody() implements Found {}
  }

  private ResidentMatch() {}

  /** Links only if one record is certain and no other is even possible. */
  public static Found find(Demographics person, Map<String, Demographics> records) {
    Map<String, Sure> candidates =
        records.entrySet().stream()
            .map(record -> Map.entry(record.getKey(), compare(person, record.getValue())))
            .filter(record -> record.getValue() != Sure.NO)
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    if (candidates.isEmpty()) return new Found.Nobody();
    List<String> patients = candidates.keySet().stream().sorted().toList();
    boolean certain = candidates.size() == 1 && candidates.containsValue(Sure.CERTAIN);
    return certain ? new Found.One(patients.get(0)) : new Found.Unsure(patients);
  }

  /** How a record stands to the person, by the table above. */
  public static Sure compare(Demographics person, Demographics record) {
    if (!same(person.birthDate(), record.birthDate()) || !same(person.sex(), record.sex())) {
      return Sure.NO;
    }
    boolean kana = same(person.kana(), record.kana());
    boolean kanji = same(person.name(), record.name());
    boolean kanjiDiffer = person.name().isPresent() && record.name().isPresent() && !kanji;
    if (kana && !kanjiDiffer) return Sure.CERTAIN;
    if (kanji && same(person.address(), record.address())) return Sure.CERTAIN;
    return kana || kanji ? Sure.POSSIBLE : Sure.NO;
  }

  /** Two gaps are not the same. */
  private static <T> boolean same(Optional<T> one, Optional<T> other) {
    return one.isPresent() && one.equals(other);
  }
}
