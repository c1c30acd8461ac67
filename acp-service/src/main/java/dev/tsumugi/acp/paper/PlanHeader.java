package dev.tsumugi.acp.paper;

import dev.tsumugi.acp.Directive;
import dev.tsumugi.acp.PlanContent;
import dev.tsumugi.acp.PlanContent.Speaker;
import dev.tsumugi.acp.paper.PlanWords.Part;
import dev.tsumugi.fhirserver.reading.Elements;
import dev.tsumugi.fhirserver.reading.PersonName;
import dev.tsumugi.kernel.Coding;
import dev.tsumugi.kernel.FhirTime;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Shapes.Adi;
import dev.tsumugi.kernel.Shapes.Category;
import dev.tsumugi.kernel.Shapes.Ext;
import dev.tsumugi.kernel.Shapes.Plan;
import dev.tsumugi.kernel.Shapes.Sys;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The Composition in front of a plan's document (ADI-PACPComposition 1.0.0). */
final class PlanHeader {
  private static final String CUSTODIAN = "tsumugi-hub";

  private final PlanContent content;
  private final PlanDocument.Frame frame;
  private final Set<String> there;

  /**
   * @param there what the document holds, as {@code Type/id}
   */
  PlanHeader(PlanContent content, PlanDocument.Frame frame, Set<String> there) {
    this.content = content;
    this.frame = frame;
    this.there = there;
  }

  /** Who keeps the document: the hub. */
  static Json.Obj custodian(PlanDocument.Frame frame) {
    return Json.object()
        .put("resourceType", "Organization")
        .put("id", CUSTODIAN)
        .put(
            "identifier",
            Json.array(
                Json.object().put("system", "urn:ietf:rfc:3986").put("value", frame.hub()).build()))
        .put("name", "つむぎ (Tsumugi)")
        .build();
  }

  Json.Obj composition() {
    Json.Obj document = content.version().document();
    Json patient = reference(Elements.ref(content.patient()));
    String version = version(document);
    return Json.object()
        .put("resourceType", "Composition")
        .put("id", document.text("id"))
        .put(
            "meta",
            Json.object().put("profile", Json.array(Json.text(Adi.PACP_COMPOSITION))).build())
        .put("language", "ja")
        .put("text", whole().narrative())
        .put("extension", extensions())
        .put(
            "identifier",
            Json.object().put("system", Plan.VERSION_ID).put("value", version).build())
        .put("status", "final")
        .put("type", concept(Plan.TYPE, "Personal advance care plan"))
        .put("category", Json.array(concept(Category.ADVANCE_DIRECTIVE, "Advance directive")))
        .put("subject", patient)
        .put("date", date())
        .put("author", Json.array(patient))
        .put("title", "人生の最終段階の医療・ケアについての私の計画 / My advance care plan")
        .put("attester", Json.array(attester()))
        .put("custodian", reference("Organization/" + CUSTODIAN))
        .put("section", sections())
        .build();
  }

  private static String version(Json.Obj document) {
    Json.Obj master = document.obj("masterIdentifier");
    String value = master == null ? null : master.text("value");
    return value != null ? value : String.valueOf(document.text("id"));
  }

  private String date() {
    return FhirTime.parse(content.signing().at()).isPresent()
        ? content.signing().at()
        : FhirTime.instant(frame.at());
  }

  private Bilingual whole() {
    String name = PersonName.of(content.patient()).shown();
    return new Bilingual()
        .add(name + "さんの計画", "The plan of " + name)
        .add(PlanWords.administrative(content));
  }

  private List<Json> extensions() {
    List<Json> extensions = new ArrayList<>();
    Directive state = content.version().state();
    if (state instanceof Directive.Current current && current.expires().isPresent()) {
      extensions.add(
          Json.object()
              .put("url", Ext.EXPIRATION)
              .put("valueDateTime", FhirTime.instant(current.expires().get()))
              .build());
    }
    revoked(state)
        .ifPresent(
            code ->
                extensions.add(
                    Json.object().put("url", Ext.REVOKE_STATUS).put("valueCode", code).build()));
    return extensions;
  }

