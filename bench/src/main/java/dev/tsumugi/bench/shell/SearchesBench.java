package dev.tsumugi.bench.shell;

import dev.tsumugi.bench.Difference;
import dev.tsumugi.bench.Explanation;
import dev.tsumugi.bench.Found;
import dev.tsumugi.bench.Options;
import dev.tsumugi.bench.SearchData;
import dev.tsumugi.kernel.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * {@code ./hub bench searches}: the searches of fhir-server's suite asked of this hub and of the
 * peer, on the same data, and every difference written down under its reason.
 */
final class SearchesBench implements AutoCloseable {
  private static final String SUITE = "fhir-server/src/test/resources/searches";

  private final Options options;
  private final boolean indexMissing;
  private final Path root;
  private final Path work;
  private final List<AutoCloseable> open = new ArrayList<>();

  private SearchesBench(SearchesOptions asked) {
    this.options = asked.options();
    this.indexMissing = asked.indexMissing();
    this.root = Path.of(System.getProperty("bench.root", ".")).toAbsolutePath().normalize();
    this.work = root.resolve("bench/target/searches");
  }

  /** Whether every difference has its reason. */
  static boolean run(SearchesOptions asked) {
    SearchesBench bench = new SearchesBench(asked);
    // Ctrl-C must not leave servers behind.
    Runtime.getRuntime().addShutdownHook(new Thread(bench::close, "stop"));
    try {
      return bench.run();
    } catch (IOException failure) {
      throw new Failure("A file of the bench cannot be used: " + failure.getMessage(), failure);
    } finally {
      bench.close();
    }
  }

  private boolean run() throws IOException {
    Files.createDirectories(work);
    SearchData data = data();
    List<String> questions =
        data.questions(Files.readAllLines(root.resolve(SUITE + "/questions.txt")));
    say("Starting PostgreSQL …");
    BenchDatabase database =
        options.database().isPresent()
            ? BenchDatabase.at(options.database().get())
            : BenchDatabase.embedded(
                options.port() + 3, work.resolve("postgres"), work.resolve("postgres.log"));
    open.add(database);
    Target ours = hub(database);
    Target peer = peer(database);
    for (Target target : List.of(ours, peer)) {
      say("Loading " + data.resources() + " resources into " + target.name() + " …");
      for (Json.Obj transaction : data.transactions()) Loader.load(target, transaction);
    }
    say("Asking " + questions.size() + " questions of both …");
    List<Difference> differences = compare(ours, peer, questions);
    DifferencesPage page =
        new DifferencesPage(explanations(), differences, about(data, questions, differences));
    Path file = root.resolve(options.report());
    page.write(file);
    say(differences.size() + " differences; written to " + file + ".");
    for (Difference one : page.unexplained()) {
      say("not explained: " + one.question() + " " + one.kind().word() + ": " + one.detail());
    }
    for (Explanation one : page.idle()) say("explains nothing: " + one.questions());
    return page.unexplained().isEmpty();
  }

  private SearchData data() throws IOException {
    say("Generating " + options.people() + " people (seed " + options.seed() + ") …");
    People people = People.generate(options, root.resolve("bench/synthea/target/lib"), work);
    SearchData data = new SearchData();
    data.town(Files.readAllLines(root.resolve(SUITE + "/town.ndjson")));
    data.people(people.places());
    for (Path file : people.people()) data.people(Json.parseObject(Files.readAllBytes(file)));
    return data;
  }

  private Target hub(BenchDatabase database) {
    Issuer issuer = new Issuer(options.port() + 2, Clock.systemUTC());
    open.add(issuer);
    Path jar = root.resolve("hub-app/target/hub.jar");
    Server hub = HubServer.on(database, options.port(), jar, work, issuer);
    open.add(hub);
    say("Starting the hub …");
    hub.start();
    HubServer.assess(database);
    String custodian = issuer.custodian(hub.base().toString());
    return new Target("Tsumugi", hub.base(), () -> custodian, () -> custodian, hub);
  }

  private Target peer(BenchDatabase database) {
    Path jar = root.resolve("bench/jpa-peer/target/jpa-peer.jar");
    Server peer = PeerServer.on(database, options.port() + 1, jar, work);
    open.add(peer);
    say("Starting the peer …");
    peer.start(
        Map.of(
            "PEER_SCHEMA", "update",
            "PEER_SEARCHES", "true",
            "PEER_INDEX_MISSING", String.valueOf(indexMissing)));
    return new Target("HAPI JPA", peer.base(), () -> "", () -> "", peer);
  }

  private static List<Difference> compare(Target ours, Target peer, List<String> questions)
      throws IOException {
    List<Difference> differences = new ArrayList<>();
    try (Asker we = new Asker(ours);
        Asker they = new Asker(peer)) {
      for (String question : questions) {
        String asked = decided(question);
        Found found = we.ask(asked);
        Difference.between(asked, found, they.ask(asked)).ifPresent(differences::add);
      }
    }
    return differences;
  }

  /**
   * Where a sort leaves an order open, each server has its own: ids decide. Where no page size is
   * asked for, one page holds all: the peer's pages by offset are not stable without an order.
   */
  private static String decided(String question) {
    boolean open = question.contains("_sort=") && !question.matches(".*_sort=[^&]*\\b_id\\b.*");
    String ordered = open ? question.replaceFirst("_sort=[^&]*", "$0,_id") : question;
    if (ordered.contains("_count=")) return ordered;
    return ordered + (ordered.contains("?") ? "&" : "?") + "_count=1000";
  }

  private static List<Explanation> explanations() throws IOException {
    try (InputStream in = SearchesBench.class.getResourceAsStream("/search-differences.txt")) {
      if (in == null) throw new IllegalStateException("search-differences.txt is not in the jar");
      return Explanation.read(
          new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList());
    }
  }

  private String about(SearchData data, List<String> questions, List<Difference> differences) {
    int same = questions.size() - differences.size();
    return """
    - %s; %,d searches of fhir-server's suite, %,d answered alike (matches, what comes along, totals, and
      where a sort was asked the order, each over all pages)
    - the suite's town and %d people (Synthea 3.3.0, seed %d, %d years): %,d resources, the same ids in both
    - peer: HAPI JPA 8.8.0 as in `./hub bench records`, but with :contains, identifiers of a type, sources,
      external references, units converted by UCUM%s
    """
        .formatted(
            LocalDate.now(ZoneOffset.UTC),
            questions.size(),
            same,
            options.people(),
            options.seed(),
            options.history(),
            data.resources(),
            indexMissing ? " and an index of missing values" : "");
  }

  private static void say(String text) {
    System.err.println(text);
  }

  @Override
  public synchronized void close() {
    Set<String> failed = new HashSet<>();
    for (int i = open.size() - 1; i >= 0; i--) {
      try {
        open.get(i).close();
      } catch (Exception failure) { // one that does not stop must not keep the others running
        failed.add(failure.toString());
      }
    }
    open.clear();
    if (!failed.isEmpty()) say("Not everything could be stopped: " + failed);
  }
}
