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
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * {@code ./hub bench searches}: the searches of fhir-server's suite asked of this hub and of the
 * peer, on the same data, and every difference written down under its reason.
 */
final class SearchesBench {
  private static final String SUITE = "fhir-server/src/test/resources/searches";

  private final Options options;
  private final boolean indexMissing;
  private final Ground ground;

  private SearchesBench(SearchesOptions asked, Ground ground) {
    this.options = asked.options();
    this.indexMissing = asked.indexMissing();
    this.ground = ground;
  }

  /** Whether every difference has its reason. */
  static boolean run(SearchesOptions asked) {
    try (Ground ground = new Ground(asked.options(), "searches")) {
      return new SearchesBench(asked, ground).run();
    } catch (IOException failure) {
      throw new Failure("A file of the bench cannot be used: " + failure.getMessage(), failure);
    }
  }

  private boolean run() throws IOException {
    SearchData data = data();
    List<String> questions =
        data.questions(Files.readAllLines(ground.file(SUITE + "/questions.txt")));
    BenchDatabase database = ground.database();
    Target ours = hub(database);
    Target peer = peer(database);
    for (Target target : List.of(ours, peer)) {
      Ground.say("Loading " + data.resources() + " resources into " + target.name() + " …");
      for (Json.Obj transaction : data.transactions()) Loader.load(target, transaction);
    }
    Ground.say("Asking " + questions.size() + " questions of both …");
    List<Difference> differences = compare(ours, peer, questions);
    DifferencesPage page =
        new DifferencesPage(explanations(), differences, about(data, questions, differences));
    page.write(ground.report());
    Ground.say(differences.size() + " differences; written to " + ground.report() + ".");
    for (Difference one : page.unexplained()) {
      Ground.say(
          "not explained: " + one.question() + " " + one.kind().word() + ": " + one.detail());
    }
    for (Explanation one : page.idle()) Ground.say("explains nothing: " + one.questions());
    return page.unexplained().isEmpty();
  }

  private SearchData data() throws IOException {
    People people = ground.people();
    SearchData data = new SearchData();
    data.town(Files.readAllLines(ground.file(SUITE + "/town.ndjson")));
    data.people(people.places());
    for (Path file : people.people()) data.people(Json.parseObject(Files.readAllBytes(file)));
    return data;
  }

  /** By the custodian, as the peer has no gate at all. */
  private Target hub(BenchDatabase database) {
    Ground.Hub hub = ground.hub(database, ground.issuer(), HubServer.DATABASE, 0);
    return new Target("Tsumugi", hub.server().base(), hub::custodian, hub::custodian, hub.server());
  }

  private Target peer(BenchDatabase database) {
    Server peer = ground.peer(database);
    peer.start(
        Map.of(
            "PEER_SCHEMA", "update",
            "PEER_SEARCHES", "true",
            "PEER_INDEX_MISSING", String.valueOf(indexMissing)));
    return Ground.open(peer);
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
}
