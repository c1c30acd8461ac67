package dev.tsumugi.ems.find;

import dev.tsumugi.kernel.Json;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A name as somebody wrote or said it, in parts as far as they were kept apart.
 *
 * @param parts sounds (see {@link Sound}) in the order written; never empty
 */
record Name(List<String> parts) {
  Name {
    parts = List.copyOf(parts);
    if (parts.isEmpty()) throw new IllegalArgumentException("a name of nothing");
  }

  /** No name at all if it holds no letter. */
  static List<Name> of(String text) {
    return of(List.of(text.strip().split("[\\s　・,、]+")));
  }

  private static List<Name> of(List<String> written) {
    List<String> parts = written.stream().map(Sound::of).filter(one -> !one.isEmpty()).toList();
    return parts.isEmpty() ? List.of() : List.of(new Name(parts));
  }

  /** All of a Patient's names, also those they had before: papers are old. */
  static List<Name> all(Json.Obj patient) {
    Set<Name> names = new LinkedHashSet<>();
    for (Json.Obj name : patient.objects("name")) {
      List<String> parts = new ArrayList<>();
      String family = name.text("family");
      if (family != null) parts.add(family);
      parts.addAll(name.texts("given"));
      names.addAll(of(parts));
      String text = name.text("text");
      if (text != null) names.addAll(of(text));
    }
    return List.copyOf(names);
  }

  String whole() {
    return String.join("", parts);
  }

  /** With the family name last, or first if it was last. */
  String turned() {
    List<String> turned = new ArrayList<>(parts.subList(1, parts.size()));
    turned.add(parts.get(0));
    return String.join("", turned);
  }

  /** Whatever the order of the parts was. */
  String sorted() {
    return String.join(" ", parts.stream().sorted(Comparator.naturalOrder()).toList());
  }

  boolean isKana() {
    return Sound.isKana(whole());
  }

  boolean isLatin() {
    return Sound.isLatin(whole());
  }

  boolean isApart() {
    return parts.size() > 1;
  }

  String first() {
    return parts.get(0);
  }

  String last() {
    return parts.get(parts.size() - 1);
  }

  int length() {
    String whole = whole();
    return whole.codePointCount(0, whole.length());
  }

  /** Whether the two are written in one script, so that they can differ at all. */
  boolean comparesWith(Name other) {
    return isKana() == other.isKana() && isLatin() == other.isLatin();
  }
}
