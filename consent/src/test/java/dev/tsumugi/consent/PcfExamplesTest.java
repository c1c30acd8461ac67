package dev.tsumugi.consent;

import static dev.tsumugi.consent.Asking.NOW;
import static dev.tsumugi.consent.Asking.actor;
import static dev.tsumugi.consent.Asking.data;
import static dev.tsumugi.consent.Asking.purpose;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tsumugi.kernel.FhirTime;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Period;
import dev.tsumugi.kernel.Ref;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The example Consents of <a href="https://profiles.ihe.net/ITI/PCF/content.html">IHE PCF</a> 1.1,
 * written anew from what their descriptions say, and what each of them means for every asker and
 * every record. All askers care for the patient.
 */
class PcfExamplesTest {
  private static final String TPO =
      "'purpose':[" + purpose("TREAT") + "," + purpose("HPAYMT") + "," + purpose("HOPERAT") + "]";
  private static final String IN_2022 = "'dataPeriod':{'start':'2022-01-01','end':'2022-12-31'}";
  private static final String BY_NOMINATED =
      "'data':[" + data("authoredby", "Practitioner/n") + "]";
  private static final String OF_VISIT = "'data':[" + data("related", "Encounter/visit") + "]";
  private static final String NOMINATED = "'actor':[" + actor("Practitioner/n") + "]";
  private static final String PRIVILEGED = "'actor':[" + actor("Group/privileged") + "]";

  private static final String ALL_TPO = "{'type':'permit'," + TPO + "}";

  private static String labels(String... codes) {
    return Stream.of(codes)
        .map(
            code ->
                "{'system':'http://terminology.hl7.org/CodeSystem/%s','code':'%s'}"
                    .formatted(code.length() == 1 ? "v3-Confidentiality" : "v3-ActCode", code))
        .collect(Collectors.joining(",", "'securityLabel':[", "]"));
  }

  private static String permit(String more) {
    return "{'type':'permit'," + TPO + "," + more + "}";
  }

  private static String except(String type, String more) {
    return "'provision':[{'type':'" + type + "'," + more + "}]";
  }

  /** Everything an asker could meet; a name for each. */
  private enum Item {
    /** Of the visit, in 2022, alcohol use: restricted, by the visit's author. */
    ALCOHOL("Observation", "R", "ETHUD", "2022-06-13", "Practitioner/author", true),
    /** Of the visit, in 2020. */
    SUGAR("Observation", "N", "", "2020-12-04", "Practitioner/author", true),
    /** In 2016, by the nominated practitioner, of no visit. */
    WEIGHT("Observation", "N", "", "2016-03-28", "Practitioner/n", false),
    /** In 2022, of no visit and by nobody known. */
    UNSIGNED("Observation", "N", "", "2022-03-01", "", false),
    /** Mental health, without a date. */
    MIND("Condition", "R", "PSY", "", "Practitioner/author", false),
    /** Violence suffered, in 2022. */
    ABUSE("Condition", "R", "SDV", "2022-02-02", "Practitioner/author", false),
    VISIT("Encounter", "N", "", "2022-06-13", "Practitioner/author", false);

    final Facet facet;
    final RowFacts row;

    Item(String type, String level, String label, String when, String by, boolean ofVisit) {
      String id = name().toLowerCase(java.util.Locale.ROOT);
      Json.Builder resource = Json.object().put("resourceType", type).put("id", id);
      if (!by.isEmpty()) {
        resource.put("performer", List.of(Json.object().put("reference", by).build()));
      }
      if (ofVisit) {
        resource.put("encounter", Json.object().put("reference", "Encounter/visit").build());
      }
      DataClass dataClass =
          switch (type) {
            case "Observation" -> DataClass.RESULT;
            case "Condition" -> DataClass.PROBLEM;
            default -> DataClass.ENCOUNTER;
          };
      this.facet =
          new Facet(
              type,
              dataClass,
              label.isEmpty() ? Set.of() : Set.of(label),
              Confidentiality.valueOf(level),
              "Organization/keeper");
      this.row =
          new RowFacts(
              new Ref(type, id), FhirTime.parse(when), Marks.of(resource.build()), new long[0]);
    }
  }

