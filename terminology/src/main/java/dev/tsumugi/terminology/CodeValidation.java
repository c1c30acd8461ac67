package dev.tsumugi.terminology;

import dev.tsumugi.kernel.Json;
import dev.tsumugi.terminology.Findings.Hit;
import dev.tsumugi.terminology.SystemVersion.Content;
import dev.tsumugi.terminology.ValueSetCheck.Verdict;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code $validate-code} of one code, Coding or CodeableConcept against a value set, or against a
 * code system (then the set of all its codes).
 *
 * @see <a href="https://hl7.org/fhir/R4/valueset-operation-validate-code.html">R4
 *     $validate-code</a>
 */
final class CodeValidation {
  /** How the code was given; it decides on paths and wording. */
  enum Mode {
    CODE(""),
    CODING("Coding"),
    CONCEPT("CodeableConcept");

    private final String root;

    Mode(String root) {
      this.root = root;
    }
  }

  private final Catalog catalog;
  private final SetSource set;
  private final boolean ofSystem;
  private final Mode mode;
  private final Json.Obj given;
  private final ValueSetCheck check;
  private final DisplayCheck displays;
  private final Findings all = new Findings();
  private final List<String> shown = new ArrayList<>();

  private Verdict best = Verdict.OUT;
  private @Nullable Hit member;
  private @Nullable String inferred;
  private @Nullable String memberCode;
  private @Nullable String memberSystem;
  private @Nullable Asked first;
  private @Nullable String display;
  private String version = "";
  private @Nullable Hit status;

  /**
   * @param ofSystem the set stands for all codes of one system
   * @param given the CodeableConcept, or one with the code or Coding as its only coding
   */
  CodeValidation(Catalog catalog, SetSource set, boolean ofSystem, Mode mode, Json.Obj given) {
    this.catalog = catalog;
    this.set = set;
    this.ofSystem = ofSystem;
    this.mode = mode;
    this.given = given;
    this.check = new ValueSetCheck(catalog);
    this.displays = new DisplayCheck(catalog);
  }

  Json.Obj run() {
    catalog.demandSupplements();
    Issue missing = check.missing(set);
    if (!ofSystem) Standings.of(set, set).forEach(all::add);
    List<Json.Obj> codings = given.objects("coding");
    for (int i = 0; i < codings.size(); i++) {
      String path = mode == Mode.CONCEPT ? mode.root + ".coding[" + i + "]" : mode.root;
      String code = codings.get(i).text("code");
      if (code == null) {
        all.add(Words.invalidData("", "Coding has no code and cannot be validated", path));
        continue;
      }
      Asked asked = Asked.of(path, codings.get(i), code);
      checkOne(asked, missing);
    }
    if (best == Verdict.OUT && !ofSystem) sayNotIn();
    return parameters();
  }

  private void checkOne(Asked written, @Nullable Issue missing) {
    Findings findings = new Findings();
    Asked asked = infer(written, findings);
    Verdict verdict = Verdict.OUT;
    if (missing != null) {
      findings.add(missing);
      verdict = Verdict.UNKNOWN;
    } else if (asked.system() != null) {
      verdict = check.check(set, asked, findings);
    } else if (!catalog.parameters().isTrue("inferSystem")) {
      findings.say(Words.noSystem(asked.here()));
    }
    String system = asked.system();
    shown.add(written.shown(SystemReader.or(system, "")));
    if (first == null) first = asked;
    Hit hit = findings.hit();
    if (verdict == Verdict.OUT && !ofSystem && mode == Mode.CONCEPT) {
      findings.add(
          Words.thisNotInValueSet(set.canonical(), shown.get(shown.size() - 1), asked.at("code")));
    }
    if (verdict == Verdict.IN) {
      accept(asked, hit, findings);
    } else {
      if (hit != null && hit.concept().inactive()) status = hit;
      if (system != null && !catalog.parameters().isTrue("valueset-membership-only")) {
        explain(asked, system, findings);
      }
    }
    if (best != Verdict.IN && verdict != Verdict.OUT) best = verdict;
    all.take(findings);
  }

  private Asked infer(Asked asked, Findings findings) {
    if (asked.system() != null || !catalog.parameters().isTrue("inferSystem")) return asked;
    SystemInference inference = new SystemInference(catalog);
    List<String> systems = inference.systemsOf(set, asked);
    if (systems.size() != 1) {
      findings.add(
          Words.cannotInfer(asked.code(), set.canonical(), inference.systems(set), systems));
      return asked;
    }
    inferred = systems.get(0);
    return asked.in(systems.get(0));
  }

