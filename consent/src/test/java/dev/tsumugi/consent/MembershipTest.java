package dev.tsumugi.consent;

import static dev.tsumugi.consent.Asking.NOW;
import static dev.tsumugi.consent.Asking.RESULT;
import static dev.tsumugi.consent.Asking.actor;
import static dev.tsumugi.consent.Asking.physician;
import static dev.tsumugi.consent.Asking.policy;
import static dev.tsumugi.consent.Asking.sato;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tsumugi.kernel.Period;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever is named by a whole is named, and so is every part of it. */
class MembershipTest {
  private static Membership of(String member, String whole) {
    return new Membership(member, whole, Period.ALWAYS);
  }

  private static Set<String> reached(Membership... memberships) {
    List<Membership> shuffled = new ArrayList<>(List.of(memberships));
    Collections.shuffle(shuffled, new Random(memberships.length));
    return new ConsentEngine().open(physician().requester(), NOW).keys(shuffled);
  }

  @Test
  void followsEveryKindOfWholeFromThePersonAndFromTheirOrganisation() {
    assertThat(
            reached(
                of("Organization/clinic", "Organization/group"),
                of("Organization/group", "Organization/corporation"),
                of("Practitioner/physician", "PractitionerRole/r"),
                of("PractitionerRole/r", "Practitioner/physician"),
                of("PractitionerRole/r", "Group/g"),
                of("Group/g", "Group/gg"),
                of("Organization/other", "Organization/elsewhere")))
        .containsExactlyInAnyOrder(
            "Practitioner/physician",
            "Organization/clinic",
            "Organization/group",
            "Organization/corporation",
            "PractitionerRole/r",
            "Group/g",
            "Group/gg");
  }

  @Test
  void countsWhatHoldsAtTheTimeOnly() {
    Period over = new Period(Period.MIN, NOW);
    Period running = new Period(NOW, NOW.plusSeconds(1));

    assertThat(
            reached(
                new Membership("Practitioner/physician", "Group/over", over),
                new Membership("Practitioner/physician", "Group/now", running)))
        .contains("Group/now")
        .doesNotContain("Group/over");
  }

  @Test
  void aCircleOfGroupsComesToAnEnd() {
    assertThat(
            reached(
                of("Practitioner/physician", "Group/a"),
                of("Group/a", "Group/b"),
                of("Group/b", "Group/c"),
                of("Group/c", "Group/a"),
                of("Group/c", "Group/c")))
        .contains("Group/a", "Group/b", "Group/c");
  }

  private static Decision decide(List<Membership> memberships, String provision) {
    Situation situation = new Situation(Optional.of(Asking.ASSESSED), Policy.NONE, memberships);
    Tie care = Asking.caredForBy("Organization/clinic");
    return new ConsentEngine()
        .open(physician().requester(), NOW)
        .in(situation)
        .decide(Action.READ, RESULT, sato(policy(provision), care));
  }

  private static String reason(Decision decision) {
    return decision.fold(p -> p.basis().name(), d -> d.reason().name(), d -> "depends");
  }

  private static String naming(String type, String who) {
    return "{'type':'" + type + "','actor':[" + actor(who) + "]}";
  }

  @ParameterizedTest
  @ValueSource(strings = {"Group/g", "PractitionerRole/r", "Organization/parent", "CareTeam/t"})
  void aConsentThatNamesTheWholeReachesTheParts(String whole) {
    List<Membership> mine = List.of(of("Practitioner/physician", whole));

    assertThat(reason(decide(mine, naming("permit", whole)))).isEqualTo("DIRECTIVE");
    assertThat(reason(decide(List.of(), naming("permit", whole)))).isEqualTo("NO_DIRECTIVE_COVERS");
    String but = "{'type':'permit','provision':[" + naming("deny", whole) + "]}";
    assertThat(reason(decide(mine, but))).isEqualTo("DIRECTIVE_DENIES");
    assertThat(reason(decide(List.of(), but))).isEqualTo("DIRECTIVE");
  }

  private static List<Membership> chain(int length) {
    List<Membership> chain = new ArrayList<>();
    chain.add(of("Practitioner/physician", "Group/1"));
    for (int i = 1; i < length; i++) chain.add(of("Group/" + i, "Group/" + (i + 1)));
    return chain;
  }

  @Test
  void whatLiesTooFarToBeReachedShowsNothing() {
    String permit = "{'type':'permit'}";

    assertThat(reason(decide(chain(Keys.MOST_STEPS), permit))).isEqualTo("DIRECTIVE");
    assertThat(reason(decide(chain(Keys.MOST_STEPS + 1), permit)))
        .isEqualTo("TOO_MANY_MEMBERSHIPS");
  }

  @Test
  void whoBelongsToTooMuchIsShownNothing() {
    String permit = "{'type':'permit'}";
    List<Membership> many = new ArrayList<>();
    for (int i = 2; i < Keys.MOST_KEYS; i++) {
      many.add(of("Practitioner/physician", "Group/" + i));
    }
    assertThat(reason(decide(many, permit))).isEqualTo("DIRECTIVE");

    many.add(of("Practitioner/physician", "Group/more"));
    assertThat(reason(decide(many, permit))).isEqualTo("TOO_MANY_MEMBERSHIPS");
  }