  /** Who asks for what purpose. */
  private enum Who {
    /** Any physician, for treatment. */
    PHYSICIAN("Practitioner/physician", "Organization/clinic", Purpose.TREAT),
    /** The one practitioner whom some examples name. */
    NOMINEE("Practitioner/n", "Organization/clinic", Purpose.TREAT),
    PAYER("Practitioner/payer", "Organization/insurer", Purpose.HPAYMT),
    RESEARCHER("Practitioner/r", "Organization/researcher", Purpose.HRESCH),
    /** A physician who breaks the glass without having the privilege. */
    BREAKER("Practitioner/physician", "Organization/clinic", Purpose.BTG),
    /** One of those who have it. */
    PRIVILEGED("Practitioner/p", "Organization/clinic", Purpose.BTG);

    final Requester requester;

    Who(String actor, String organization, Purpose purpose) {
      this.requester = Asking.as(Role.PHYSICIAN, actor, organization).stating(purpose).requester();
    }
  }

  private static final String NONE = "";
  private static final String EVERYTHING = "ALCOHOL SUGAR WEIGHT UNSIGNED MIND ABUSE VISIT";
  private static final String NORMAL = "SUGAR WEIGHT UNSIGNED VISIT";

  /** Id, provision, and what is shown to whom; nothing to those not named. */
  static Stream<Arguments> examples() {
    Map<String, String> tpo = tpo(EVERYTHING);
    return Stream.of(
        Arguments.of("ex-consent-basic-treat", ALL_TPO, tpo),
        Arguments.of("ex-consent-basic-treat-infant", ALL_TPO, tpo),
        Arguments.of("ex-consent-basic-ink", ALL_TPO, tpo),
        Arguments.of("ex-consent-expired-treat", permit("'period':{'end':'2022-12-31'}"), Map.of()),
        Arguments.of("ex-consent-basic-reject", ALL_TPO.replace("permit", "deny"), Map.of()),
        Arguments.of(
            "ex-consent-basic-research",
            "{'type':'permit','purpose':[" + purpose("HRESCH") + "]}",
            Map.of("RESEARCHER", EVERYTHING)),
        Arguments.of(
            "ex-consent-intermediate-timeframe",
            permit(IN_2022),
            tpo("ALCOHOL UNSIGNED ABUSE VISIT")),
        Arguments.of(
            // What tells no date may be of that time.
            "ex-consent-intermediate-not-timeframe",
            permit(except("deny", IN_2022)),
            tpo("SUGAR WEIGHT")),
        Arguments.of("ex-consent-intermediate-authoredby", permit(BY_NOMINATED), tpo("WEIGHT")),
        Arguments.of(
            // What nobody signed may be theirs.
            "ex-consent-intermediate-not-authoredby",
            permit(except("deny", BY_NOMINATED)),
            tpo("ALCOHOL SUGAR MIND ABUSE VISIT")),
        Arguments.of(
            "ex-consent-intermediate-encounter", permit(OF_VISIT), tpo("ALCOHOL SUGAR VISIT")),
        Arguments.of(
            "ex-consent-intermediate-not-encounter",
            permit(except("deny", OF_VISIT)),
            tpo("WEIGHT UNSIGNED MIND ABUSE")),
        Arguments.of(
            "ex-consent-intermediate-data",
            permit(
                "'data':["
                    + data("instance", "Encounter/visit")
                    + ","
                    + data("instance", "Observation/weight")
                    + ","
                    + data("instance", "Observation/alcohol")
                    + "]"),
            tpo("VISIT WEIGHT ALCOHOL")),
        Arguments.of(
            "ex-consent-intermediate-not-data",
            permit(except("deny", "'data':[" + data("instance", "Observation/alcohol") + "]")),
            tpo("SUGAR WEIGHT UNSIGNED MIND ABUSE VISIT")),
        Arguments.of(
            // A purpose of somebody's own: nobody can state it here.
            "ex-consent-intermediate-purpose",
            "{'type':'permit','purpose':[{'system':'http://example.org/policies/purposeOfUse',"
                + "'code':'FooBar'}],'actor':["
                + actor("Organization/researcher")
                + "]}",
            Map.of()),
        Arguments.of(
            "ex-dissent-intermediate-break-glass",
            "{'type':'deny',"
                + except("permit", "'purpose':[" + purpose("BTG") + "]," + PRIVILEGED)
                + "}",
            Map.of("PRIVILEGED", EVERYTHING)),
        Arguments.of("ex-consent-advanced-normal", permit(labels("N")), tpo(NORMAL)),
        Arguments.of(
            "ex-consent-advanced-normal-restricted", permit(labels("N", "R")), tpo(EVERYTHING)),
        Arguments.of(
            "ex-consent-advanced-normal-not-restricted",
            permit(labels("N") + "," + except("deny", labels("R"))),
            tpo(NORMAL)),
        Arguments.of(
            "ex-consent-advanced-normal-focused-restricted",
            permit(labels("N") + "," + except("permit", labels("R") + "," + NOMINATED)),
            nominee(EVERYTHING)),
        Arguments.of(
            "ex-consent-advanced-normal-focused-psy",
            permit(labels("N") + "," + except("permit", labels("PSY") + "," + NOMINATED)),
            nominee(NORMAL + " MIND")),
        Arguments.of(
            "ex-consent-advanced-normal-focused-psy-or-sdv",
            permit(labels("N") + "," + except("permit", labels("PSY", "SDV") + "," + NOMINATED)),
            nominee(NORMAL + " MIND ABUSE")),
        Arguments.of(
            "ex-consent-advanced-normal-break-glass-restricted",
            permit(
                labels("N")
                    + ","
                    + except(
                        "permit",
                        "'purpose':[" + purpose("BTG") + "]," + labels("R") + "," + PRIVILEGED)),
            Map.of(
                "PHYSICIAN",
                NORMAL,
                "NOMINEE",
                NORMAL,
                "PAYER",
                NORMAL,
                "PRIVILEGED",
                EVERYTHING)));
  }

