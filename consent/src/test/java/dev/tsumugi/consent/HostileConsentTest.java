package dev.tsumugi.consent;

import static dev.tsumugi.consent.Asking.RESULT;
import static dev.tsumugi.consent.Asking.actor;
import static dev.tsumugi.consent.Asking.caredForBy;
import static dev.tsumugi.consent.Asking.data;
import static dev.tsumugi.consent.Asking.json;
import static dev.tsumugi.consent.Asking.physician;
import static dev.tsumugi.consent.Asking.sato;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tsumugi.kernel.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Consents that nobody writes in good faith: decided, in bounded time, with the reason named. */
@Timeout(20)
class HostileConsentTest {
  private static final Tie CLINIC = caredForBy("Organization/clinic");

  private static Json.Obj consent(Json.Obj provision) {
    return Asking.consent("c1", "{'type':'permit'}").with("provision", provision);
  }

  private static Json.Obj permitExcept(List<Json.Obj> inner) {
    return Json.object().put("type", "permit").put("provision", inner).build();
  }

  private static Decision decide(Json.Obj... consents) {
    List<Rule> rules = new ArrayList<>();
    List<String> unreadable = new ArrayList<>();
    for (Json.Obj consent : consents) {
      Compiled compiled = ConsentCompiler.compile(consent);
      if (compiled instanceof Compiled.Active active) rules.add(active.rule());
      else unreadable.add(ConsentCompiler.name(consent));
    }
    Policy policy = Policies.read(Policies.write(new Policy(rules, unreadable)));
    return physician().to(Action.READ, RESULT, sato(policy, CLINIC));
  }

  private static String said(Decision decision) {
    return decision.fold(p -> p.basis().name(), d -> d.reason().name(), d -> "DEPENDS");
  }

  private static List<String> why(Json.Obj consent) {
    return ConsentCompiler.compile(consent) instanceof Compiled.Unreadable unreadable
        ? unreadable.why()
        : List.of();
  }

  @Test
  void tenThousandProvisionsAreTooMany() {
    Json.Obj deny = json("{'type':'deny','actor':[" + actor("Practitioner/other") + "]}");
    Json.Obj huge = consent(permitExcept(IntStream.range(0, 10_000).mapToObj(i -> deny).toList()));

    assertThat(why(huge)).containsExactly("Consent.provision: has more than 2000 provisions");
    assertThat(said(decide(huge))).isEqualTo("CONSENT_UNREADABLE");
  }

  @Test
  void asManyAsAreAllowedAreDecided() {
    List<Json.Obj> denies = new ArrayList<>();
    for (int i = 0; i < ProvisionCompiler.MOST_PROVISIONS - 1; i++) {
      denies.add(json("{'type':'deny','actor':[" + actor("Practitioner/x" + i) + "]}"));
    }

    assertThat(said(decide(consent(permitExcept(denies))))).isEqualTo("DIRECTIVE");
  }

  private static Json.Obj nested(int levels, String more) {
    Json.Obj inner = json("{'type':'permit'" + more + "}");
    for (int level = levels - 1; level > 0; level--) {
      String type = (levels - level) % 2 == 0 ? "permit" : "deny";
      inner = json("{'type':'" + type + "'" + more + "}").with("provision", Json.array(inner));
    }
    return inner;
  }

  @Test
  void aThousandLevelsAreTooDeep() {
    Json.Obj deep = consent(nested(1_000, ""));

    assertThat(why(deep)).hasSize(1);
    assertThat(why(deep).get(0)).endsWith(".provision: is nested deeper than 32 levels");
    assertThat(said(decide(deep))).isEqualTo("CONSENT_UNREADABLE");
    assertThat(said(decide(consent(nested(ProvisionCompiler.MOST_LEVELS, "")))))
        .isEqualTo("DIRECTIVE");
  }

