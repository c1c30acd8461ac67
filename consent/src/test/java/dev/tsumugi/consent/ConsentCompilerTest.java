package dev.tsumugi.consent;

import static dev.tsumugi.consent.Asking.actor;
import static dev.tsumugi.consent.Asking.consent;
import static dev.tsumugi.consent.Asking.dataClass;
import static dev.tsumugi.consent.Asking.json;
import static dev.tsumugi.consent.Asking.purpose;
import static dev.tsumugi.consent.Asking.rule;
import static dev.tsumugi.consent.Asking.type;
import static dev.tsumugi.consent.Asking.working;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tsumugi.consent.Provision.Effect;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Period;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConsentCompilerTest {
  private static final Json.Obj GOOD = consent("c1", "{'type':'permit'}");

  @Test
  void readsEveryElementItKnows() {
    Rule rule =
        rule(
            "c1",
            """
            {'type':'permit','period':{'start':'2026-01-01','end':'2026-12-31'},
             'actor':[%s,%s],'purpose':[%s],'class':[%s,%s],
             'action':[{'coding':[{'system':'http://terminology.hl7.org/CodeSystem/consentaction','code':'access'}]}],
             'securityLabel':[{'system':'http://terminology.hl7.org/CodeSystem/v3-Confidentiality','code':'N'},
               {'system':'http://terminology.hl7.org/CodeSystem/v3-ActCode','code':'PSY'}],
             'provision':[{'type':'deny','id':'x','extension':[]}]}
            """
                .formatted(
                    actor("Practitioner/a"),
                    working("crew"),
                    purpose("ETREAT"),
                    dataClass("allergy"),
                    type("Condition")));

    Period year =
        new Period(Instant.parse("2025-12-31T15:00:00Z"), Instant.parse("2026-12-31T15:00:00Z"));
    Provision denyAll =
        new Provision(
            Effect.DENY, Period.ALWAYS, Set.of(), Set.of(), Set.of(), DataMatch.ANY, List.of());
    Provision root =
        new Provision(
            Effect.PERMIT,
            year,
            Set.of(ActorMatch.of("Practitioner/a"), ActorMatch.of(Role.CREW)),
            Set.of(Purpose.ETREAT),
            Set.of(Action.READ, Action.SEARCH),
            new DataMatch(
                Set.of("Condition"),
                Set.of(DataClass.ALLERGY),
                Optional.of(Confidentiality.N),
                Set.of("PSY"),
                RowMatch.ANY),
            List.of(denyAll));
    assertThat(rule).isEqualTo(new Rule("Consent/c1", year, root));
  }

  @ParameterizedTest
  @CsvSource({
    "access, READ SEARCH",
    "use, READ SEARCH",
    "disclose, READ SEARCH",
    "collect, CREATE UPDATE DELETE",
    "correct, CREATE UPDATE DELETE"
  })
  void actionsReadOrWrite(String code, String actions) {
    Rule rule =
        rule(
            "c1",
            "{'type':'deny','action':[{'coding':[{'system':'http://terminology.hl7.org/CodeSystem/consentaction','code':'"
                + code
                + "'}]}]}");

    Set<Action> expected = EnumSet.noneOf(Action.class);
    for (String action : actions.split(" ", -1)) expected.add(Action.valueOf(action));
    assertThat(rule.root().actions()).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Practitioner",
        "PractitionerRole",
        "Organization",
        "CareTeam",
        "Group",
        "RelatedPerson",
        "Patient",
        "Device"
      })
  void namesPeopleAndOrganisations(String who) {
    Rule rule = rule("c1", "{'type':'permit','actor':[" + actor(who + "/x/_history/3") + "]}");

    assertThat(rule.root().actors()).containsExactly(ActorMatch.of(who + "/x"));
  }

  @Test
  void namesAResidentByTheIdOfTheirPatientHere() {
    Rule rule =
        rule(
            "c1",
            "{'type':'permit','actor':[{'role':{'coding':[{'system':"
                + "'http://terminology.hl7.org/CodeSystem/v3-ParticipationType','code':'IRCP'}]},"
                + "'reference':{'identifier':{'system':'https://tsumugi.dev/fhir/sid/patient','value':'x'}}}]}");

    assertThat(rule.root().actors()).containsExactly(ActorMatch.of("Patient/x"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"draft", "proposed", "rejected", "inactive", "entered-in-error"})
  void onlyActiveConsentsSpeak(String status) {
    assertThat(ConsentCompiler.compile(GOOD.with("status", Json.text(status))))
        .isInstanceOf(Compiled.Inactive.class);
  }

  @ParameterizedTest
  @CsvSource({
    "http://terminology.hl7.org/CodeSystem/consentscope, adr",
    "http://terminology.hl7.org/CodeSystem/consentscope, treatment",
    "http://terminology.hl7.org/CodeSystem/consentscope, research",
    "http://loinc.org, 75786-4",
    "http://loinc.org, 81377-4"
  })
  void otherScopesSayNothingAboutAccess(String system, String code) {
    Json.Obj scope = json("{'coding':[{'system':'%s','code':'%s'}]}".formatted(system, code));

    // Not even when their provisions are beyond us.
    Json.Obj odd = consent("c1", "{'type':'what','code':[{}]}").with("scope", scope);
    assertThat(ConsentCompiler.compile(odd)).isInstanceOf(Compiled.Inactive.class);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '"',
      value = {
        "Consent.provision.type; {'type':'maybe'}",
        "Consent.provision.type; {'type':true}",
        "Consent.provision.provision[0].type; {'type':'permit','provision':[{}]}",
        "Consent.provision.period; {'type':'permit','period':{'start':'soon'}}",
        "Consent.provision.period; {'type':'permit','period':'2026'}",
        "Consent.provision.period; {'type':'permit','period':{'end':5}}",
        "Consent.provision.period; {'type':'permit','period':{'_end':{}}}",
        "Consent.provision.period; {'type':'permit','period':{'start':'2026','end':'2025'}}",
        "Consent.provision.code[0]; {'type':'permit','code':[{'coding':[{'code':'x'}]}]}",
        "Consent.provision.code[0]; {'type':'permit','code':[{'text':'x'}]}",
        "Consent.provision.dataPeriod; {'type':'permit','dataPeriod':{'start':'2020','end':'2019'}}",
        "Consent.provision.dataPeriod; {'type':'permit','dataPeriod':{}}",
        "Consent.provision.dataPeriod; {'type':'permit','dataPeriod':'2020'}",
        "Consent.provision.data[0].reference; {'type':'deny','data':[{'meaning':'instance'}]}",
        "Consent.provision.data[0].reference; {'type':'deny','data':[{'meaning':'instance','reference':{'reference':'http://example.org/Observation/1'}}]}",
        "Consent.provision.data[0].meaning; {'type':'deny','data':[{'meaning':'like','reference':{'reference':'Observation/1'}}]}",
        "Consent.provision.modifierExtension; {'type':'permit','modifierExtension':[{'url':'x'}]}",
        "Consent.provision._type; {'_type':{'extension':[]}}",
        "Consent.provision.purpose[0]; {'type':'deny','purpose':[{'system':'x','code':'TREAT'}]}",
        "Consent.provision.purpose[0]; {'type':'permit','purpose':[{'code':'TREAT'}]}",
        "Consent.provision.purpose[0]; {'type':'permit','purpose':[{'system':'http://terminology.hl7.org/CodeSystem/v3-ActReason','code':'TREATS'}]}",
        "Consent.provision.purpose[0]; {'type':'permit','purpose':['TREAT']}",
        "Consent.provision.purpose; {'type':'permit','purpose':[]}",
        "Consent.provision.class[0]; {'type':'permit','class':[{'system':'http://hl7.org/fhir/StructureDefinition','code':'x'}]}",
        "Consent.provision.class[0]; {'type':'deny','class':[{'system':'http://hl7.org/fhir/resource-types','code':'Observations'}]}",
        "Consent.provision.class[0]; {'type':'deny','class':[{'system':'http://hl7.org/fhir/resource-types','code':'Resource'}]}",
        "Consent.provision.class[0]; {'type':'deny','class':[{'system':'https://tsumugi.dev/fhir/CodeSystem/data-class','code':'results'}]}",
        "Consent.provision.class[0]; {'type':'deny','class':[{'system':'urn:ietf:bcp:13','code':'application/hl7-cda+xml'}]}",
        "Consent.provision.action[0]; {'type':'deny','action':[{'coding':[{'system':'http://terminology.hl7.org/CodeSystem/consentaction','code':'sell'}]}]}",
        "Consent.provision.action[0]; {'type':'deny','action':[{'text':'read'}]}",
        "Consent.provision.securityLabel[0]; {'type':'deny','securityLabel':[{'system':'http://terminology.hl7.org/CodeSystem/v3-Confidentiality','code':'X'}]}",
        "Consent.provision.securityLabel[0]; {'type':'deny','securityLabel':[{'system':'http://terminology.hl7.org/CodeSystem/v3-ActCode','code':'REDACT'}]}",
        "Consent.provision.securityLabel[0]; {'type':'deny','securityLabel':[{'code':'PSY'}]}",
        "Consent.provision.provision[0].provision[1].class[0]; {'type':'permit','provision':[{'type':'deny','provision':[{'type':'permit'},{'type':'deny','class':[{}]}]}]}",
        "Consent.provision.actor[0].reference; {'type':'permit','actor':[CAN{'reference':'Location/x'}}]}",
        "Consent.provision.actor[0].reference; {'type':'permit','actor':[CAN{'reference':'Observation/x'}}]}",
        "Consent.provision.actor[0].reference; {'type':'permit','actor':[CAN{'reference':'http://elsewhere/Practitioner/x'}}]}",
        "Consent.provision.actor[0].reference; {'type':'permit','actor':[CAN{'reference':'#contained'}}]}",
        "Consent.provision.actor[0]; {'type':'permit','actor':[CAN{'display':'Dr. X'}}]}",
        "Consent.provision.actor[0].reference.identifier; {'type':'permit','actor':[CAN{'identifier':{'system':'x','value':'crew'}}}]}",
        "Consent.provision.actor[0].reference.identifier; {'type':'permit','actor':[CAN{'identifier':{'system':'https://tsumugi.dev/fhir/CodeSystem/role','value':'crews'}}}]}",
        "Consent.provision.actor[0].role; {'type':'permit','actor':[{'reference':{'reference':'Practitioner/x'}}]}",
        "Consent.provision.actor[0].role; {'type':'permit','actor':[{'role':{'coding':[{'system':'http://terminology.hl7.org/CodeSystem/v3-ParticipationType','code':'CST'}]},'reference':{'reference':'Practitioner/x'}}]}",
        "Consent.provision.actor[0].role; {'type':'permit','actor':[{'role':{'coding':[{'system':'https://tsumugi.dev/fhir/CodeSystem/role','code':'boss'}]},'reference':{'reference':'Practitioner/x'}}]}"
      })
  void whatItDoesNotUnderstandIsNamedByItsPath(String path, String provision) {
    String spelled = provision.replace("CAN{", "{" + Asking.IRCP + ",'reference':{");

    Compiled compiled = ConsentCompiler.compile(consent("c1", spelled));

    assertThat(compiled)
        .isInstanceOfSatisfying(
            Compiled.Unreadable.class,
            unreadable ->
                assertThat(unreadable.why()).anyMatch(why -> why.startsWith(path + ": ")));
  }

  @Test
  void aConsentBeyondUsIsUnreadableAsAWhole() {
    List<Json.Obj> odd =
        List.of(
            GOOD.without("status"),
            GOOD.with("status", Json.text("activ")),
            GOOD.without("scope"),
            GOOD.with("scope", json("{'text':'privacy'}")),
            GOOD.with("scope", json("{'coding':[{'code':'patient-privacy'}]}")),
            GOOD.with(
                "scope",
                json(
                    "{'coding':[{'system':'http://terminology.hl7.org/CodeSystem/consentscope','code':'privacy'}]}")),
            GOOD.without("provision"),
            GOOD.with("provision", Json.array(json("{'type':'permit'}"))),
            GOOD.without("id"),
            GOOD.with("modifierExtension", Json.array(json("{'url':'x'}"))),
            GOOD.with("implicitRules", Json.text("http://example.org/rules")),
            GOOD.with("provision", json("{}"))
                .with(
                    "policyRule",
                    json(
                        "{'coding':[{'system':'http://terminology.hl7.org/CodeSystem/v3-ActCode','code':'OPTOUT'}]}")));

    assertThat(ConsentCompiler.compile(GOOD)).isInstanceOf(Compiled.Active.class);
    for (Json.Obj consent : odd) {
      assertThat(ConsentCompiler.compile(consent)).isInstanceOf(Compiled.Unreadable.class);
    }
  }

  @Test
  void namesEveryFault() {
    Compiled compiled =
        ConsentCompiler.compile(
            consent("c1", "{'type':'x','dataPeriod':{},'purpose':[{}],'provision':[{}]}"));

    assertThat(((Compiled.Unreadable) compiled).why())
        .extracting(why -> why.substring(0, why.indexOf(':')))
        .containsExactlyInAnyOrder(
            "Consent.provision.type",
            "Consent.provision.dataPeriod",
            "Consent.provision.purpose[0]",
            "Consent.provision.provision[0].type");
  }
}
