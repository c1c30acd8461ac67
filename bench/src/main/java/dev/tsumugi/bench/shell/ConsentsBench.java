package dev.tsumugi.bench.shell;

import dev.tsumugi.bench.Line;
import dev.tsumugi.bench.ManyRules;
import dev.tsumugi.bench.MixedConsents;
import dev.tsumugi.bench.Options;
import dev.tsumugi.bench.PairPage;
import dev.tsumugi.bench.Person;
import dev.tsumugi.bench.Workload;
import dev.tsumugi.bench.Workloads;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code ./hub bench consents}: one hub that knows the same people three times: with the one
 * Consent without which nobody sees them, with twenty mixed ones besides, and with a thousand. The
 * same reader asks the same of each.
 */
final class ConsentsBench {
  private static final int MIXED = 20;
  private static final int MANY = 1_000;
  private static final int A_TRANSACTION = 100;
  private static final int CLIENTS = 4;
  // Throughput of 0.93 for reads and 0.90 for searches, as costs.
  private static final double READS = 1 / 0.93;
  private static final double SEARCHES = 1 / 0.90;
  private static final double THOUSAND = 2;

  private ConsentsBench() {}

  static void run(Options options) {
    double busy = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    try (Ground ground = new Ground(options, "consents")) {
      People people = ground.people();
      List<Person> known = Ground.known(people);
      BenchDatabase database = ground.database();
      Ground.Hub hub = ground.hub(database, ground.issuer(), HubServer.DATABASE, 0);
      Target plain = hub.part("one Consent");
      Target mixed = hub.part(MIXED + " mixed Consents");
      Target many = hub.part(MANY + " Consents");
      Ground.say("Loading the people three times …");
      Loader.load(plain, people.places());
      Loader.load(plain, ManyRules.others());
      for (Target part : List.of(plain, mixed, many)) Loader.load(part, people.people(), CLIENTS);
      for (Person person : known) {
        Loader.load(mixed, MixedConsents.transaction("Patient/" + mixed.id(person.id()), MIXED));
        String patient = "Patient/" + many.id(person.id());
        for (int i = 0; i < MANY; i += A_TRANSACTION) {
          Loader.load(many, MixedConsents.transaction(patient, A_TRANSACTION));
        }
      }
      Ground.settle(database, hub);

      List<String> tables = new ArrayList<>();
      tables.add(table(options, database, known, plain, mixed, "read", READS));
      tables.add(table(options, database, known, plain, mixed, "sorted", SEARCHES));
      tables.add(table(options, database, known, plain, many, "read", THOUSAND));
      tables.add(table(options, database, known, plain, many, "sorted", THOUSAND));
      new PairReport(options, database.value("show server_version"), busy)
          .write(ground.report(), "Consents", about(known), String.join("\n\n", tables));
    }
  }

  private static String table(
      Options options,
      BenchDatabase database,
      List<Person> known,
      Target plain,
      Target other,
      String workload,
      double limit) {
    Comparison comparison =
        new Comparison(
            options, List.of(plain, other), database.processes(), new Processes(), Ground::say);
    List<Line> lines = new ArrayList<>();
    for (Workload one : Workloads.of(known, options.seed())) {
      if (!one.name().equals(workload)) continue;
      Ground.say(one.title());
      lines.add(comparison.measure(one));
    }
    return PairPage.table(plain.name(), other.name(), lines, limit, true);
  }

  private static String about(List<Person> known) {
    return """
    The same work on people with the one Consent without which nobody would see them, with %d mixed ones
    besides, and with %d: one hub, one database, one reader.

    - %d people, each there three times; %,d resources in each part, without the Consents
    - the Consents are for the reader's clinic and others: by class, label, purpose, role and period, and by
      date, code, author and reference of the single row, which the query must ask of each
    """
        .formatted(
            MIXED,
            MANY,
            known.size(),
            known.stream().mapToInt(person -> person.refs().size()).sum());
  }
}