  private static Tie inTeam(String member, String team, Period period) {
    return new Tie(
        Tie.Kind.CARE, member, period, Set.of(Tie.Power.READ), Optional.of(team), Optional.empty());
  }

  @Test
  void aTeamOfThePatientIsNamedByWhoWorksInIt() {
    Policy team = policy(naming("permit", "CareTeam/t"));
    Period over = new Period(Period.MIN, NOW);
    Tie clinic = Asking.caredForBy("Organization/clinic");

    assertThat(read(sato(team, inTeam("Practitioner/physician", "CareTeam/t", Period.ALWAYS))))
        .isEqualTo("DIRECTIVE");
    assertThat(read(sato(team, clinic, inTeam("Practitioner/physician", "CareTeam/t", over))))
        .isEqualTo("NO_DIRECTIVE_COVERS");
    assertThat(read(sato(team, inTeam("Practitioner/physician", "CareTeam/u", Period.ALWAYS))))
        .isEqualTo("NO_DIRECTIVE_COVERS");
    // A team within the team, whatever the order of the ties.
    Tie outer = inTeam("CareTeam/inner", "CareTeam/t", Period.ALWAYS);
    Tie inner = inTeam("Practitioner/physician", "CareTeam/inner", Period.ALWAYS);
    assertThat(read(sato(team, outer, inner))).isEqualTo("DIRECTIVE");
    assertThat(read(sato(team, inner, outer))).isEqualTo("DIRECTIVE");
    assertThat(read(sato(team, clinic, outer))).isEqualTo("NO_DIRECTIVE_COVERS");
  }

  private static String read(Compartment compartment) {
    return reason(physician().to(Action.READ, RESULT, compartment));
  }

  @Test
  void theTeamOfOnePatientIsNothingToAnother() {
    Gate gate = physician().gate();
    Policy team = policy(naming("permit", "CareTeam/t"));
    Tie member = inTeam("Practitioner/physician", "CareTeam/t", Period.ALWAYS);
    Tie clinic = Asking.caredForBy("Organization/clinic");

    assertThat(reason(gate.decide(Action.READ, RESULT, sato(team, member)))).isEqualTo("DIRECTIVE");
    assertThat(reason(gate.decide(Action.READ, RESULT, sato(team, clinic))))
        .isEqualTo("NO_DIRECTIVE_COVERS");
  }

  static Stream<Arguments> resources() {
    return Stream.of(
        Arguments.of(
            "{'resourceType':'Organization','id':'a','partOf':{'reference':'Organization/b'}}",
            List.of("Organization/a < Organization/b")),
        Arguments.of(
            "{'resourceType':'PractitionerRole','id':'r','practitioner':{'reference':'Practitioner/p'},"
                + "'organization':{'reference':'Organization/o'}}",
            List.of("Practitioner/p < PractitionerRole/r", "PractitionerRole/r < Practitioner/p")),
        Arguments.of(
            "{'resourceType':'PractitionerRole','id':'r','active':false,"
                + "'practitioner':{'reference':'Practitioner/p'}}",
            List.of()),
        Arguments.of(
            "{'resourceType':'Group','id':'g','actual':true,'member':["
                + "{'entity':{'reference':'Practitioner/p'}},{'entity':{'reference':'Group/h'}},"
                + "{'entity':{'reference':'Patient/x'}},"
                + "{'entity':{'reference':'Practitioner/q'},'inactive':true},"
                + "{'entity':{'reference':'Practitioner/s'},'period':{'end':'soon'}}]}",
            List.of("Practitioner/p < Group/g", "Group/h < Group/g")),
        Arguments.of(
            "{'resourceType':'Group','id':'g','actual':false,'member':["
                + "{'entity':{'reference':'Practitioner/p'}}]}",
            List.of()),
        Arguments.of(
            "{'resourceType':'Group','id':'g','actual':true,'active':false,'member':["
                + "{'entity':{'reference':'Practitioner/p'}}]}",
            List.of()),
        Arguments.of(
            "{'resourceType':'CareTeam','id':'t','status':'active','participant':["
                + "{'member':{'reference':'Practitioner/p'}},{'member':{'reference':'Patient/x'}}]}",
            List.of("Practitioner/p < CareTeam/t")),
        Arguments.of(
            "{'resourceType':'CareTeam','id':'t','status':'inactive','participant':["
                + "{'member':{'reference':'Practitioner/p'}}]}",
            List.of()),
        Arguments.of("{'resourceType':'Organization','id':'a'}", List.of()),
        Arguments.of("{'resourceType':'Patient','id':'a'}", List.of()),
        Arguments.of("{}", List.of()));
  }

  @ParameterizedTest
  @MethodSource("resources")
  void resourcesSayWhoBelongsToWhat(String json, List<String> expected) {
    assertThat(Membership.of(Asking.json(json)).stream().map(m -> m.member() + " < " + m.whole()))
        .containsExactlyElementsOf(expected);
  }

  @Test
  void aMemberOfAGroupBelongsToItWithinTheirPeriod() {
    List<Membership> read =
        Membership.of(
            Asking.json(
                "{'resourceType':'Group','id':'g','actual':true,'member':[{'entity':"
                    + "{'reference':'Practitioner/p'},'period':{'end':'2026-03-31'}}]}"));

    assertThat(read.get(0).period().until()).isEqualTo("2026-03-31T15:00:00Z");
  }
}