  private static Optional<String> revoked(Directive state) {
    if (state instanceof Directive.Withdrawn) return Optional.of(Plan.CANCELLED);
    if (state instanceof Directive.EnteredInError) return Optional.of(Plan.ENTERED_IN_ERROR);
    boolean old = state instanceof Directive.Superseded || state instanceof Directive.Expired;
    return old ? Optional.of(Plan.DEPRECATED) : Optional.empty();
  }

  private Json attester() {
    return Json.object()
        .put("mode", "personal")
        .put("time", date())
        .put("party", within(content.signing().signer()))
        .build();
  }

  /** A reference that leads out of the document is left as the name it tells. */
  private Json within(Json.Obj reference) {
    String to = reference.text("reference");
    if (to == null || there.contains(to)) return reference;
    String display = reference.text("display");
    return Json.object().put("display", display == null ? "記録された人 / as recorded" : display).build();
  }

  private List<Json> sections() {
    List<Json> sections = new ArrayList<>();
    sections.add(agents());
    wishes(Part.TREATMENT, Plan.SECTION_CONDITION, "治療についての希望 / Treatment")
        .ifPresent(sections::add);
    wishes(Part.CARE_EXPERIENCE, Plan.SECTION_CARE_EXPERIENCE, "大切にしていること / What matters")
        .ifPresent(sections::add);
    wishes(Part.UPON_DEATH, Plan.SECTION_UPON_DEATH, "亡くなった後のこと / Upon death")
        .ifPresent(sections::add);
    Bilingual witnesses = PlanWords.people(content.signing().witnesses());
    if (!witnesses.isEmpty()) {
      sections.add(section(Plan.SECTION_WITNESSES, "立ち会った人 / Witnesses", witnesses, List.of()));
    }
    sections.add(
        section(
            Plan.SECTION_ADMINISTRATIVE,
            "この計画について / About this plan",
            PlanWords.administrative(content),
            List.of()));
    return sections;
  }

  private Json agents() {
    String title = "私の代わりに話す人 / Healthcare agents";
    if (content.speakers().isEmpty()) {
      Bilingual nobody = new Bilingual().add("この計画では決めていません。", "Nobody is named in this plan.");
      return section(Plan.SECTION_AGENT, title, nobody, List.of())
          .with("emptyReason", concept(new Coding(Sys.ABSENT_REASON, "unknown"), "Unknown"));
    }
    Bilingual lines = new Bilingual();
    List<String> entries = new ArrayList<>();
    for (Speaker speaker : content.speakers()) {
      lines.add(PlanWords.speaker(speaker));
      for (Json.Obj consent : speaker.consents()) entries.add(Elements.ref(consent));
      entries.add(Elements.ref(speaker.person()));
    }
    return section(Plan.SECTION_AGENT, title, lines, entries);
  }

  private Optional<Json> wishes(Part part, Coding code, String title) {
    List<String> entries = new ArrayList<>();
    for (Json.Obj wish : content.wishes()) {
      if (PlanWords.part(wish) == part) entries.add(Elements.ref(wish));
    }
    if (entries.isEmpty()) return Optional.empty();
    return Optional.of(section(code, title, PlanWords.wishes(content, part), entries));
  }

  private static Json.Obj section(
      Coding code, String title, Bilingual lines, List<String> entries) {
    List<Json> references = new ArrayList<>();
    for (String entry : new LinkedHashSet<>(entries)) references.add(reference(entry));
    return Json.object()
        .put("title", title)
        .put("code", concept(code, ""))
        .put("text", lines.narrative())
        .put("entry", references)
        .build();
  }

  static Json.Obj reference(String ref) {
    return Json.object().put("reference", ref).build();
  }

  static Json.Obj concept(Coding coding, String text) {
    Json one = Json.object().put("system", coding.system()).put("code", coding.code()).build();
    return Json.object()
        .put("coding", Json.array(one))
        .put("text", text.isEmpty() ? null : text)
        .build();
  }
}
