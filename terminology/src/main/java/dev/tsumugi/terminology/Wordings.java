package dev.tsumugi.terminology;

import dev.tsumugi.kernel.Json;
import dev.tsumugi.terminology.Concept.Designation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Every wording of one concept: its display, designations, and those that a value set or a
 * supplement adds. The display comes first.
 */
final class Wordings {
  private static final String MAINTENANCE =
      "http://terminology.hl7.org/CodeSystem/hl7TermMaintInfra";
  private static final Json.Obj PREFERRED =
      Json.object()
          .put("system", MAINTENANCE)
          .put("code", "preferredForLanguage")
          .put("display", "Preferred For Language")
          .build();
  private static final Set<String> DISPLAY_USES =
      Set.of("preferredForLanguage", "display", "preferred");
  private static final Set<String> GONE = Set.of("withdrawn", "deprecated");

  /** How well a given display fits. */
  enum Fit {
    RIGHT,
    OTHER_SPACES,
    NO_LONGER,
    WRONG
  }

  private final @Nullable Designation display;
  private final List<Designation> all = new ArrayList<>();

  /**
   * @param language of the system's displays
   */
  Wordings(Concept concept, @Nullable String language) {
    String text = concept.display();
    display = text == null ? null : new Designation(language, PREFERRED, text, List.of());
    if (display != null) all.add(display);
    all.addAll(concept.designations());
  }

  private Wordings(@Nullable Designation display, List<Designation> all) {
    this.display = display;
    this.all.addAll(all);
  }

  /** These, with what a value set says about the concept in front. */
  Wordings with(@Nullable String setDisplay, List<Designation> more) {
    Designation own =
        setDisplay == null ? display : new Designation(null, PREFERRED, setDisplay, List.of());
    List<Designation> together = new ArrayList<>();
    if (own != null) together.add(own);
    for (Designation one : all) if (one != display || own != display) together.add(one);
    together.removeIf(one -> own != display && one == display && sameText(one, own));
    together.addAll(more);
    return new Wordings(own, together);
  }

  private static boolean sameText(Designation one, @Nullable Designation other) {
    return other != null && one.value().equals(other.value());
  }

  /** The wording to show; null if none is in a wanted language and no other may stand in. */
  @Nullable Designation preferred(Languages languages) {
    for (String tag : languages.tags()) {
      for (Designation one : all) {
        String language = one.language();
        if (language != null && Languages.covers(tag, language) && isDisplay(one)) return one;
      }
    }
    return languages.strict() && !languages.isEmpty() && !unstated() ? null : display;
  }

  private boolean unstated() {
    return display != null && display.language() == null;
  }

  /** All but the one shown, as FHIR designations. */
  List<Designation> except(@Nullable Designation shown) {
    return all.stream().filter(one -> one != shown).toList();
  }

  /** Wordings that count as displays, in the wanted languages; all of them if any will do. */
  List<Designation> displays(Languages languages) {
    return inWanted(languages).filter(Wordings::isDisplay).toList();
  }

  private Stream<Designation> inWanted(Languages languages) {
    if (languages.isEmpty()) return all.stream();
    return all.stream().filter(one -> one.language() == null || languages.accept(one.language()));
  }

  Fit fit(Languages languages, String given) {
    Fit best = Fit.WRONG;
    for (Designation one : inWanted(languages).toList()) {
      if (same(one.value(), given)) {
        if (!gone(one)) return Fit.RIGHT;
        best = Fit.NO_LONGER;
      } else if (best == Fit.WRONG && same(squeezed(one.value()), squeezed(given))) {
        best = Fit.OTHER_SPACES;
      }
    }
    return best;
  }

  /** Why a wording is no longer right: its standards status. */
  String status(String given) {
    for (Designation one : all) {
      String status = Extensions.code(one.extensions(), SystemReader.STANDARDS_STATUS);
      if (same(one.value(), given) && status != null) return status;
    }
    return "";
  }

  static boolean gone(Designation one) {
    String status = Extensions.code(one.extensions(), SystemReader.STANDARDS_STATUS);
    return status != null && GONE.contains(status);
  }

  private static boolean isDisplay(Designation one) {
    Json.Obj use = one.use();
    if (gone(one)) return false;
    if (use == null) return true;
    String code = use.text("code");
    return code != null && DISPLAY_USES.contains(code);
  }

  private static boolean same(String a, String b) {
    return a.toLowerCase(Locale.ROOT).equals(b.toLowerCase(Locale.ROOT));
  }

  private static String squeezed(String text) {
    return text.trim().replaceAll("\\s+", " ");
  }

  /** For messages: {@code 'Display 1' (en) or 'Anzeige 1' (de)}. */
  static String present(List<Designation> displays) {
    List<String> words = new ArrayList<>();
    for (Designation one : displays) {
      String language = one.language() == null ? "" : " (" + one.language() + ")";
      words.add("'" + one.value() + "'" + language);
    }
    if (words.size() < 2) return String.join("", words);
    String last = words.remove(words.size() - 1);
    return String.join(", ", words) + " or " + last;
  }

  static Json.Obj json(Designation one) {
    return Json.object()
        .put("extension", one.extensions())
        .put("language", one.language())
        .put("use", one.use())
        .put("value", one.value())
        .build();
  }
}
