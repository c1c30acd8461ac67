package dev.tsumugi.consent;

import dev.tsumugi.kernel.Coding;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Period;
import dev.tsumugi.kernel.Ref;
import dev.tsumugi.kernel.Shapes;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An <a href="https://hl7.org/fhir/R4/consent.html">R4 Consent</a> to a {@link Rule}. What it does
 * not understand makes the whole Consent unreadable: half a consent may be the wrong half. Whose it
 * is, is not read here: one without a patient is the city's.
 */
public final class ConsentCompiler {
  private static final Set<String> DORMANT =
      Set.of("draft", "proposed", "rejected", "inactive", "entered-in-error");
  private static final Set<String> OTHER_SCOPES = Set.of("adr", "research", "treatment");

  private final Json.Obj consent;
  private final Faults faults = new Faults();

  private ConsentCompiler(Json.Obj consent) {
    this.consent = consent;
  }

  public static Compiled compile(Json.Obj consent) {
    return new ConsentCompiler(consent).compiled();
  }

  private Compiled compiled() {
    String status = consent.text("status");
    if (status != null && DORMANT.contains(status)) return new Compiled.Inactive();
    if (!"active".equals(status)) return unreadable("Consent.status", "is no status of R4");
    if (!concernsPrivacy()) {
      return faults.isEmpty() ? new Compiled.Inactive() : faults.unreadable();
    }

    mustUnderstandAll();
    String id = consent.text("id");
    if (id == null || !Ref.isId(id)) faults.add("Consent.id", "is missing");
    Json.Obj root = consent.obj("provision");
    if (root == null) {
      return unreadable("Consent.provision", "is missing; a policy by name alone is not read");
    }
    if (!root.has("type") && refusesByRule()) {
      faults.add("Consent.policyRule", "refuses in general; say it in provision.type");
    }
    Provision provision = new ProvisionCompiler(faults).root(root);
    if (!faults.isEmpty() || id == null) return faults.unreadable();
    return new Compiled.Active(new Rule(name(consent), provision.period(), provision));
  }

  /**
   * What decisions say they rest on: {@code Consent/id/_history/v}, or {@code Consent/id} where
   * {@code meta.versionId} does not tell the version.
   */
  public static String name(Json.Obj consent) {
    Json.Obj meta = consent.obj("meta");
    String version = meta == null ? null : meta.text("versionId");
    return "Consent/" + consent.text("id") + (version == null ? "" : "/_history/" + version);
  }

  private Compiled unreadable(String path, String why) {
    faults.add(path, why);
    return faults.unreadable();
  }

  /** Other scopes (wishes about treatment, research) say nothing about who may see. */
  private boolean concernsPrivacy() {
    Json.Obj scope = consent.obj("scope");
    List<Json.Obj> codings = scope == null ? List.of() : scope.objects("coding");
    if (codings.isEmpty()) faults.add("Consent.scope", "has no code");
    for (Json.Obj item : codings) {
      Coding coding = Codes.coding(item);
      if (coding.equals(Shapes.Scope.PRIVACY)) return true;
      boolean other = OTHER_SCOPES.contains(coding.code());
      boolean ours = coding.system().equals(Shapes.Scope.PRIVACY.system());
      if ((ours && !other) || coding.system().isEmpty()) {
        faults.add("Consent.scope", "has an unknown code");
      }
    }
    return false;
  }

  private void mustUnderstandAll() {
    for (String name : List.of("modifierExtension", "implicitRules")) {
      if (consent.has(name)) faults.add("Consent." + name, "changes the meaning in a way unknown");
    }
  }

  private boolean refusesByRule() {
    for (Coding rule : Codes.of(consent, "policyRule")) {
      if (Codes.ACT_CODE.contains(rule.system()) && rule.code().startsWith("OPTOUT")) return true;
    }
    return false;
  }

  /** The period of an element, always if it has none. */
  static Period period(Json.Obj element, String path, Faults faults) {
    if (!element.has("period")) return Period.ALWAYS;
    Json.Obj period = element.obj("period");
    Optional<Period> read = period == null ? Optional.empty() : Periods.read(period);
    if (read.isEmpty()) faults.add(path + ".period", "cannot be read");
    return read.orElse(Period.ALWAYS);
  }
}
