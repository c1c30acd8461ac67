package dev.tsumugi.bench.shell;

import dev.tsumugi.bench.Operation;
import dev.tsumugi.bench.Workload;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.testkit.scene.Played;
import dev.tsumugi.testkit.scene.Questions;
import dev.tsumugi.testkit.scene.Scene;
import dev.tsumugi.testkit.scene.ScenePlay;
import dev.tsumugi.testkit.scene.SceneTally;
import dev.tsumugi.testkit.scene.Scenes;
import dev.tsumugi.testkit.scene.Village;
import dev.tsumugi.testkit.scene.Villager;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/**
 * {@code ./hub bench emergency}: what a look-up costs beside the same bytes from a plain servlet,
 * whether that grows with the city, and what crews find in scripted scenes.
 */
final class EmergencyBench {
  /** How many people are asked for. */
  private static final int ASKED = 400;

  /** Enough that processors and not the disk's flushes are what holds either of the two back. */
  private static final int CLIENTS = 16;

  private static final int CREWS = 64;
  private static final int PROOFS_A_SECOND = 2_500;

  /** A hub takes a proof for a minute, and making them takes time too; a longer warm-up signs. */
  private static final int SECONDS_AHEAD = 8;

  // Crews of a whole country ask as one here: the limits on trawling are not what is measured.
  private static final List<String> UNLIMITED =
      List.of(
          "-Dhub.ems.look-ups-person=1000000000",
          "-Dhub.ems.look-ups-device=1000000000",
          "-Dhub.ems.look-ups-incident=1000000000");

  private final EmergencyOptions options;
  private final Ground ground;
  private final BenchDatabase database;
  private final Issuer issuer;
  private final EmergencyPage page;

  private EmergencyBench(EmergencyOptions options, Ground ground) {
    this.options = options;
    this.ground = ground;
    double busy = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    database = ground.database();
    issuer = ground.issuer();
    page =
        new EmergencyPage(
            options.options(), database.value("show server_version"), busy, ground.report());
  }

  /** False if a scene showed what it may not. */
  static boolean run(EmergencyOptions options) {
    try (Ground ground = new Ground(options.options(), "emergency")) {
      EmergencyBench bench = new EmergencyBench(options, ground);
      boolean safe = !options.wants("scenes") || bench.scenes();
      if (options.wants("speed")
          || options.wants("dpop")
          || options.wants("size")
          || options.peer()) {
        bench.speed();
      }
      if (options.wants("index")) bench.index();
      return safe;
    }
  }

  // --- scenes --------------------------------------------------------------------------------

  private boolean scenes() {
    long seed = options.options().seed();
    Ground.Hub hub = ground.hub(database, issuer, "bench_scenes", 0, UNLIMITED);
    try {
      Village village = Village.of(options.scenes(), seed, "scene");
      Ground.say("Loading a village of " + village.all().size() + " for the scenes …");
      VillageLoad.load(hub.part("scenes"), village.all(), 1);
      Ground.say("Playing " + options.scenes() + " scenes …");
      CrewWire wire = new CrewWire(hub.server().base(), issuer, hub.custodian());
      ScenePlay play = new ScenePlay(wire);
      List<Played> played = new ArrayList<>();
      LocalDate today = LocalDate.now(ZoneOffset.ofHours(9));
      for (Scene scene : Scenes.of(village, seed, options.scenes(), today)) {
        played.add(play.play(scene));
      }
      SceneTally tally = new SceneTally(played);
      tally.notRight().forEach(one -> Ground.say("  " + one));
      page.write("Scenes", about(village), tally.page());
      return tally.falseMatches().isEmpty() && tally.leaks().isEmpty();
    } finally {
      hub.server().close();
    }
  }

  private String about(Village village) {
    return """
    A generated village of %d people (families under one roof, twins, namesakes, names from abroad) and crews who
    ask for them over HTTP with tokens of their own. Names, mistakes and conversions of kana are the
    generator's; it shares no code with the matcher. Its crew knows whom it has before it, and picks that
    person out of candidates.
    """
        .formatted(village.all().size());
  }

  // --- the index ----------------------------------------------------------------------------

  private void index() {
    Ground.say("Loading " + options.indexed() + " people for the index …");
    String table =
        new IndexBench(ground, database, issuer, options.options().seed())
            .run(options.indexed(), UNLIMITED, ground.databaseLog());
    String about =
        """
        Tolerant questions (mishearings, typing errors, wareki a year off, moved house, a phone's digit, hardly anything
        known) in a city of %,d people who have an identity and a choice each. "Alone" is the statement that finds whom
        to compare, by PostgreSQL's own log of durations.
        """
            .formatted(options.indexed());
    page.write("Index", about, table);
  }

