package dev.tsumugi.consent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tsumugi.consent.Tie.Kind;
import dev.tsumugi.consent.Tie.Power;
import dev.tsumugi.kernel.Period;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class TiesTest {
  private static List<Tie> of(String json) {
    return Ties.of(Asking.json(json));
  }

  private static Stream<String> actors(String json) {
    return of(json).stream().map(tie -> tie.kind() + " " + tie.actor());
  }

  static Stream<Arguments> resources() {
    return Stream.of(
        Arguments.of(
            "{'resourceType':'Patient','generalPractitioner':[{'reference':'Practitioner/a'},"
                + "{'reference':'Organization/b'}],'managingOrganization':{'reference':'Organization/c'}}",
            List.of("CARE Practitioner/a", "CARE Organization/b")),
        Arguments.of(
            "{'resourceType':'CareTeam','status':'active','participant':["
                + "{'member':{'reference':'Practitioner/a'}},{'member':{'reference':'PractitionerRole/b'}},"
                + "{'member':{'reference':'Organization/c'}},{'member':{'reference':'RelatedPerson/d'}},"
                + "{'member':{'reference':'Patient/e'}},{'member':{'reference':'CareTeam/f'}},"
                + "{'member':{'display':'somebody'}}],'managingOrganization':[{'reference':'Organization/g'}]}",
            List.of(
                "CARE Practitioner/a",
                "CARE PractitionerRole/b",
                "CARE Organization/c",
                "CARE Organization/g")),
        Arguments.of(
            "{'resourceType':'CareTeam','participant':[{'member':{'reference':'Practitioner/a'}}]}",
            List.of("CARE Practitioner/a")),
        Arguments.of(
            "{'resourceType':'EpisodeOfCare','status':'active','managingOrganization':{'reference':'Organization/a'},"
                + "'careManager':{'reference':'Practitioner/b'}}",
            List.of("CARE Organization/a", "CARE Practitioner/b")),
        Arguments.of(
            "{'resourceType':'Encounter','status':'in-progress','participant':[{'individual':{'reference':'Practitioner/a'}},"
                + "{'individual':{'reference':'RelatedPerson/x'}}],'serviceProvider':{'reference':'Organization/b'}}",
            List.of("CARE Practitioner/a", "CARE Organization/b")),
        Arguments.of(
            "{'resourceType':'Condition','asserter':{'reference':'Practitioner/a'}}", List.of()),
        Arguments.of("{'resourceType':'Encounter','status':'planned'}", List.of()),
        Arguments.of("{}", List.of()));
  }

  @ParameterizedTest
  @MethodSource("resources")
  void carersAreThoseWhoTakePart(String json, List<String> expected) {
    assertThat(actors(json)).containsExactlyElementsOf(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "CareTeam, active, 1", "CareTeam, proposed, 0", "CareTeam, suspended, 0",
    "CareTeam, inactive, 0", "CareTeam, entered-in-error, 0", "CareTeam, what, 0",
    "EpisodeOfCare, planned, 1", "EpisodeOfCare, waitlist, 1", "EpisodeOfCare, active, 1",
    "EpisodeOfCare, onhold, 1", "EpisodeOfCare, finished, 0", "EpisodeOfCare, cancelled, 0",
    "EpisodeOfCare, entered-in-error, 0", "Encounter, in-progress, 1", "Encounter, planned, 0",
    "Encounter, finished, 0", "Encounter, cancelled, 0", "Encounter, entered-in-error, 0"
  })
  void onlyWhatRunsTies(String type, String status, int ties) {
    String who = "{'reference':'Organization/a'}";
    String json =
        "{'resourceType':'%s','status':'%s','managingOrganization':%s,'serviceProvider':%s}"
            .formatted(type, status, who, who);

    assertThat(of(json)).hasSize(ties);
  }

  @Test
  void aParticipantTakesPartWithinThePeriodOfTheTeam() {
    List<Tie> ties =
        of(
            """
            {'resourceType':'CareTeam','status':'active',
             'period':{'start':'2026-01-01','end':'2026-12-31'},
             'participant':[
               {'member':{'reference':'Practitioner/a'},'period':{'start':'2026-06-01'}},
               {'member':{'reference':'Practitioner/b'}},
               {'member':{'reference':'Practitioner/gone'},'period':{'end':'2025-12-31'}},
               {'member':{'reference':'Practitioner/odd'},'period':{'end':'soon'}},
               {'member':{'reference':'Practitioner/number'},'period':{'end':7}}]}
            """);

    Instant newYear = Instant.parse("2026-12-31T15:00:00Z");
    assertThat(ties)
        .containsExactly(
            new Tie(
                Kind.CARE,
                "Practitioner/a",
                new Period(Instant.parse("2026-05-31T15:00:00Z"), newYear),
                Set.of(Power.READ)),
            new Tie(
                Kind.CARE,
                "Practitioner/b",
                new Period(Instant.parse("2025-12-31T15:00:00Z"), newYear),
                Set.of(Power.READ)));
  }

  @Test
  void anUnreadablePeriodTiesNobody() {
    String gp = "'participant':[{'member':{'reference':'Practitioner/a'}}]}";

    assertThat(of("{'resourceType':'CareTeam','period':{'end':'soon'}," + gp)).isEmpty();
    assertThat(of("{'resourceType':'CareTeam','period':'2026'," + gp)).isEmpty();
    assertThat(of("{'resourceType':'CareTeam','period':{'start':'2026','end':'2025'}," + gp))
        .isEmpty();
  }

  private static String relative(String code, String more) {
    return "{'resourceType':'RelatedPerson','id':'r1','relationship':[{'coding':["
        + "{'system':'http://terminology.hl7.org/CodeSystem/v3-RoleCode','code':'"
        + code
        + "'}]}]"
        + more
        + "}";
  }

  @ParameterizedTest
  @CsvSource({
    "GUARD, GUARDIAN, READ WRITE_WISHES CONSENT",
    "PRN, PARENT, READ WRITE_WISHES CONSENT",
    "MTH, PARENT, READ WRITE_WISHES CONSENT",
    "FTH, PARENT, READ WRITE_WISHES CONSENT",
    "HPOWATT, AGENT, READ"
  })
  void whoHoldsAnAuthorityIsAProxy(String code, Tie.Authority authority, String powers) {
    Set<Power> expected =
        Stream.of(powers.split(" ", -1))
            .map(Power::valueOf)
            .collect(java.util.stream.Collectors.toSet());

    assertThat(of(relative(code, "")))
        .containsExactly(
            new Tie(
                Kind.PROXY,
                "RelatedPerson/r1",
                Period.ALWAYS,
                expected,
                Optional.empty(),
                Optional.of(authority)));
  }

  @ParameterizedTest
  @CsvSource({"DAU", "SON", "SPS", "NBOR", "FRND", "guard", "POWATT"})
  void otherRelativesHaveNoAuthority(String code) {
    assertThat(of(relative(code, ""))).isEmpty();
  }

  @Test
  void anAuthorityNeedsItsCodeSystemAndALivePerson() {
    assertThat(of(relative("GUARD", "").replace("v3-RoleCode", "other"))).isEmpty();
    assertThat(of(relative("GUARD", ",'active':false"))).isEmpty();
    assertThat(of(relative("GUARD", ",'active':'yes'"))).isEmpty();
    assertThat(of(relative("GUARD", ",'active':true"))).hasSize(1);
    assertThat(of(relative("GUARD", ",'period':{'start':'never'}"))).isEmpty();
    assertThat(of(relative("GUARD", ",'period':{'end':'2026-03-31'}")).get(0).period().until())
        .isEqualTo(Instant.parse("2026-03-31T15:00:00Z"));
  }

  @Test
  void aProxyWhoIsAResidentIsTiedAsPatientToo() {
    String identifiers =
        ",'identifier':[{'system':'https://tsumugi.dev/fhir/sid/patient','value':'daughter'},"
            + "{'system':'https://tsumugi.dev/fhir/sid/resident','value':'123'},"
            + "{'system':'https://tsumugi.dev/fhir/sid/patient','value':'no id'}]";

    assertThat(actors(relative("GUARD", identifiers)))
        .containsExactly("PROXY RelatedPerson/r1", "PROXY Patient/daughter");
  }
}
