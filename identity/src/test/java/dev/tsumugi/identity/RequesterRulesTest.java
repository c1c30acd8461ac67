package dev.tsumugi.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tsumugi.consent.Action;
import dev.tsumugi.consent.Purpose;
import dev.tsumugi.consent.Requester;
import dev.tsumugi.consent.Role;
import dev.tsumugi.consent.Scopes;
import dev.tsumugi.consent.SignOn;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.kernel.Ref;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RequesterRulesTest {
  private static final String BASE = "http://hub.test/fhir";

  @Test
  void everyClaimFindsItsPlace() {
    Json.Obj token =
        crew()
            .with("patient", Json.text("citizen"))
            .with("scope", Json.text("openid user/*.rs patient/Patient.r"));

    assertThat(identify(token))
        .isEqualTo(
            new Identified.As(
                new Requester(
                    "subject-1",
                    "救急 花子",
                    Optional.of(new Ref("Practitioner", "crew")),
                    Optional.of(new Ref("Organization", "fire-department")),
                    Role.CREW,
                    Scopes.parse("user/*.rs patient/Patient.r"),
                    Purpose.ETREAT,
                    "ems",
                    Optional.of(Ref.patient("citizen")),
                    new SignOn("session-1", "token-1", 1, Optional.empty()))));
  }

  @ParameterizedTest
  @EnumSource(Role.class)
  void absentPurposeIsTheRolesUsualOne(Role role) {
    Json.Obj token = crew().with("hub_roles", Json.array(Json.text(role.code())));
    if (role == Role.RESIDENT) token = token.without("hub_organization");

    Requester requester = ((Identified.As) identify(token)).requester();

    assertThat(requester.role()).isEqualTo(role);
    assertThat(requester.purpose()).isEqualTo(role.usualPurpose());
  }

  @Test
  void everyRoleMayStateExactlyItsPurposes() {
    for (Role role : Role.values()) {
      Json.Obj token = crew().with("hub_roles", Json.text(role.code()));
      if (role == Role.RESIDENT) token = token.without("hub_organization");
      for (Purpose purpose : Purpose.values()) {
        Identified who = identify(token, purpose.name());

        if (role.mayState(purpose)) {
          assertThat(((Identified.As) who).requester().purpose()).isEqualTo(purpose);
        } else {
          assertThat(who).isEqualTo(refused(Refusal.PURPOSE_NOT_FOR_ROLE));
        }
      }
    }
  }

  @Test
  void purposeRefusalsNameTheHeader() {
    assertThat(identify(crew(), "TREAT")).isEqualTo(refused(Refusal.PURPOSE_NOT_FOR_ROLE));
    assertThat(identify(crew(), "FUN")).isEqualTo(refused(Refusal.UNKNOWN_PURPOSE));
    assertThat(identify(crew(), "")).isEqualTo(refused(Refusal.UNKNOWN_PURPOSE));
    assertThat(identify(crew(), "ETREAT", "ETREAT")).isEqualTo(refused(Refusal.SEVERAL_PURPOSES));
    for (Refusal refusal :
        List.of(Refusal.PURPOSE_NOT_FOR_ROLE, Refusal.UNKNOWN_PURPOSE, Refusal.SEVERAL_PURPOSES)) {
      assertThat(refusal.problem().kind()).isEqualTo(Problem.Kind.FORBIDDEN);
      assertThat(refusal.problem()).hasMessageContaining("X-Purpose-Of-Use");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "[];NO_ROLE",
        "['crew','nurse'];SEVERAL_ROLES",
        "['crew','gardener'];SEVERAL_ROLES",
        "['gardener'];UNKNOWN_ROLE",
        "['CREW'];UNKNOWN_ROLE",
        "[''];UNKNOWN_ROLE"
      })
  void exactlyOneKnownRoleIsNeeded(String roles, Refusal refusal) {
    assertThat(identify(crew().with("hub_roles", json(roles)))).isEqualTo(refused(refusal));
    assertThat(refusal.problem().kind()).isEqualTo(Problem.Kind.FORBIDDEN);
  }

  @Test
  void oneRoleTwiceIsOneRole() {
    Json.Obj token = crew().with("hub_roles", json("['crew','crew']"));

    assertThat(identify(token)).isInstanceOf(Identified.As.class);
  }

  @Test
  void noRoleClaimIsNoRole() {
    assertThat(identify(crew().without("hub_roles"))).isEqualTo(refused(Refusal.NO_ROLE));
  }

  @ParameterizedTest
  @CsvSource({
    "http://hub.test/fhir/Practitioner/crew",
    "Practitioner/crew",
  })
  void fhirUserIsAbsoluteBelowTheBaseOrRelative(String user) {
    Requester requester =
        ((Identified.As) identify(crew().with("fhirUser", Json.text(user)))).requester();

    assertThat(requester.actor()).contains(new Ref("Practitioner", "crew"));
  }

  @ParameterizedTest
  @CsvSource({
    "http://elsewhere.test/fhir/Practitioner/crew",
    "http://hub.test/fhirPractitioner/crew",
    "http://hub.test/fhir/http://hub.test/fhir/Practitioner/crew",
    "http://hub.test/fhir/Practitioner/crew/_history/1",
    "http://hub.test/fhir//Practitioner/crew",
    "Practitioner/",
    "Practitioner/crew?x=y",
    "Organization/fire-department",
    "Observation/crew",
    "crew",
    "''"
  })
  void fhirUserFromElsewhereIsNobodyHere(String user) {
    assertThat(identify(crew().with("fhirUser", Json.text(user))))
        .isEqualTo(refused(Refusal.USER_NOT_HERE));
  }

  @ParameterizedTest
  @CsvSource({"Practitioner/crew", "http://elsewhere.test/Organization/x", "fire-department"})
  void organizationIsOneOfThisServer(String organization) {
    assertThat(identify(crew().with("hub_organization", Json.text(organization))))
        .isEqualTo(refused(Refusal.ORGANIZATION_NOT_HERE));
  }

  @ParameterizedTest
  @CsvSource({"Patient/citizen", "a b", "''"})
  void launchPatientIsAnId(String patient) {
    assertThat(identify(crew().with("patient", Json.text(patient))))
        .isEqualTo(refused(Refusal.PATIENT_NOT_AN_ID));
  }

  @Test
  void residentsActAsPersonsAlone() {
    Json.Obj resident = crew().with("hub_roles", Json.text("resident"));

    assertThat(identify(resident)).isEqualTo(refused(Refusal.RESIDENT_IN_OFFICE));
    assertThat(identify(resident.without("hub_organization", "fhirUser")))
        .isEqualTo(refused(Refusal.NOBODY));
  }

  @Test
  void someoneAnswersForEveryRequest() {
    assertThat(identify(crew().without("fhirUser"))).isInstanceOf(Identified.As.class);
    assertThat(identify(crew().without("hub_organization"))).isInstanceOf(Identified.As.class);
    assertThat(identify(crew().without("fhirUser", "hub_organization")))
        .isEqualTo(refused(Refusal.NOBODY));
  }

  @Test
  void servicesHaveNoSessionAndGoByTheirClient() {
    Json.Obj service = crew().without("fhirUser", "sid", "name", "preferred_username");

    Requester requester = ((Identified.As) identify(service)).requester();

    assertThat(requester.signOn().session()).isEmpty();
    assertThat(requester.name()).isEqualTo("ems");
  }

  @Test
  void noScopeGrantsNothing() {
    Requester requester = ((Identified.As) identify(crew().without("scope"))).requester();

    assertThat(requester.scopes().allows(Action.READ, "Patient", Scopes.Context.USER)).isFalse();
  }

  private static Json.Obj crew() {
    return Claims.crew("http://idp.test/realms/tsumugi", BASE);
  }

  private static Json json(String quoted) {
    String text = "{\"it\":" + quoted.replace('\'', '"') + "}";
    return Json.parseObject(text.getBytes(java.nio.charset.StandardCharsets.UTF_8)).get("it");
  }

  private static Identified identify(Json.Obj token, String... purposes) {
    TokenClaims claims = TokenClaims.read(token).orElseThrow();
    return RequesterRules.identify(claims, List.of(purposes), BASE);
  }

  private static Identified refused(Refusal refusal) {
    return new Identified.Refused(refusal);
  }
}
