package dev.tsumugi.terminology;

import dev.tsumugi.terminology.Concept.Designation;
import dev.tsumugi.terminology.Findings.Hit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Is a given display right for a concept, in the languages asked for? */
final class DisplayCheck {
  private final Languages languages;
  private final boolean lenient;

  DisplayCheck(Catalog catalog) {
    this.languages = catalog.languages();
    this.lenient = catalog.parameters().isTrue("lenient-display-validation");
  }

  /** The display to answer with; null if the concept has none. */
  @Nullable String toShow(Wordings wordings) {
    Designation preferred = wordings.preferred(languages);
    if (preferred == null) preferred = wordings.preferred(Languages.ANY);
    return preferred == null ? null : preferred.value();
  }

  void check(Asked asked, Hit hit, Findings findings) {
    String display = asked.display();
    if (display == null) return;
    Wordings wordings = hit.wordings();
    Wordings.Fit fit = wordings.fit(languages, display);
    if (fit == Wordings.Fit.RIGHT) return;
    if (fit == Wordings.Fit.NO_LONGER) {
      findings.add(noLonger(asked, display, wordings));
      return;
    }
    List<Designation> right = wordings.displays(languages);
    findings.say(
        right.isEmpty()
            ? noneInLanguage(asked, display, hit)
            : wrong(asked, display, hit.system().url(), right, fit));
  }

  private static Issue noLonger(Asked asked, String display, Wordings wordings) {
    List<String> right =
        wordings.displays(Languages.ANY).stream().map(one -> "\"" + one.value() + "\"").toList();
    return new Issue(
        "warning",
        "invalid",
        "display-comment",
        "INACTIVE_DISPLAY_FOUND",
        ("'%s' is no longer considered a correct display for code '%s' (status = deprecated). The"
                + " correct display is one of %s.")
            .formatted(display, asked.code(), String.join(", ", right)),
        asked.at("display"));
  }

  private Issue wrong(
      Asked asked, String display, String system, List<Designation> right, Wordings.Fit fit) {
    boolean spaces = fit == Wordings.Fit.OTHER_SPACES;
    String choices = right.size() == 1 ? "" : "one of " + right.size() + " choices: ";
    return issue(
        spaces
            ? "Display_Name_WS_for__should_be_one_of__instead_of"
            : "Display_Name_for__should_be_one_of__instead_of",
        "Wrong %s '%s' for %s#%s. Valid display is %s%s (for the language(s) '%s')"
            .formatted(
                spaces ? "whitespace in Display Name" : "Display Name",
                display,
                system,
                asked.code(),
                choices,
                Wordings.present(right),
                languages.summary()),
        asked,
        lenient ? "warning" : "error");
  }

  private Issue noneInLanguage(Asked asked, String display, Hit hit) {
    String system = hit.system().url();
    Designation byDefault = hit.wordings().preferred(Languages.ANY);
    if (byDefault == null) {
      return issue(
          "NO_VALID_DISPLAY_AT_ALL",
          "Cannot validate display Name '%s' for %s#%s: No displays are known"
              .formatted(display, system, asked.code()),
          asked,
          "warning");
    }
    if (hit.wordings().fit(Languages.ANY, display) == Wordings.Fit.RIGHT) {
      return issue(
          "NO_VALID_DISPLAY_FOUND_NONE_FOR_LANG_OK",
          ("There are no valid display names found for the code %s#%s for language(s) '%s'. The"
                  + " display is '%s' which is a valid display for the default language")
              .formatted(system, asked.code(), languages.summary(), display),
          asked,
          "information");
    }
    return issue(
        "NO_VALID_DISPLAY_FOUND_NONE_FOR_LANG_ERR",
        ("Wrong Display Name '%s' for %s#%s. There are no valid display names found for language(s)"
                + " '%s'. Default display is '%s'")
            .formatted(display, system, asked.code(), languages.summary(), byDefault.value()),
        asked,
        lenient ? "warning" : "error");
  }

  private static Issue issue(String id, String text, Asked asked, String severity) {
    return new Issue(severity, "invalid", "invalid-display", id, text, asked.at("display"));
  }
}