  private static Map<String, String> tpo(String items) {
    return Map.of("PHYSICIAN", items, "NOMINEE", items, "PAYER", items);
  }

  private static Map<String, String> nominee(String items) {
    return Map.of("PHYSICIAN", NORMAL, "NOMINEE", items, "PAYER", NORMAL);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("examples")
  void meansWhatItsDescriptionSays(String id, String provision, Map<String, String> shown) {
    Policy policy =
        Policies.read(Policies.write(new Policy(List.of(rule(id, provision)), List.of())));

    for (Who who : Who.values()) {
      Set<String> seen = new TreeSet<>();
      for (Item item : Item.values()) {
        Decision decision = standing(who, policy).ask(Question.RELATED, Action.READ, item.facet);
        if (decision.on(item.row).permitted()) seen.add(item.name());
      }
      String expected = shown.getOrDefault(who.name(), NONE);
      assertThat(seen)
          .as("%s to %s", id, who)
          .containsExactlyInAnyOrderElementsOf(
              expected.isEmpty() ? List.of() : List.of(expected.split(" ", -1)));
    }
  }

  private static Rule rule(String id, String provision) {
    return Asking.rule(id, provision);
  }

  private static Standing standing(Who who, Policy policy) {
    List<Membership> group =
        List.of(new Membership("Practitioner/p", "Group/privileged", Period.ALWAYS));
    Compartment compartment =
        new Compartment(
            Asking.SATO,
            policy,
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Map.of(new Ref("Encounter", "visit"), Set.of()));
    return new Standing(
        who.requester,
        Keys.of(who.requester, group, NOW),
        false,
        NOW,
        compartment,
        Policy.NONE,
        new RulesMemory());
  }

  @Test
  void thereAreTwentyThree() {
    List<Object> ids = new ArrayList<>();
    examples().forEach(example -> ids.add(example.get()[0]));

    assertThat(ids).hasSize(23).doesNotHaveDuplicates();
  }
}
