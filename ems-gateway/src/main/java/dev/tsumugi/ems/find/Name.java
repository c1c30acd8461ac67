package dev.tsumugi.ems.find;

import dev.tsumugi.kernel.Json;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A name as somebody wrote or said it, in parts as far as they were kept apart. The whole has a
 * sound of its own: さとう うめ written without a space is heard as さとめ.
 *
 * @param parts sounds (see {@link Sound}) in the order written; never empty
 * @param whole the sound of all of it
 * @param turned the same with the first part last
 */
record Name(List<String> parts, String whole, String turned) {
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
    if (parts.isEmpty()) return List.of();
    List<String> turned = new ArrayList<>(written.subList(1, written.size()));
    turned.add(written.get(0));
    return List.of(
        new Name(parts, Sound.of(String.join("", written)), Sound.of(String.join("", turned))));
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
    return whole.codePointCount(0, whole.length());
  }

  /** Whether the two are written in one script, so that they can differ at all. */
  boolean comparesWith(Name other) {
    return isKana() == other.isKana() && isLatin() == other.isLatin();
  }
}