  // --- speed ---------------------------------------------------------------------------------

  private record Town(
      Ground.Hub hub, List<Villager> asked, List<Operation> exact, List<Operation> cards) {}

  private Town town(String name, int place, int residents, int wholeEvery) {
    Ground.Hub hub = ground.hub(database, issuer, name, place, UNLIMITED);
    Village village = Village.of(residents, options.options().seed(), "town");
    Ground.say("Loading " + residents + " residents …");
    long began = System.nanoTime();
    VillageLoad.load(hub.part(name), village.all(), wholeEvery);
    Ground.say("  in %.0f s".formatted((System.nanoTime() - began) / 1e9));
    List<Villager> asked = new ArrayList<>();
    for (int i = 0; i < residents; i += wholeEvery) {
      if (village.all().get(i).hasAgreed()) asked.add(village.all().get(i));
    }
    int step = Math.max(1, asked.size() / ASKED);
    List<Villager> some = new ArrayList<>();
    for (int i = 0; i < asked.size() && some.size() < ASKED; i += step) some.add(asked.get(i));
    CrewWire wire = new CrewWire(hub.server().base(), issuer, hub.custodian());
    List<Operation> exact = new ArrayList<>();
    List<Operation> cards = new ArrayList<>();
    for (Villager one : some) {
      exact.add(LookUps.asking(Questions.exact(one)));
      cards.add(LookUps.asking(Questions.card(wire.card(one))));
    }
    Ground.settle(database, hub);
    return new Town(hub, some, exact, cards);
  }

  /** Many crews: look-ups are counted for each. */
  private Target crew(Town town) {
    Server server = town.hub().server();
    List<String> tokens = new ArrayList<>();
    for (int i = 0; i < CREWS; i++) tokens.add(issuer.crew(server.base().toString(), i));
    AtomicInteger next = new AtomicInteger();
    return new Target(
        "the hub",
        server.base(),
        () -> "",
        () -> tokens.get(Math.floorMod(next.getAndIncrement(), CREWS)),
        server);
  }

  private InTurns turns(double share) {
    return new InTurns(
        options.options(), database.processes(), new Processes(), Ground::say, share);
  }

  private static Workload asking(String title, List<Operation> operations) {
    return new Workload("look-up", title, "", CLIENTS, true, operations);
  }

  private void speed() {
    String name = "bench_town";
    Town town = town(name, 0, options.residents(), 1);
    Target crew = crew(town);
    Map<String, byte[]> bytes = LookUps.answers(crew, town.asked(), town.cards());
    LookUps.answers(crew, town.asked(), town.exact());

    Server server = ground.plain(database, name);
    PlainServer.fill(database, name, bytes);
    server.start();
    Target plain = new Target("plain servlet", server.base(), () -> "", () -> "", server);
    List<Operation> rows =
        town.asked().stream().map(one -> Operation.get("plain/" + one.id())).toList();
    InTurns.Contender same = new InTurns.Contender(plain, asking("the same bytes", rows));

    List<EmergencyPage.Beside> lines = new ArrayList<>();
    if (options.wants("speed")) {
      lines.add(beside("by card", crew, asking("look-up by card", town.cards()), same));
      lines.add(
          beside(
              "by name, birth date and sex",
              crew,
              asking("look-up by name, birth date, sex", town.exact()),
              same));
    }
    if (options.wants("dpop")) lines.add(proved(town, same));
    if (!lines.isEmpty())
      page.speed(lines, town.asked().size(), options.residents(), bytes.values());
    server.close();
    if (options.wants("size")) size(town);
    // Last, as it takes more memory than all else.
    if (options.peer()) peer(town, crew, bytes);
  }

  /** A HAPI JPA server, which asks nobody who they are, reads the same answers as Bundles. */
  private void peer(Town town, Target crew, Map<String, byte[]> bytes) {
    Server server = ground.peer(database);
    server.start(PeerServer.FIRST);
    Target peer = Ground.open(server);
    List<Operation> reads = new ArrayList<>();
    try (Wire wire = peer.asLoader()) {
      for (Map.Entry<String, byte[]> one : bytes.entrySet()) {
        String path = "Bundle/" + one.getKey();
        Wire.Answer put =
            wire.send("PUT", peer.target(path), bundle(one.getKey(), one.getValue()).toString());
        if (!put.succeeded()) throw Loader.refused(peer, path, put);
        reads.add(Operation.get(path));
      }
    } catch (IOException failure) {
      throw new Failure("The peer broke off: " + failure.getMessage(), failure);
    }
    InTurns.Outcome outcome =
        turns(0.5)
            .run(
                new InTurns.Contender(crew, asking("look-up by card", town.cards())),
                new InTurns.Contender(peer, asking("read of the stored Bundle", reads)));
    page.peer(new EmergencyPage.Beside("by card", outcome, EmergencyPage.Third.NONE));
    server.close();
  }

