package dev.tsumugi.acp.paper;

import static dev.tsumugi.acp.paper.Plans.FRAME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tsumugi.acp.PlanContent;
import dev.tsumugi.acp.PlanContent.Speaker;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class PlanDocumentTest {
  private static Json.Obj composition(Json.Obj bundle) {
    return bundle.objects("entry").get(0).obj("resource");
  }

  private static String section(Json.Obj bundle, String code) {
    return composition(bundle).objects("section").stream()
        .filter(one -> one.obj("code").toString().contains(code))
        .map(one -> one.obj("text").text("div"))
        .findFirst()
        .orElse("");
  }

  @Test
  void everySectionSaysItInBothLanguages() {
    Json.Obj bundle = PlanDocument.of(Plans.whole(), FRAME);

    assertThat(section(bundle, "81335-2"))
        .contains("佐藤 美香(娘) 電話 090-0000-0101", "第一の代弁者", "できることの範囲: 延命について一人で決めない")
        .contains("佐藤 美香 (daughter) tel. 090-0000-0101", "first to ask");
    assertThat(section(bundle, "81336-0"))
        .contains("心肺蘇生: 望まない「自然に任せたい」")
        .contains("Cardiopulmonary resuscitation: does not want it");
    assertThat(section(bundle, "81338-6")).contains("庭を見ていたい &lt;毎日&gt; &amp; 静かに");
    assertThat(section(bundle, "81337-8")).contains("臓器提供", "カードに書いたとおり");
    assertThat(section(bundle, "81339-4")).contains("田中 一郎");
    assertThat(section(bundle, "81381-6"))
        .contains("署名した日: 2026年11月20日", "はっきりしていた", "訪問看護師 鈴木")
        .contains("Signed on 20 November 2026");
  }

  @Test
  void whatWeWriteKeepsEveryRuleOfAdi() {
    assertThat(AdiRule.broken(PlanDocument.of(Plans.whole(), FRAME))).isEmpty();
    assertThat(AdiRule.broken(PlanDocument.of(Plans.of(Plans.wishes(), List.of()), FRAME)))
        .as("nobody named")
        .isEmpty();
    Json.Obj silent = Plans.daughter().person().without("telecom");
    Speaker unreachable = new Speaker(silent, Plans.daughter().consents());
    assertThat(AdiRule.broken(PlanDocument.of(Plans.of(List.of(), List.of(unreachable)), FRAME)))
        .as("a person without telephone")
        .isEmpty();
  }

  /** Each rule sees what it is there for: the document with just that wrong. */
  @Test
  void everyRuleOfAdiCanBeBroken() {
    Json.Obj bundle = PlanDocument.of(Plans.whole(), FRAME);
    Set<AdiRule> seen = new HashSet<>();
    for (String member :
        List.of("language", "identifier", "status", "category", "subject", "custodian", "type")) {
      seen.addAll(AdiRule.broken(with(bundle, composition(bundle).without(member))));
    }
    for (String member : List.of("author", "attester", "section")) {
      seen.addAll(AdiRule.broken(with(bundle, composition(bundle).without(member))));
    }
    Json.Obj composition = composition(bundle);
    seen.addAll(AdiRule.broken(with(bundle, composition.with("confidentiality", Json.text("R")))));
    List<Json> twice = new ArrayList<>(composition.objects("section"));
    twice.add(composition.objects("section").get(1));
    seen.addAll(AdiRule.broken(with(bundle, composition.with("section", new Json.Arr(twice)))));
    Json.Obj agents = composition.objects("section").get(0);
    seen.addAll(AdiRule.broken(with(bundle, sections(composition, agents.without("entry")))));
    Json onlyPerson = Json.array(Plans.json("{'reference':'RelatedPerson/daughter'}"));
    seen.addAll(
        AdiRule.broken(with(bundle, sections(composition, agents.with("entry", onlyPerson)))));
    seen.addAll(AdiRule.broken(bundle.with("entry", Json.array(bundle.objects("entry").get(0)))));
    for (String member : List.of("category", "scope", "provision", "performer", "telecom")) {
      seen.addAll(AdiRule.broken(without(bundle, member)));
    }

    assertThat(seen).containsExactlyInAnyOrder(AdiRule.values());
  }

  private static Json.Obj sections(Json.Obj composition, Json.Obj agents) {
    List<Json> sections = new ArrayList<>(composition.objects("section"));
    sections.set(0, agents);
    return composition.with("section", new Json.Arr(sections));
  }

  private static Json.Obj with(Json.Obj bundle, Json.Obj composition) {
    List<Json> entries = new ArrayList<>(bundle.objects("entry"));
    entries.set(0, bundle.objects("entry").get(0).with("resource", composition));
    return bundle.with("entry", new Json.Arr(entries));
  }

  /** Without this element in any but the first entry. */
  private static Json.Obj without(Json.Obj bundle, String member) {
    List<Json> entries = new ArrayList<>();
    for (Json.Obj entry : bundle.objects("entry")) {
      boolean first = entries.isEmpty();
      entries.add(first ? entry : entry.with("resource", entry.obj("resource").without(member)));
    }
    return bundle.with("entry", new Json.Arr(entries));
  }

  @Test
  void theSameVersionAtTheSameMomentIsTheSameDocument() {
    assertThat(PlanDocument.of(Plans.whole(), FRAME))
        .isEqualTo(PlanDocument.of(Plans.whole(), FRAME));
    assertThat(PlanDocument.of(Plans.whole(), FRAME).obj("identifier"))
        .isNotEqualTo(PlanDocument.of(Plans.of(List.of(), List.of()), FRAME).obj("identifier"));
  }

  @Property(tries = 200)
  void whatIsWrittenReadsBackAsTheSameWishes(@ForAll("plans") PlanContent content) {
    byte[] bytes = Json.bytes(PlanDocument.of(content, FRAME));

    PlanReading read = PlanReading.of(Json.parseObject(bytes));

    assertThat(read.patient()).isEqualTo(content.patient());
    assertThat(read.wishes().stream().map(one -> one.without("text")).toList())
        .containsExactlyInAnyOrderElementsOf(content.wishes());
    assertThat(read.speakers().stream().map(one -> one.person().without("text")).toList())
        .containsExactlyInAnyOrderElementsOf(
            content.speakers().stream().map(Speaker::person).toList());
    assertThat(read.speakers().stream().flatMap(one -> one.consents().stream()).toList())
        .containsExactlyInAnyOrderElementsOf(
            content.speakers().stream().flatMap(one -> one.consents().stream()).toList());
    assertThat(AdiRule.broken(Json.parseObject(bytes))).isEmpty();
  }

  @Provide
  Arbitrary<PlanContent> plans() {
    Arbitrary<String> words =
        Arbitraries.of("あ", "漢", "𠮷", "<", ">", "&", "\"", "'", "\\", " ", "\n", "a", "1")
            .list()
            .ofMinSize(1)
            .ofMaxSize(40)
            .map(characters -> String.join("", characters))
            .filter(text -> !text.isBlank());
    Arbitrary<Json.Obj> values =
        Arbitraries.oneOf(
            words.map(Plans::said),
            Combinators.combine(
                    Arbitraries.of("wish-for", "do-not-wish", "trial", "leave-to-proxy"), words)
                .as(Plans::answered));
    Arbitrary<Json.Obj> wishes =
        Combinators.combine(
                Arbitraries.of(Plans.INTERVENTION, Plans.EXPERIENCE),
                Arbitraries.of("81329-5", "81330-3", "81363-4", "75781-5", "81356-8", "99999-9"),
                values)
            .as((category, code, value) -> Plans.wish("w", category, code, value));
    return Combinators.combine(wishes.list().ofMaxSize(8), Arbitraries.of(true, false))
        .as(
            (all, named) -> {
              List<Json.Obj> numbered = new ArrayList<>();
              for (Json.Obj wish : all) {
                numbered.add(wish.with("id", Json.text("w" + numbered.size())));
              }
              return Plans.of(numbered, named ? List.of(Plans.daughter()) : List.of());
            });
  }

  @Test
  void whatIsNoPlanIsRefusedInWords() {
    Json.Obj bundle = PlanDocument.of(Plans.whole(), FRAME);
    for (Json.Obj wrong :
        List.of(
            bundle.with("type", Json.text("collection")),
            bundle.without("entry"),
            Plans.patient(),
            with(bundle, composition(bundle).without("subject")))) {
      Problem problem = catchThrowableOfType(Problem.class, () -> PlanReading.of(wrong));
      assertThat(problem.kind()).isEqualTo(Problem.Kind.INVALID);
    }
  }
}
