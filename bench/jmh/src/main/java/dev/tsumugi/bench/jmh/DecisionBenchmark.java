package dev.tsumugi.bench.jmh;

import dev.tsumugi.consent.Access;
import dev.tsumugi.consent.Action;
import dev.tsumugi.consent.Compartment;
import dev.tsumugi.consent.Compiled;
import dev.tsumugi.consent.Confidentiality;
import dev.tsumugi.consent.ConsentCompiler;
import dev.tsumugi.consent.ConsentEngine;
import dev.tsumugi.consent.DataClass;
import dev.tsumugi.consent.Decision;
import dev.tsumugi.consent.Facet;
import dev.tsumugi.consent.Gate;
import dev.tsumugi.consent.Policy;
import dev.tsumugi.consent.Purpose;
import dev.tsumugi.consent.Requester;
import dev.tsumugi.consent.Role;
import dev.tsumugi.consent.Rule;
import dev.tsumugi.consent.Scopes;
import dev.tsumugi.consent.Service;
import dev.tsumugi.consent.SignOn;
import dev.tsumugi.consent.Situation;
import dev.tsumugi.consent.Tie;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Period;
import dev.tsumugi.kernel.Ref;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One decision on one facet: within a request that has met it, and as a request's first. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class DecisionBenchmark {
  private static final Instant NOW = Instant.parse("2026-11-22T03:00:00Z");

  /** Consents of the patient; of 5 each has 4 provisions, of other numbers 1. */
  @Param({"1", "5", "1000"})
  public int consents;

  /** Whether the first of them looks at single rows. */
  @Param({"false", "true"})
  public boolean rows;

  private final ConsentEngine engine = new ConsentEngine();
  private Requester requester = requester();
  private Situation situation = situation();
  private Compartment compartment = new Compartment(Ref.patient("p"), Policy.NONE, List.of());
  private Gate gate = access().in(situation);
  private final Facet facet =
      new Facet("Observation", DataClass.RESULT, Set.of(), Confidentiality.N, "Organization/x");

  /** The Consents, compiled. */
  @Setup
  public void compile() {
    List<Rule> rules = new ArrayList<>();
    for (int i = 0; i < consents; i++) rules.add(rule(i));
    Tie care = new Tie(Tie.Kind.CARE, "Organization/clinic", Period.ALWAYS, Set.of(Tie.Power.READ));
    compartment = new Compartment(Ref.patient("p"), new Policy(rules, List.of()), List.of(care));
    gate = access().in(situation);
    Decision decision = gate.decide(Action.READ, facet, compartment);
    if (rows == decision.permitted()) throw new IllegalStateException(decision.toString());
  }

  /** A further row of a facet, or a further facet of a request. */
  @Benchmark
  public Decision again() {
    return gate.decide(Action.READ, facet, compartment);
  }

  /** A request: its gate, how it stands to the patient, one decision. */
  @Benchmark
  public Decision request() {
    return access().in(situation).decide(Action.READ, facet, compartment);
  }

  /** The first request ever after a change of the Consents. */
  @Benchmark
  public Decision afterAChange() {
    return new ConsentEngine()
        .open(requester, NOW)
        .in(situation)
        .decide(Action.READ, facet, compartment);
  }

  private Access access() {
    return engine.open(requester, NOW);
  }

  private static Requester requester() {
    return new Requester(
        "s",
        "n",
        Ref.parse("Practitioner/me"),
        Ref.parse("Organization/clinic"),
        Role.PHYSICIAN,
        Scopes.parse("user/*.cruds"),
        Purpose.TREAT,
        "app",
        Optional.empty(),
        new SignOn("sid", "jti", 3, Optional.empty()));
  }

  private static Situation situation() {
    return Situation.of(
        Optional.of(
            new Service(
                "app",
                Set.of(DataClass.values()),
                "user/*.cruds",
                Instant.parse("2027-01-01T00:00:00Z"))));
  }

  private Rule rule(int number) {
    String one =
        rows && number == 0 ? "'type':'permit','dataPeriod':{'start':'2020'}" : "'type':'permit'";
    String nested =
        consents == 5
            ? ",'provision':[{'type':'deny','class':["
                + dataClass("social")
                + "]},{'type':'deny','class':["
                + dataClass("document")
                + "]},{'type':'permit','class':["
                + dataClass("allergy")
                + "]}]"
            : "";
    // With rows, nothing else permits.
    String type = rows && number > 0 ? one.replace("permit", "deny") : one;
    String actor = number == 0 || !rows ? "Organization/clinic" : "Practitioner/other";
    String provision =
        "{"
            + type
            + ",'actor':[{'role':{'coding':[{'system':'http://terminology.hl7.org/CodeSystem/v3-ParticipationType','code':'IRCP'}]},"
            + "'reference':{'reference':'"
            + actor
            + "'}}]"
            + nested
            + "}";
    String text =
        "{'resourceType':'Consent','id':'c"
            + number
            + "','status':'active','scope':{'coding':[{'system':'http://terminology.hl7.org/CodeSystem/consentscope','code':'patient-privacy'}]},"
            + "'provision':"
            + provision
            + "}";
    byte[] utf8 = text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    Compiled compiled = ConsentCompiler.compile(Json.parseObject(utf8));
    if (compiled instanceof Compiled.Active active) return active.rule();
    throw new IllegalStateException(compiled.toString());
  }

  private static String dataClass(String code) {
    return "{'system':'https://tsumugi.dev/fhir/CodeSystem/data-class','code':'" + code + "'}";
  }
}
