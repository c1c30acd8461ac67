package dev.tsumugi.bench.shell;

import dev.tsumugi.bench.Options;
import dev.tsumugi.bench.Person;
import dev.tsumugi.bench.SyntheaBundle;
import dev.tsumugi.kernel.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** What a sub-command of the bench stands on: people, PostgreSQL, issuer, hubs, the peer. */
final class Ground implements AutoCloseable {
  private final Options options;
  private final Path root;
  private final Path work;
  private final List<AutoCloseable> open = new ArrayList<>();

  Ground(Options options, String name) {
    this.options = options;
    this.root = Path.of(System.getProperty("bench.root", ".")).toAbsolutePath().normalize();
    this.work = root.resolve("bench/target").resolve(name);
    // Ctrl-C must not leave servers behind.
    Runtime.getRuntime().addShutdownHook(new Thread(this::close, "stop"));
  }

  /**
   * A hub that runs, and the tokens with which one comes to it.
   *
   * @param seconds from its start to its first answer
   */
  record Hub(Server server, String database, String custodian, String physician, double seconds) {
    /** A part of its people, whose ids it tells apart from those of other parts. */
    Target part(String name) {
      return new Target(name, server.base(), () -> custodian, () -> physician, server);
    }
  }

  People people() {
    say("Generating " + options.people() + " people (seed " + options.seed() + ") …");
    // Generated people are kept beside the runs, for the next one whichever it is.
    return People.generate(
        options, root.resolve("bench/synthea/target/lib"), root.resolve("bench/target/people"));
  }

  static List<Person> known(People people) {
    List<Person> known = new ArrayList<>();
    try {
      for (Path file : people.people()) {
        known.add(Person.of(Json.parseObject(Files.readAllBytes(file))));
      }
    } catch (IOException failure) {
      throw new Failure("The generated people cannot be read: " + failure.getMessage(), failure);
    }
    return known;
  }

  BenchDatabase database() {
    say("Starting PostgreSQL …");
    folder(work);
    BenchDatabase database =
        options.database().isPresent()
            ? BenchDatabase.at(options.database().get())
            : BenchDatabase.embedded(
                options.port() + 3, work.resolve("postgres"), work.resolve("postgres.log"));
    open.add(database);
    return database;
  }

  Issuer issuer() {
    Issuer issuer = new Issuer(options.port() + 2, Clock.systemUTC());
    open.add(issuer);
    return issuer;
  }

  /**
   * @param place 0 or 1: which of the ports for hubs
   */
  Hub hub(BenchDatabase database, Issuer issuer, String name, int place) {
    return hub(database, issuer, name, place, List.of());
  }

  /**
   * @param settings as HUB_JAVA_OPTS has them
   */
  Hub hub(BenchDatabase database, Issuer issuer, String name, int place, List<String> settings) {
    Path jar = root.resolve("hub-app/target/hub.jar");
    Path own = folder(work.resolve(name));
    Server server =
        HubServer.on(database, name, options.port() + place, jar, own, issuer, settings);
    open.add(server);
    say("Starting a hub …");
    double seconds = server.start();
    HubServer.assess(database, name);
    String base = server.base().toString();
    return new Hub(
        server,
        name,
        issuer.custodian(base),
        issuer.physician(base, SyntheaBundle.CLINIC),
        seconds);
  }

  /** The peer, not started yet. */
  Server peer(BenchDatabase database) {
    Path jar = root.resolve("bench/jpa-peer/target/jpa-peer.jar");
    Server peer = PeerServer.on(database, options.port() + 1, jar, folder(work));
    open.add(peer);
    say("Starting the peer …");
    return peer;
  }

  /** The plain servlet, not started yet. */
  Server plain(BenchDatabase database, String name) {
    Path jar = root.resolve("bench/target/bench.jar");
    Server plain = PlainServer.on(database, name, options.port() + 4, jar, folder(work));
    open.add(plain);
    return plain;
  }

  static Target open(Server peer) {
    return new Target("HAPI JPA", peer.base(), () -> "", () -> "", peer);
  }

  /** After the load: statistics as they would be, and a JVM as after any start. */
  static void settle(BenchDatabase database, Hub hub) {
    database.superuser(hub.database(), "vacuum analyze");
    hub.server().close();
    hub.server().start();
  }

  /** Of the embedded PostgreSQL. */
  Path databaseLog() {
    return work.resolve("postgres.log");
  }

  /** A file of the project. */
  Path file(String path) {
    return root.resolve(path);
  }

  Path report() {
    return root.resolve(options.report());
  }

  private static Path folder(Path folder) {
    try {
      return Files.createDirectories(folder);
    } catch (IOException failure) {
      throw new Failure("A folder of the bench cannot be made: " + folder, failure);
    }
  }

  static void say(String text) {
    System.err.println(text);
  }

  @Override
  public synchronized void close() {
    List<String> failed = new ArrayList<>();
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
