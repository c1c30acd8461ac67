package dev.tsumugi.acp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tsumugi.consent.Access;
import dev.tsumugi.consent.Action;
import dev.tsumugi.consent.Compartment;
import dev.tsumugi.consent.Compiled;
import dev.tsumugi.consent.Confidentiality;
import dev.tsumugi.consent.ConsentCompiler;
import dev.tsumugi.consent.ConsentEngine;
import dev.tsumugi.consent.DataClass;
import dev.tsumugi.consent.Facet;
import dev.tsumugi.consent.Policy;
import dev.tsumugi.consent.Purpose;
import dev.tsumugi.consent.Requester;
import dev.tsumugi.consent.Role;
import dev.tsumugi.consent.Scopes;
import dev.tsumugi.consent.Service;
import dev.tsumugi.consent.SignOn;
import dev.tsumugi.consent.Situation;
import dev.tsumugi.consent.Tie;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Period;
import dev.tsumugi.kernel.Ref;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the screen "who may see" promises is what the gate does: for whom × which data, by the
 * Consents that the screen writes ({@code sharing.test.js} holds its model to the same cases).
 */
class SharingPromisesTest {
  private static final Path JS = Path.of("src/test/js");
  private static final Instant NOW = Instant.parse("2026-11-23T03:00:00Z");
  private static final String TODAY = "2026-11-23";
  private static final Ref CITIZEN = Ref.patient("citizen");
  private static final Json.Obj GROUPS = read("sharing-groups.json");

  private final ConsentEngine engine = new ConsentEngine();

  /** One choice for one party, and the provision that the screen makes of it. */
  private record Case(String party, Json.Obj cells, String until, Json.Obj json) {
    boolean holds() {
      return until.isEmpty() || until.compareTo(TODAY) >= 0;
    }

    String answer(String group) {
      return holds() ? String.valueOf(cells.text(group)) : "";
    }

    boolean says(String answer) {
      return groups().stream().anyMatch(group -> answer(group).equals(answer));
    }

    @Override
    public String toString() {
      return party + " " + new String(Json.bytes(cells), StandardCharsets.UTF_8) + until;
    }
  }

  private static Json.Obj read(String file) {
    try {
      return Json.parseObject(Files.readAllBytes(JS.resolve(file)));
    } catch (IOException missing) {
      throw new IllegalStateException(missing);
    }
  }

  private static List<String> groups() {
    return IntStream.range(0, GROUPS.size()).mapToObj(GROUPS::name).toList();
  }