  @Test
  void aTreeThatAsksTooMuchOfEachRowHidesTheRows() {
    // Each level asks all that the level below asks, twice: a million questions at the top.
    String open = ",'code':[{'coding':[{'system':'s','code':'c'}]}]";
    Decision deep = decide(consent(nested(ProvisionCompiler.MOST_LEVELS, open)));
    assertThat(said(deep)).isEqualTo("CONSENT_UNREADABLE");

    Json.Obj[] wide = new Json.Obj[11];
    for (int c = 0; c < wide.length; c++) {
      List<Json.Obj> denies = new ArrayList<>();
      for (int i = 0; i < ProvisionCompiler.MOST_PROVISIONS - 1; i++) {
        String one = data("instance", "Observation/" + c + "-" + i);
        denies.add(json("{'type':'deny','data':[" + one + "]}"));
      }
      wide[c] = consent(permitExcept(denies)).with("id", Json.text("w" + c));
    }
    assertThat(said(decide(wide))).isEqualTo("CONSENT_UNREADABLE");
    Json.Obj[] fewer = java.util.Arrays.copyOf(wide, 4);
    assertThat(said(decide(fewer))).isEqualTo("DEPENDS");
  }

  @Test
  void additionsAndRefusalsSideBySideAreNotMultipliedWithoutEnd() {
    String labels =
        "'securityLabel':[{'system':'http://terminology.hl7.org/CodeSystem/v3-Confidentiality','code':'R'}]";
    List<Json.Obj> inner = new ArrayList<>();
    for (int i = 0; i < 15; i++) {
      inner.add(json("{'type':'permit'," + labels + "}"));
      inner.add(json("{'type':'deny'}"));
    }
    Json.Obj many =
        consent(
            permitExcept(inner)
                .with("securityLabel", json("{" + labels + "}").get("securityLabel")));

    assertThat(why(many))
        .containsExactly(
            "Consent.provision.provision: has too many additions and refusals side by side");
  }

  @Test
  void faultsAreNamedUpToAHundred() {
    List<Json.Obj> odd = IntStream.range(0, 1_500).mapToObj(i -> json("{'odd':1}")).toList();

    assertThat(why(consent(permitExcept(odd)))).hasSize(100);
  }

  @Test
  void aReferenceToNobodyReachesNobody() {
    String nobody = "Group/nowhere";
    Json.Obj permits = consent(json("{'type':'permit','actor':[" + actor(nobody) + "]}"));
    Json.Obj denies =
        consent(
            json(
                "{'type':'permit','provision':[{'type':'deny','data':["
                    + data("instance", "Observation/nowhere")
                    + "]}]}"));

    assertThat(said(decide(permits))).isEqualTo("NO_DIRECTIVE_COVERS");
    assertThat(said(decide(denies))).isEqualTo("DEPENDS");
  }

  @Test
  void whatARelatedResourceRefersToIsRefusedUntilItIsKnown() {
    Json.Obj denies =
        consent(
            json(
                "{'type':'permit','provision':[{'type':'deny','data':["
                    + data("related", "Encounter/unread")
                    + "]}]}"));

    assertThat(said(decide(denies))).isEqualTo("DIRECTIVE_DENIES");
  }

  @Test
  void aThousandConsentsAreDecidedLikeOne() {
    Json.Obj[] many = new Json.Obj[1_000];
    for (int i = 0; i < many.length; i++) {
      String other = "{'type':'deny','actor':[" + actor("Practitioner/x" + i) + "]}";
      many[i] = Asking.consent("c" + i, i == 0 ? "{'type':'permit'}" : other);
    }
    Decision one = decide(many[0]);

    assertThat(decide(many)).isEqualTo(one);
    many[999] = Asking.consent("c999", "{'type':'deny'}");
    assertThat(said(decide(many))).isEqualTo("DIRECTIVE_DENIES");
  }

  @Test
  void theVersionOfAConsentIsNamedWhereItIsKnown() {
    Json.Obj versioned =
        Asking.consent("c1", "{'type':'permit'}").with("meta", json("{'versionId':'7'}"));

    assertThat(decide(versioned))
        .isEqualTo(new Decision.Permit(Decision.Basis.DIRECTIVE, List.of("Consent/c1/_history/7")));
  }
}
