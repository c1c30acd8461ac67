package dev.tsumugi.bench.shell;

import dev.tsumugi.bench.Figures;
import dev.tsumugi.bench.StatementLog;
import dev.tsumugi.testkit.scene.Scene;
import dev.tsumugi.testkit.scene.Scenes;
import dev.tsumugi.testkit.scene.Village;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The match index of a large city: tolerant questions over HTTP, one at a time; what the index alone
 * takes is told by PostgreSQL's log of that statement.
 */
final class IndexBench {
  /** Villages are made one after the other, so that a million people need no memory. */
  private static final int AT_ONCE = 50_000;

  private static final int PLAYED = 1_200;
  private static final String INDEX = "match_person p where";
  private static final Set<Scene.Kind> TOLERANT =
      Set.of(
          Scene.Kind.MISHEARD,
          Scene.Kind.MISTYPED,
          Scene.Kind.MOVED,
          Scene.Kind.NO_CARD,
          Scene.Kind.UNCONSCIOUS,
          Scene.Kind.MISDIALLED,
          Scene.Kind.WRONG_SEX,
          Scene.Kind.WAREKI_OFF,
          Scene.Kind.MISREAD_DATE,
          Scene.Kind.FOREIGN,
          Scene.Kind.NAMESAKES);

  private final Ground ground;
  private final BenchDatabase database;
  private final Issuer issuer;
  private final long seed;

  IndexBench(Ground ground, BenchDatabase database, Issuer issuer, long seed) {
    this.ground = ground;
    this.database = database;
    this.issuer = issuer;
    this.seed = seed;
  }

  /** Markdown. */
  String run(int people, List<String> settings, Path log) {
    Ground.Hub hub = ground.hub(database, issuer, "bench_index", 0, settings);
    try {
      Village first = null;
      for (int from = 0; from < people; from += AT_ONCE) {
        int size = Math.min(AT_ONCE, people - from);
        Village village = Village.of(size, seed + from, "index" + from / AT_ONCE);
        if (first == null) first = village;
        VillageLoad.load(hub.part("index"), village.all(), Integer.MAX_VALUE);
        Ground.say("  " + (from + size) + " people in the index");
      }
      if (first == null) throw new Failure("--indexed is at least 1.");
      Ground.settle(database, hub);
      return measured(hub, first, log);
    } finally {
      hub.server().close();
    }
  }

  private String measured(Ground.Hub hub, Village village, Path log) {
    LocalDate today = LocalDate.now(ZoneOffset.ofHours(9));
    List<Scene> scenes = new ArrayList<>();
    for (Scene scene : Scenes.of(village, seed, PLAYED, today)) {
      if (TOLERANT.contains(scene.kind())) scenes.add(scene);
    }
    CrewWire wire = new CrewWire(hub.server().base(), issuer, hub.custodian());
    List<Double> whole = new ArrayList<>();
    for (Scene scene : scenes) wire.ask(scene); // warm
    logged(true);
    long before = length(log);
    for (Scene scene : scenes) {
      long began = System.nanoTime();
      wire.ask(scene);
      whole.add((System.nanoTime() - began) / 1e6);
    }
    logged(false);
    List<Double> index = StatementLog.durations(lines(log, before), INDEX);
    if (index.isEmpty()) return "The index's statement is not in PostgreSQL's log: not measured.";
    return """
    | what | questions | p50 ms | p99 ms | longest ms | goal |
    |---|---|---|---|---|---|
    | the match index alone | %d | %s | **%s** | %s | p99 ≤ 20 ms (%s) |
    | the whole answer over HTTP, one client | %d | %s | %s | %s | – |"""
        .formatted(
            index.size(),
            shown(index, 0.5),
            shown(index, 0.99),
            shown(index, 1),
            StatementLog.percentile(index, 0.99) <= 20 ? "yes" : "**no**",
            whole.size(),
            shown(whole, 0.5),
            shown(whole, 0.99),
            shown(whole, 1));
  }

  private static String shown(List<Double> values, double share) {
    return Figures.shown(StatementLog.percentile(values, share));
  }

  private void logged(boolean on) {
    database.superuser(
        "postgres",
        "alter system set log_min_duration_statement = " + (on ? 0 : -1),
        "select pg_reload_conf()");
  }

  private static long length(Path log) {
    try {
      return Files.size(log);
    } catch (IOException failure) {
      throw new Failure("PostgreSQL's log cannot be read: " + log, failure);
    }
  }

  private static List<String> lines(Path log, long from) {
    try {
      byte[] all = Files.readAllBytes(log);
      int length = all.length - (int) from;
      return new String(all, (int) from, length, StandardCharsets.UTF_8).lines().toList();
    } catch (IOException failure) {
      throw new Failure("PostgreSQL's log cannot be read: " + log, failure);
    }
  }
}