  static Stream<Case> cases() throws IOException {
    String wrapped = "{\"cases\":" + Files.readString(JS.resolve("sharing-cases.json")) + "}";
    return Json.parseObject(wrapped.getBytes(StandardCharsets.UTF_8)).objects("cases").stream()
        .map(
            one ->
                new Case(
                    String.valueOf(one.text("party")),
                    one.obj("cells"),
                    String.valueOf(one.text("until")),
                    one));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theGateDoesWhatIsPromised(Case one) {
    Policy policy = policy(one.json().obj("provision"));
    for (String group : groups()) {
      String answer = one.answer(group);
      for (String code : classes(one.party(), group)) {
        boolean promised =
            switch (one.party()) {
              // Nobody may state that purpose here yet.
              case "research" -> false;
              // Who speaks for the person sees what is not refused.
              case "family" -> !answer.equals("no");
              default -> answer.equals("yes");
            };
        for (Asker asker : askers(one.party())) {
          assertThat(permits(policy, asker, code, "Organization/elsewhere"))
              .as("%s: %s of %s for %s", one, code, group, asker.requester().role())
              .isEqualTo(promised);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void whoMaySeeAnythingLearnsWhoItIs(Case one) {
    Policy policy = policy(one.json().obj("provision"));
    boolean known =
        one.party().equals("family") || (!one.party().equals("research") && one.says("yes"));
    for (Asker asker : askers(one.party())) {
      assertThat(permits(policy, asker, "identity", "Organization/elsewhere")).isEqualTo(known);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void whatADoctorWroteThemselvesIsHiddenByARefusalAlone(Case one) {
    if (!one.party().startsWith("Practitioner/")) return;
    Policy policy = policy(one.json().obj("provision"));
    Asker doctor = askers(one.party()).get(0);
    for (String group : groups()) {
      for (String code : classes(one.party(), group)) {
        assertThat(permits(policy, doctor, code, "Organization/clinic"))
            .as("%s: %s", one, code)
            .isEqualTo(!one.answer(group).equals("no"));
      }
    }
  }

  @Test
  void aRescueSeesNothingBeyondTheSheet() {
    Case all = caseOf("emergency", "yes");
    Policy policy = policy(all.json().obj("provision"));
    for (Asker asker : askers("emergency")) {
      for (String code : List.of("encounter", "procedure", "immunization", "document", "consent")) {
        assertThat(permits(policy, asker, code, "Organization/elsewhere")).as(code).isFalse();
      }
    }
  }

  @Test
  void theGlassIsNotBrokenWhereThatIsRefused() {
    Json.Obj refusal =
        Json.parseObject(
"""
{"type":"deny","purpose":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ActReason","code":"BTG"}]}
"""
                .getBytes(StandardCharsets.UTF_8));
    Tie glass = new Tie(Tie.Kind.GLASS, "Practitioner/crew", Period.ALWAYS, Set.of());
    Asker crew =
        new Asker(
            requester(Role.CREW, Purpose.BTG, "Practitioner/crew", "Organization/fire"),
            List.of(glass));
    Policy chosen = policy(caseOf("emergency", "no").json().obj("provision"));

    assertThat(permits(chosen, crew, "problem", "Organization/elsewhere"))
        .as("a refusal of the sheet does not refuse that")
        .isTrue();
    assertThat(permits(policy(refusal), crew, "problem", "Organization/elsewhere")).isFalse();
  }

  private static Case caseOf(String party, String answer) {
    try (Stream<Case> all = cases()) {
      return all.filter(
              one ->
                  one.party().equals(party)
                      && one.until().isEmpty()
                      && groups().stream().allMatch(g -> answer.equals(one.answer(g))))
          .findFirst()
          .orElseThrow();
    } catch (IOException missing) {
      throw new IllegalStateException(missing);
    }
  }

  private static List<String> classes(String party, String group) {
    return GROUPS.obj(group).texts(party.equals("emergency") ? "emergency" : "all");
  }

  private static Policy policy(Json.Obj provision) {
    if (provision == null) return Policy.NONE;
    Json.Obj consent =
        Json.parseObject(
"""
{"resourceType":"Consent","id":"c","status":"active","patient":{"reference":"Patient/citizen"},
"scope":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/consentscope","code":"patient-privacy"}]}}
"""
                    .getBytes(StandardCharsets.UTF_8))
            .with("provision", provision);
    Compiled compiled = ConsentCompiler.compile(consent);
    assertThat(compiled).isInstanceOf(Compiled.Active.class);
    return new Policy(List.of(((Compiled.Active) compiled).rule()), List.of());
  }

  private record Asker(Requester requester, List<Tie> ties) {}

  private static List<Asker> askers(String party) {
    String nurse = "Practitioner/nurse";
    String daughter = "Patient/citizen-daughter";
    Tie cares = new Tie(Tie.Kind.CARE, "Practitioner/physician", Period.ALWAYS, Set.of());
    return switch (party) {
      case "emergency" ->
          List.of(
              new Asker(
                  requester(Role.CREW, Purpose.ETREAT, "Practitioner/crew", "Organization/fire"),
                  List.of()),
              new Asker(
                  requester(
                      Role.EMERGENCY_DESK, Purpose.ETREAT, "Practitioner/desk", "Organization/er"),
                  List.of()));
      case "CareTeam/citizen-team" ->
          List.of(
              new Asker(
                  requester(Role.NURSE, Purpose.TREAT, nurse, "Organization/visits"),
                  List.of(
                      new Tie(
                          Tie.Kind.CARE,
                          nurse,
                          Period.ALWAYS,
                          Set.of(),
                          Optional.of("CareTeam/citizen-team"),
                          Optional.empty()))));
      case "family" ->
          List.of(
              new Asker(
                  requester(Role.RESIDENT, Purpose.FAMRQT, daughter, null),
                  List.of(
                      new Tie(
                          Tie.Kind.PROXY,
                          daughter,
                          Period.ALWAYS,
                          Set.of(Tie.Power.READ, Tie.Power.CONSENT),
                          Optional.empty(),
                          Optional.of(Tie.Authority.AGENT)))));
      case "RelatedPerson/citizen-daughter" ->
          List.of(
              new Asker(requester(Role.RESIDENT, Purpose.FAMRQT, daughter, null), List.of()),
              new Asker(requester(Role.RESIDENT, Purpose.FAMRQT, party, null), List.of()));
      default -> {
        List<Tie> ties = party.equals("research") ? List.of() : List.of(cares);
        yield List.of(
            new Asker(
                requester(
                    Role.PHYSICIAN, Purpose.TREAT, "Practitioner/physician", "Organization/clinic"),
                ties));
      }
    };
  }

  private static Requester requester(
      Role role, Purpose purpose, String actor, String organization) {
    return new Requester(
        "-",
        "-",
        Ref.parse(actor),
        Optional.ofNullable(organization).flatMap(Ref::parse),
        role,
        Scopes.parse("user/*.cruds"),
        purpose,
        "app",
        Optional.empty(),
        SignOn.NONE);
  }

  private boolean permits(Policy policy, Asker asker, String dataClass, String recorder) {
    Access access = engine.open(asker.requester(), NOW);
    Service service =
        new Service("app", EnumSet.allOf(DataClass.class), "user/*.cruds", Period.MAX);
    List<Tie> ties = new ArrayList<>(asker.ties());
    Facet facet =
        new Facet(
            "Observation",
            DataClass.of(dataClass).orElseThrow(),
            Set.of(),
            Confidentiality.N,
            recorder);
    return access
        .in(Situation.of(Optional.of(service)))
        .decide(Action.READ, facet, new Compartment(CITIZEN, policy, ties))
        .permitted();
  }
}
