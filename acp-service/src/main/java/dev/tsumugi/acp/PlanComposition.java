package dev.tsumugi.acp;

import dev.tsumugi.acp.PlanContent.Signing;
import dev.tsumugi.acp.PlanDraft.Making;
import dev.tsumugi.fhirserver.reading.Contacts;
import dev.tsumugi.fhirserver.reading.Elements;
import dev.tsumugi.fhirserver.reading.PersonName;
import dev.tsumugi.fhirserver.reading.Wishes;
import dev.tsumugi.fhirserver.reading.Wishes.Wish;
import dev.tsumugi.kernel.Coding;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Shapes.Adi;
import dev.tsumugi.kernel.Shapes.Category;
import dev.tsumugi.kernel.Shapes.Ext;
import dev.tsumugi.kernel.Shapes.Plan;
import dev.tsumugi.kernel.Shapes.Preference;
import dev.tsumugi.kernel.Shapes.Sys;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A version's Composition (ADI-PACPComposition): every section with its words in both languages.
 */
final class PlanComposition {
  private static final Wishes WISHES = new Wishes();
  private static final Contacts CONTACTS = new Contacts();

  private PlanComposition() {}

  static Json.Obj of(PlanDraft plan, Json.Obj custodian) {
    Making making = plan.making();
    Json patient = PlanReference.reference(making.patient().toString());
    List<Json> extensions = new ArrayList<>();
    making
        .expires()
        .ifPresent(
            end ->
                extensions.add(
                    Json.object()
                        .put("url", Ext.EXPIRATION)
                        .put("valueDateTime", PlanReference.instant(end))
                        .build()));
    return Json.object()
        .put("resourceType", "Composition")
        .put(
            "meta",
            Json.object().put("profile", Json.array(Json.text(Adi.PACP_COMPOSITION))).build())
        .put("language", "ja")
        .put("extension", extensions)
        .put(
            "identifier",
            Json.object().put("system", Plan.VERSION_ID).put("value", making.version()).build())
        .put("status", "final")
        .put("type", PlanReference.concept(Plan.TYPE))
        .put("category", Json.array(PlanReference.concept(Category.ADVANCE_DIRECTIVE)))
        .put("subject", patient)
        .put("date", PlanReference.instant(making.at()))
        .put("author", Json.array(patient))
        .put("title", PlanReference.TITLE)
        .put("attester", Json.array(attester(plan.signing())))
        .put("custodian", custodian)
        .put("section", sections(plan))
        .build();
  }

  private static Json attester(Signing signing) {
    return Json.object()
        .put("mode", "personal")
        .put("time", signing.at())
        .put("party", signing.signer())
        .build();
  }

  private static List<Json> sections(PlanDraft plan) {
    PlanDraft.Said said = plan.said();
    List<Json> sections = new ArrayList<>();
    sections.add(agents(said));
    Predicate<Entry> death = entry -> isAbout(entry, Preference.ORGAN_DONATION);
    Predicate<Entry> treatment =
        entry ->
            Elements.codings(entry.resource(), "category")
                .contains(Category.INTERVENTION_PREFERENCE);
    wishes(Plan.SECTION_CONDITION, "治療とケアの希望", said, treatment.and(death.negate()))
        .ifPresent(sections::add);
    wishes(Plan.SECTION_CARE_EXPERIENCE, "大切にしていること", said, treatment.or(death).negate())
        .ifPresent(sections::add);
    wishes(Plan.SECTION_UPON_DEATH, "亡くなった後のこと", said, death).ifPresent(sections::add);
    plan.signing()
        .paper()
        .ifPresent(
            scan ->
                sections.add(
                    section(
                        Plan.SECTION_DOCUMENTS,
                        "署名された紙",
                        List.of("署名された紙から登録しました。"),
                        List.of("Entered from a signed paper."),
                        List.of(scan))));
    people(Plan.SECTION_WITNESSES, "立ち会った人", plan.signing().witnesses()).ifPresent(sections::add);
    administrative(plan.signing()).ifPresent(sections::add);
    return sections;
  }

