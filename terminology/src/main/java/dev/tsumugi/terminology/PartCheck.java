package dev.tsumugi.terminology;

import dev.tsumugi.terminology.ConceptQuery.Condition;
import dev.tsumugi.terminology.ConceptQuery.Op;
import dev.tsumugi.terminology.SystemVersion.Content;
import dev.tsumugi.terminology.ValueSetContent.Listed;
import dev.tsumugi.terminology.ValueSetContent.Part;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Is a code among those that one include takes out of its system? */
final class PartCheck {
  private static final String DEPRECATED_IN_SET =
      "http://hl7.org/fhir/StructureDefinition/valueset-deprecated";

  private final Catalog catalog;
  private final String valueSet;
  private final boolean activeOnly;
  private final boolean abstractToo;
  private final boolean membershipOnly;

  PartCheck(Catalog catalog, String valueSet, @Nullable Boolean inactiveToo) {
    TxParameters parameters = catalog.parameters();
    this.catalog = catalog;
    this.valueSet = valueSet;
    this.activeOnly = parameters.isTrue("activeOnly") || Boolean.FALSE.equals(inactiveToo);
    this.abstractToo = !Boolean.FALSE.equals(parameters.flag("abstract"));
    this.membershipOnly = parameters.isTrue("valueset-membership-only");
  }

  boolean covers(Part part, Concepts system, Asked asked, Findings findings) {
    Concept concept = catalog.find(system, asked.code());
    if (concept == null) return unknown(part, system.about(), asked, findings);
    Listed listed = listed(part, system.about(), concept.code());
    Wordings wordings = new Wordings(concept, system.about().language());
    if (listed != null) wordings = wordings.with(listed.display(), listed.designations());
    Findings.Hit hit = new Findings.Hit(system.about(), concept, wordings, asked.path());
    if (part.isWhole() && !concept.code().equals(asked.code())) {
      findings.add(Words.otherCase(system.about(), asked.code(), concept.code(), asked.at("code")));
    }
    if (!part.listed().isEmpty() && listed == null) return false;
    if (!meets(part, system, concept.code())) return false;
    if (concept.notSelectable() && !abstractToo) {
      if (part.isWhole()) findings.found(hit);
      if (!membershipOnly) {
        findings.add(Words.notAbstract(system.about().url(), asked.code(), asked.at("code")));
      }
      return false;
    }
    if (concept.inactive() && activeOnly) {
      findings.found(hit);
      if (part.isWhole()) findings.add(Words.notActive(asked.code(), asked.at("code")));
      return false;
    }
    if (listed != null) deprecations(listed, system.about().url(), asked, findings);
    findings.found(hit);
    return true;
  }

  private boolean unknown(Part part, SystemVersion about, Asked asked, Findings findings) {
    if (!part.isWhole()) return false;
    if (about.content() == Content.COMPLETE) {
      if (!membershipOnly) findings.add(Words.unknownCode(about, asked.code(), asked.at("code")));
      return false;
    }
    findings.add(Words.unknownInFragment(about, asked.code(), asked.at("code")));
    return true;
  }

  private static @Nullable Listed listed(Part part, SystemVersion about, String code) {
    for (Listed one : part.listed()) {
      boolean same =
          about.caseSensitive() ? one.code().equals(code) : one.code().equalsIgnoreCase(code);
      if (same) return one;
    }
    return null;
  }

  private static boolean meets(Part part, Concepts system, String code) {
    if (part.conditions().isEmpty()) return true;
    demandUnderstood(part, system, "");
    List<Condition> all = new ArrayList<>(part.conditions());
    all.add(new Condition("concept", Op.EQUALS, code));
    return system.count(new ConceptQuery(null, all, false, 0, 1)) > 0;
  }

  /** Refuses a filter that the system cannot evaluate. */
  static void demandUnderstood(Part part, Concepts system, String valueSet) {
    if (!(system instanceof ResourceSystem)) return;
    for (int i = 0; i < part.conditions().size(); i++) {
      Condition condition = part.conditions().get(i);
      if (ConceptFilter.understands(system.about(), condition)) continue;
      throw new Refusal(
          400,
          Words.filterNotUnderstood(
              system.about().url(),
              condition.property(),
              condition.op().code(),
              condition.value(),
              valueSet,
              part.path() + ".filter[" + i + "]"));
    }
  }

  private void deprecations(Listed listed, String system, Asked asked, Findings findings) {
    String standing = Extensions.code(listed.extensions(), SystemReader.STANDARDS_STATUS);
    boolean gone = "withdrawn".equals(standing) || "deprecated".equals(standing);
    if (!gone && Extensions.of(listed.extensions(), DEPRECATED_IN_SET) == null) return;
    findings.add(
        Words.deprecatedHere(
            system,
            asked.code(),
            gone && standing != null ? standing : "deprecated",
            valueSet,
            asked.at("code")));
  }
}
