package dev.tsumugi.terminology;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the version of a code system to check a code in, and says what does not fit. */
final class SystemCheck {
  private final Catalog catalog;

  SystemCheck(Catalog catalog) {
    this.catalog = catalog;
  }

  /**
   * The system of an include.
   *
   * @param stated the version that the include states; null if it states none
   * @return null if it is not here; the findings say what is missing
   */
  @Nullable Concepts find(
      SetSource set, String url, @Nullable String stated, Asked asked, Findings findings) {
    String wanted = version(url, stated, asked, findings);
    Concepts system = catalog.system(url, wanted);
    if (system == null) {
      if (!catalog.parameters().isTrue("valueset-membership-only")) {
        missing(url, wanted, asked, findings);
      }
      return null;
    }
    check(system.about(), asked, findings);
    Standings.of(system.about(), set).forEach(findings::add);
    return system;
  }

  /** Says so if the request demands another version. */
  void check(SystemVersion system, Asked asked, Findings findings) {
    String demanded = catalog.checked(system.url());
    if (demanded != null && !Versions.covers(demanded, system.version())) {
      findings.add(
          Words.versionCheck(system.url(), system.version(), demanded, asked.at("version")));
    }
  }

  /** The version to use: that of the include and the rules, or that of the code within it. */
  private @Nullable String version(
      String url, @Nullable String stated, Asked asked, Findings findings) {
    String wanted = catalog.wanted(url, stated);
    String given = asked.version();
    if (given == null) return wanted;
    if (wanted == null) {
      if (Versions.match(catalog.versions(url), given) != null) wanted = given;
    } else if (Versions.covers(wanted, given)) {
      wanted = given;
    }
    Concepts system = catalog.system(url, wanted);
    if (system != null && !Versions.covers(given, system.about().version())) {
      differs(system.about(), wanted, stated, asked, given, findings);
    } else if (system == null && wanted != null && !wanted.equals(given)) {
      findings.add(mismatch(url, wanted, given, asked));
    }
    return wanted;
  }

  private void differs(
      SystemVersion system,
      @Nullable String wanted,
      @Nullable String stated,
      Asked asked,
      String given,
      Findings findings) {
    if (wanted == null) {
      findings.add(
          Words.versionMismatch(
              "warning",
              "VALUESET_VALUE_MISMATCH_DEFAULT",
              ("The code system '%s' version '%s' for the versionless include in the ValueSet"
                      + " include is different to the one in the value ('%s')")
                  .formatted(system.url(), system.version(), given),
              asked.at("version")));
    } else if (!wanted.equals(stated)) {
      findings.add(
          Words.versionMismatch(
              "error",
              "VALUESET_VALUE_MISMATCH_CHANGED",
              ("The code system '%s' version '%s' resulting from the version '%s' in the ValueSet"
                      + " include is different to the one in the value ('%s')")
                  .formatted(system.url(), wanted, SystemReader.or(stated, ""), given),
              asked.at("version")));
    } else {
      findings.add(mismatch(system.url(), wanted, given, asked));
    }
    if (catalog.system(system.url(), given) == null) {
      findings.unknown(system.url() + "|" + given);
      findings.add(
          Words.unknownSystem(
              system.url(), given, catalog.versions(system.url()), false, asked.at("system")));
    }
  }

  private static Issue mismatch(String url, String wanted, String given, Asked asked) {
    return Words.versionMismatch(
        "error",
        "VALUESET_VALUE_MISMATCH",
        ("The code system '%s' version '%s' in the ValueSet include is different to the one in the"
                + " value ('%s')")
            .formatted(url, wanted, given),
        asked.at("version"));
  }

  /** Says that a system is not here, or is no code system at all. */
  void missing(String url, @Nullable String version, Asked asked, Findings findings) {
    String path = asked.at("system");
    if (catalog.definitions().valueSet(url, null) != null) {
      findings.add(
          Words.invalidData(
              "Terminology_TX_System_ValueSet2",
              "The Coding references a value set, not a code system ('" + url + "')",
              path));
      return;
    }
    List<String> asSupplement = catalog.definitions().supplementVersions(url);
    if (!asSupplement.isEmpty()) {
      String canonical = Canonical.write(url, asSupplement.get(asSupplement.size() - 1));
      findings.add(
          Words.invalidData(
              "CODESYSTEM_CS_NO_SUPPLEMENT",
              "CodeSystem "
                  + canonical
                  + " is a supplement, so can't be used as a value in"
                  + " Coding.system",
              path));
      findings.unknown(url);
      return;
    }
    List<String> known = catalog.versions(url);
    findings.unknown(known.isEmpty() ? url : Canonical.write(url, version));
    findings.add(Words.unknownSystem(url, version, known, false, path));
  }
}