  private void accept(Asked asked, @Nullable Hit hit, Findings findings) {
    if (best == Verdict.IN) {
      if (hit != null) displays.check(asked, hit, findings);
      return;
    }
    memberSystem = asked.system();
    memberCode = asked.code();
    SystemVersion looked = findings.looked();
    if (looked != null && !looked.version().isEmpty()) version = looked.version();
    if (hit == null) return;
    member = hit;
    status = hit;
    displays.check(asked, hit, findings);
    display = displays.toShow(hit.wordings());
  }

  /** Why a code is not a member: is the system known, and does the system know the code? */
  private void explain(Asked asked, String system, Findings findings) {
    if (!isAbsolute(system)) {
      findings.add(
          Words.invalidData(
              "Terminology_TX_System_Relative",
              "Coding.system must be an absolute reference, not a local reference",
              asked.at("system")));
    }
    String wanted = asked.version() == null ? catalog.wanted(system, null) : asked.version();
    Concepts known = catalog.system(system, wanted);
    if (known == null) {
      new SystemCheck(catalog).missing(system, asked.version(), asked, findings);
      return;
    }
    SystemVersion about = known.about();
    if (!ofSystem) new SystemCheck(catalog).check(about, asked, findings);
    Concept concept = catalog.find(known, asked.code());
    if (concept == null) {
      if (version.isEmpty()) version = about.version();
      findings.add(
          about.content() == Content.COMPLETE
              ? Words.unknownCode(about, asked.code(), asked.at("code"))
              : Words.unknownInFragment(about, asked.code(), asked.at("code")));
      return;
    }
    Hit hit = new Hit(about, concept, new Wordings(concept, about.language()), asked.path());
    displays.check(asked, hit, findings);
    if (display == null) display = displays.toShow(hit.wordings());
    if (version.isEmpty()) version = about.version();
  }

  private static boolean isAbsolute(String uri) {
    return uri.contains(":");
  }

  private void sayNotIn() {
    if (mode == Mode.CONCEPT) {
      all.add(Words.noCodingInValueSet(set.canonical()));
    } else {
      String path = mode == Mode.CODE ? "code" : mode.root + ".code";
      all.add(Words.notInValueSet(set.canonical(), String.join(", ", shown), path));
    }
  }

  private Json.Obj parameters() {
    boolean concept = mode == Mode.CONCEPT;
    boolean result = best == Verdict.IN && !all.hasErrors();
    ParametersWriter out = new ParametersWriter();
    out.flag("result", result);
    Asked asked = first;
    if (memberSystem != null) {
      out.put("system", "valueUri", memberSystem);
    } else if (best == Verdict.IN && inferred != null) {
      out.put("system", "valueUri", inferred);
    } else if (asked != null && !concept) {
      out.put("system", "valueUri", asked.system());
    }
    String why = best == Verdict.OUT ? "x-unknown-system" : "x-caused-by-unknown-system";
    for (String unknown : all.unknownSystems()) out.put(why, "valueCanonical", unknown);
    if (member != null && memberCode != null && !member.concept().code().equals(memberCode)) {
      out.put("normalized-code", "valueCode", member.concept().code());
    }
    boolean tell = memberCode != null || !concept;
    if (memberCode != null) {
      out.put("code", "valueCode", memberCode);
    } else if (asked != null && !concept) {
      out.put("code", "valueCode", asked.code());
    }
    if (tell && !version.isEmpty()) out.put("version", "valueString", version);
    if (tell && display != null) out.put("display", "valueString", display);
    sayStatus(out);
    if (!all.message().isEmpty()) out.put("message", "valueString", all.message());
    if (concept) out.put("codeableConcept", "valueCodeableConcept", given);
    if (!all.issues().isEmpty()) out.resource("issues", Issue.outcome(all.issues()));
    return out.parameters();
  }

  private void sayStatus(ParametersWriter out) {
    Hit hit = status;
    if (hit == null) return;
    String said = hit.status();
    String path = hit.path().isEmpty() ? "code" : hit.path();
    if (hit.concept().inactive()) {
      out.flag("inactive", true);
      boolean plain = said.isEmpty() || said.equals("inactive");
      if (!plain) out.put("status", "valueCode", said);
      String words = plain ? "inactive" : said + " and inactive";
      all.say(Words.inactive(hit.concept().code(), words, path));
    } else if (said.equals("deprecated")) {
      out.put("status", "valueCode", said);
      all.say(Words.deprecated(hit.concept().code(), path));
    }
  }
}
