package dev.tsumugi.acp.people;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tsumugi.acp.people.RoleTerms.Kind;
import dev.tsumugi.consent.Tie;
import dev.tsumugi.consent.Tie.Authority;
import dev.tsumugi.consent.Tie.Power;
import dev.tsumugi.consent.Ties;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Ref;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a role looks like in the record, told by the rules that will read it. */
class RoleResourcesTest {
  private static final Instant NOW = Instant.parse("2026-11-22T03:00:00Z");
  private static final Ref MIKA = Ref.patient("mika");
  private static final Json.Obj DAUGHTER =
      json(
          "{'resourceType':'RelatedPerson','id':'d','patient':{'reference':'Patient/p'},"
              + "'relationship':[{'coding':[{'system':'http://terminology.hl7.org/CodeSystem/v3-RoleCode','code':'DAU'}]}],"
              + "'name':[{'text':'佐藤 <美香>'}]}");
  private static final RoleTerms AGENT =
      new RoleTerms(Kind.AGENT, Set.of(Power.READ, Power.CONSENT), true, "胃ろうは作らない");

  private static Json.Obj json(String text) {
    return Json.parseObject(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void whoAcceptedIsTiedWithExactlyWhatWasAskedOfThem() {
    Json.Obj held = RoleResources.holding(DAUGHTER, AGENT, MIKA);

    List<Tie> ties = Ties.of(held);
    assertThat(ties).extracting(Tie::actor).containsExactly("RelatedPerson/d", "Patient/mika");
    assertThat(ties)
        .allSatisfy(
            tie -> {
              assertThat(tie.authority()).contains(Authority.AGENT);
              assertThat(tie.powers()).containsExactlyInAnyOrder(Power.READ, Power.CONSENT);
            });
    assertThat(held.obj("text").text("div")).contains("佐藤 &lt;美香&gt;");
    assertThat(Ties.of(RoleResources.withoutRole(held))).isEmpty();
  }

  @Test
  void whatIsTakenOffLeavesThePersonAsTheyWere() {
    Json.Obj held = RoleResources.holding(DAUGHTER, AGENT, MIKA);

    Json.Obj after = RoleResources.withoutRole(held);

    assertThat(after.without("meta", "text")).isEqualTo(DAUGHTER);
    assertThat(after.toString()).doesNotContain("authority", "sid/patient", "ADI-Participant");
  }

  @Test
  void familyIsNamedAndHoldsNothing() {
    RoleTerms family = new RoleTerms(Kind.FAMILY, Set.of(), false, "");

    Json.Obj held = RoleResources.holding(DAUGHTER, family, MIKA);

    assertThat(held.toString()).contains("sid/patient");
    assertThat(Ties.of(held)).isEmpty();
  }

  @Test
  void aRelationshipThatMakesAnAgentIsTakenOffWithTheRole() {
    Json.Obj attorney =
        json(
            "{'resourceType':'RelatedPerson','id':'d','relationship':[{'coding':[{'system':"
                + "'http://terminology.hl7.org/CodeSystem/v3-RoleCode','code':'HPOWATT'}],'text':'代理'}]}");
    assertThat(RoleResources.holdsAny(attorney, NOW)).isTrue();

    Json.Obj after = RoleResources.withoutRole(attorney);

    assertThat(RoleResources.holdsAny(after, NOW)).isFalse();
    assertThat(after.toString()).contains("代理");
  }

  @Test
  void whatACourtGaveIsNotAResidentsToTake() {
    Json.Obj guardian =
        json(
            "{'resourceType':'RelatedPerson','id':'g','extension':[{'url':"
                + "'https://tsumugi.dev/fhir/StructureDefinition/authority','extension':["
                + "{'url':'kind','valueCode':'guardian'},{'url':'may','valueCode':'read'}]}]}");

    assertThat(RoleResources.holdsByOffice(guardian, NOW)).isTrue();
    assertThat(Ties.of(RoleResources.withoutRole(guardian))).isEqualTo(Ties.of(guardian));
  }

  @Test
  void alternatesTakeTheNextPlaceThatIsFree() {
    Ref patient = Ref.patient("p");
    RoleTerms alternate = new RoleTerms(Kind.ALTERNATE, Set.of(), false, "");
    assertThat(RoleResources.place(Kind.AGENT, List.of()).code()).isEqualTo("75783-1");
    assertThat(RoleResources.place(Kind.ALTERNATE, List.of()).code()).isEqualTo("75784-9");

    Json.Obj first =
        RoleResources.agent(
            patient,
            "RelatedPerson/d",
            RoleResources.place(Kind.ALTERNATE, List.of()),
            alternate,
            NOW);

    assertThat(RoleResources.place(Kind.ALTERNATE, List.of(first)).code()).isEqualTo("75785-6");
    assertThat(RoleResources.names(first, new Ref("RelatedPerson", "d"))).isTrue();
    assertThat(RoleResources.names(first, new Ref("RelatedPerson", "e"))).isFalse();
  }

  @Test
  void limitsAreADenyInTheResidentsWords() {
    Json.Obj limits =
        RoleResources.limits(
            Ref.patient("p"),
            "RelatedPerson/d",
            RoleResources.place(Kind.AGENT, List.of()),
            AGENT,
            NOW);

    assertThat(limits.text("status")).isEqualTo("proposed");
    assertThat(limits.obj("provision").text("type")).isEqualTo("deny");
    assertThat(limits.obj("provision").objects("action").get(0).text("text")).isEqualTo("胃ろうは作らない");
    assertThat(limits.obj("scope").toString()).contains("81346-9");
  }
}
