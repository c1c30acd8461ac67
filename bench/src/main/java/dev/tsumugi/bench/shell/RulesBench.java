package dev.tsumugi.bench.shell;

import dev.tsumugi.bench.Line;
import dev.tsumugi.bench.ManyRules;
import dev.tsumugi.bench.Options;
import dev.tsumugi.bench.PairPage;
import dev.tsumugi.bench.Person;
import dev.tsumugi.bench.Questions;
import dev.tsumugi.bench.Workload;
import dev.tsumugi.bench.Workloads;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * {@code ./hub bench rules}: one hub that knows the same people twice, once with the one Consent
 * without which nobody sees them, once with two hundred rules besides. The same reader asks the
 * same of both halves, and must find the same.
 */
final class RulesBench {
  private static final double LIMIT = 1.1;
  private static final int CLIENTS = 4;
  private static final Set<String> MEASURED = Set.of("read", "sorted", "write");

  private RulesBench() {}

  static void run(Options options) {
    double busy = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    try (Ground ground = new Ground(options, "rules")) {
      People people = ground.people();
      List<Person> known = Ground.known(people);
      BenchDatabase database = ground.database();
      Ground.Hub hub = ground.hub(database, ground.issuer(), HubServer.DATABASE, 0);
      Target plain = hub.part("one Consent");
      Target ruled = hub.part(ManyRules.RULES + " rules");
      Ground.say("Loading the people twice …");
      Loader.load(plain, people.places());
      Loader.load(plain, ManyRules.others());
      for (Target half : List.of(plain, ruled)) Loader.load(half, people.people(), CLIENTS);
      for (int i = 0; i < known.size(); i++) {
        String patient = "Patient/" + ruled.id(known.get(i).id());
        Loader.load(ruled, ManyRules.transaction(patient, options.seed() * 100_000 + i));
      }
      Ground.settle(database, hub);

      Comparison comparison =
          new Comparison(
              options, List.of(plain, ruled), database.processes(), new Processes(), Ground::say);
      List<Line> lines = new ArrayList<>();
      for (Workload workload : workloads(known, options)) {
        Ground.say(workload.title());
        lines.add(comparison.measure(workload));
      }
      String table = PairPage.table(plain.name(), ruled.name(), lines, LIMIT, true);
      new PairReport(options, database.value("show server_version"), busy)
          .write(ground.report(), "Rules", about(known), table);
    }
  }

  private static List<Workload> workloads(List<Person> known, Options options) {
    List<Workload> all = new ArrayList<>();
    for (Workload workload : Workloads.of(known, options.seed())) {
      if (MEASURED.contains(workload.name())) all.add(workload);
    }
    // Last but the writes, which add rows.
    Workload pages =
        new Workload(
            "people",
            "Patient?_id=…, 20 people on a page",
            "",
            CLIENTS,
            true,
            Questions.pages(known, options.seed()));
    all.add(all.size() - 1, pages);
    all.removeIf(workload -> !options.wants(workload.name()));
    return all;
  }

  private static String about(List<Person> known) {
    return """
    The same work on people with the one Consent without which nobody would see them, and on people with
    %d rules in %d Consents besides: one hub, one database, one reader, who sees all of both halves.

    - %d people, each there twice; %,d resources in each half, without the Consents
    - the rules are each person's own, by actor, role, class, label, purpose, action and period; seven of the
      Consents are about the reader's clinic
    """
        .formatted(
            ManyRules.RULES,
            ManyRules.CONSENTS,
            known.size(),
            known.stream().mapToInt(person -> person.refs().size()).sum());
  }
}