  private static boolean isAbout(Entry entry, Coding topic) {
    return Elements.codings(entry.resource(), "code").contains(topic);
  }

  private static Json agents(PlanDraft.Said said) {
    List<Json> entries = new ArrayList<>();
    for (Entry consent : said.consents()) entries.add(consent.json());
    List<String> japanese = new ArrayList<>();
    List<String> english = new ArrayList<>();
    for (Entry person : said.people()) {
      entries.add(person.json());
      CONTACTS
          .read(person.resource())
          .ifPresentOrElse(
              contact -> {
                japanese.add(contact.name().shown() + "(" + contact.japanese() + ")");
                english.add(contact.name().shown() + " (" + contact.english() + ")");
              },
              () -> {
                japanese.add(PersonName.of(person.resource()).shown());
                english.add(PersonName.of(person.resource()).shown());
              });
    }
    String title = "私に代わって話してくれる人";
    if (!entries.isEmpty()) return section(Plan.SECTION_AGENT, title, japanese, english, entries);
    Json reason = PlanReference.concept(new Coding(Sys.ABSENT_REASON, "unknown"));
    return Json.object()
        .put("title", title)
        .put("code", PlanReference.concept(Plan.SECTION_AGENT))
        .put(
            "text",
            Xhtml.narrative(List.of("この計画では決めていません。"), List.of("Nobody is named in this plan.")))
        .put("emptyReason", reason)
        .build();
  }

  private static Optional<Json> wishes(
      Coding code, String title, PlanDraft.Said said, Predicate<Entry> of) {
    List<Json> entries = new ArrayList<>();
    List<Json.Obj> resources = new ArrayList<>();
    for (Entry entry : said.wishes()) {
      if (!of.test(entry)) continue;
      entries.add(entry.json());
      resources.add(entry.resource());
    }
    if (entries.isEmpty()) return Optional.empty();
    List<Wish> lines = new ArrayList<>(WISHES.standing(resources));
    lines.sort(Comparator.comparing(Wish::rank).thenComparing(Wish::japanese));
    return Optional.of(
        section(
            code,
            title,
            lines.stream().map(Wish::japanese).toList(),
            lines.stream()
                .map(wish -> Optional.ofNullable(wish.english()).orElse(wish.japanese()))
                .toList(),
            entries));
  }

  private static Optional<Json> people(Coding code, String title, List<Json.Obj> who) {
    if (who.isEmpty()) return Optional.empty();
    List<String> names =
        who.stream()
            .map(one -> Optional.ofNullable(Elements.first(one, "display", "reference")).orElse(""))
            .toList();
    return Optional.of(section(code, title, names, names, who));
  }

  private static Optional<Json> administrative(Signing signing) {
    List<Json> inner = new ArrayList<>();
    people(Plan.FACILITATORS, "話し合いを手伝った人", signing.facilitators()).ifPresent(inner::add);
    signing
        .capacity()
        .ifPresent(
            noted ->
                inner.add(
                    SignedWish.extended(
                        section(
                            Plan.CAPACITY,
                            "そのときのご本人の様子",
                            List.of(noted),
                            List.of(noted),
                            List.of()),
                        Ext.NOTED,
                        "valueString",
                        Json.text(noted))));
    if (inner.isEmpty()) return Optional.empty();
    return Optional.of(
        Json.object()
            .put("title", "この計画について")
            .put("code", PlanReference.concept(Plan.SECTION_ADMINISTRATIVE))
            .put("text", Xhtml.narrative(List.of("署名のときのこと"), List.of("How it was signed")))
            .put("section", inner)
            .build());
  }

  private static Json.Obj section(
      Coding code,
      String title,
      List<String> japanese,
      List<String> english,
      List<? extends Json> entries) {
    return Json.object()
        .put("title", title)
        .put("code", PlanReference.concept(code))
        .put("text", Xhtml.narrative(japanese, english))
        .put("entry", entries)
        .build();
  }
}