  private static Json.Obj bundle(String id, byte[] answer) {
    Json.Obj entry = Json.object().put("resource", Json.parseObject(answer)).build();
    return Json.object()
        .put("resourceType", "Bundle")
        .put("id", id)
        .put("type", "collection")
        .put("entry", List.of(entry))
        .build();
  }

  private EmergencyPage.Beside beside(
      String title, Target crew, Workload asked, InTurns.Contender plain) {
    InTurns.Outcome outcome = turns(0.5).run(new InTurns.Contender(crew, asked), plain);
    return new EmergencyPage.Beside(title, outcome, third(crew, asked, outcome, seconds -> {}));
  }

  /** Latencies of the hub alone at a third of what it can do. */
  private EmergencyPage.Third third(
      Target crew, Workload asked, InTurns.Outcome outcome, IntConsumer ready) {
    double rate = outcome.first().measured().perSecond().orElseThrow() / 3;
    List<Double> p50 = new ArrayList<>();
    List<Double> p99 = new ArrayList<>();
    for (int round = 0; round < options.options().rounds(); round++) {
      ready.accept(options.options().seconds());
      var latency =
          Driver.open(crew, asked.operations(), rate, options.options().seconds(), 500L + round);
      p50.add(latency.getValueAtPercentile(50) / 1e6);
      p99.add(latency.getValueAtPercentile(99) / 1e6);
    }
    return EmergencyPage.Third.of(rate, p50, p99);
  }

  /** From a tablet: each request with a proof of its key. */
  private EmergencyPage.Beside proved(Town town, InTurns.Contender plain) {
    Server server = town.hub().server();
    List<Tablet.Proofs> tablets = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      Tablet tablet = new Tablet(Clock.systemUTC());
      HubServer.pair(database, town.hub().database(), i, tablet.thumbprint());
      String token = issuer.crew(server.base().toString(), i, tablet.thumbprint());
      tablets.add(tablet.new Proofs(server.base(), LookUps.SENT, token));
    }
    AtomicInteger next = new AtomicInteger();
    Wire.Credentials proofs =
        (method, target) ->
            tablets
                .get(Math.floorMod(next.getAndIncrement(), tablets.size()))
                .lines(method, target);
    Target crew = new Target("the hub, DPoP", server.base(), () -> "", proofs, server);
    Workload asked = asking("look-up by card from a tablet (DPoP)", town.cards());
    InTurns.Contender proving =
        new InTurns.Contender(
            crew,
            asked,
            seconds -> tablets.forEach(one -> one.make(ahead(seconds) / tablets.size())));
    InTurns.Outcome outcome = turns(0.5).run(proving, plain);
    return new EmergencyPage.Beside(
        "by card, from a tablet (DPoP)", outcome, third(crew, asked, outcome, proving.ready()));
  }

  private static int ahead(int seconds) {
    return Math.min(seconds, SECONDS_AHEAD) * PROOFS_A_SECOND;
  }

  private void size(Town small) {
    int every = Math.max(1, options.many() / Math.max(1, options.residents()));
    Town large = town("bench_city", 1, options.many(), every);
    Target few = crew(small);
    Target many = crew(large);
    LookUps.answers(many, large.asked(), large.exact());
    List<EmergencyPage.Beside> lines = new ArrayList<>();
    for (boolean card : List.of(true, false)) {
      Workload a = asking(options.residents() + " residents", card ? small.cards() : small.exact());
      Workload b = asking(options.many() + " residents", card ? large.cards() : large.exact());
      InTurns.Outcome outcome =
          turns(1 / 3.0).run(new InTurns.Contender(few, a), new InTurns.Contender(many, b));
      String title = card ? "by card" : "by name, birth date and sex";
      lines.add(new EmergencyPage.Beside(title, outcome, EmergencyPage.Third.NONE));
    }
    page.size(lines, options.residents(), options.many());
    large.hub().server().close();
  }
}
