package dev.tsumugi.consent;

import dev.tsumugi.kernel.Coding;
import dev.tsumugi.kernel.Hash64;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Ref;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The codes, references and authors of a resource as 64-bit marks, so that a query can compare them
 * with what a Consent names ({@code provision.code}, {@code provision.data}). They are stored: how
 * a mark is made must never change without every row being marked anew.
 */
public final class Marks {
  /** Of a row whose main element has a code; without it, what a Consent names may be in there. */
  public static final long CODED = Hash64.of("mark|coded");

  /** Of a row that names an author; without it, anybody may be. */
  public static final long SIGNED = Hash64.of("mark|signed");

  /** Elements that say what a resource is about; a status or category says less. */
  private static final List<String> MAIN =
      List.of("code", "type", "medicationCodeableConcept", "vaccineCode", "serviceType", "reason");

  private static final Set<String> AUTHORS =
      Set.of(
          "author",
          "recorder",
          "asserter",
          "performer",
          "requester",
          "sender",
          "informationSource",
          "source",
          "attester");

  private Marks() {}

  public static long code(Coding coding) {
    return Hash64.of("code|" + coding.system() + "|" + coding.code());
  }

  /** Of a row that refers to it. */
  public static long reference(Ref ref) {
    return Hash64.of("ref|" + ref);
  }

  public static long author(Ref ref) {
    return Hash64.of("by|" + ref);
  }

  /** Ascending, without repetitions. Codes and references count at any depth, but for meta. */
  public static long[] of(Json.Obj resource) {
    TreeSet<Long> marks = new TreeSet<>();
    for (int i = 0; i < resource.size(); i++) {
      String name = resource.name(i);
      if (name.equals("meta")) continue;
      collect(resource.value(i), marks);
      if (AUTHORS.contains(name)) authors(resource.value(i), marks);
    }
    for (String name : MAIN) {
      for (Coding coding : Codes.of(resource, name)) {
        if (!coding.system().isEmpty() && !coding.code().isEmpty()) marks.add(CODED);
      }
    }
    return marks.stream().mapToLong(Long::longValue).toArray();
  }

  private static void collect(Json value, Set<Long> marks) {
    if (value instanceof Json.Arr items) {
      for (Json item : items.items()) collect(item, marks);
    } else if (value instanceof Json.Obj element) {
      if (element.text("code") != null && element.text("system") != null) {
        marks.add(code(Codes.coding(element)));
      }
      reference(element).ifPresent(ref -> marks.add(reference(ref)));
      for (int i = 0; i < element.size(); i++) collect(element.value(i), marks);
    }
  }

  private static void authors(Json value, Set<Long> marks) {
    if (value instanceof Json.Arr items) {
      for (Json item : items.items()) authors(item, marks);
    } else if (value instanceof Json.Obj element) {
      reference(element)
          .ifPresent(
              ref -> {
                marks.add(author(ref));
                marks.add(SIGNED);
              });
      for (int i = 0; i < element.size(); i++) authors(element.value(i), marks);
    }
  }

  private static Optional<Ref> reference(Json.Obj element) {
    String literal = element.text("reference");
    return literal == null ? Optional.empty() : Ref.parse(literal);
  }
}
