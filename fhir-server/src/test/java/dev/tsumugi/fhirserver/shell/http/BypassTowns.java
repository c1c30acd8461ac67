package dev.tsumugi.fhirserver.shell.http;

import dev.tsumugi.consent.Access;
import dev.tsumugi.fhirserver.shell.store.WatchedDriver;
import dev.tsumugi.testkit.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Towns in pairs: one with what is hidden, the other without. */
final class BypassTowns implements AutoCloseable {
  private final Path keys;
  private final WatchedDriver.Watch watch;
  private final Map<HiddenBy, Pair> shared = new EnumMap<>(HiddenBy.class);

  /** What every further town is copied from; nobody is connected to them. */
  private static final Map<HiddenBy, Databases> MADE = new EnumMap<>(HiddenBy.class);

  private record Databases(TestDatabase withSecret, TestDatabase without) {}

  private record Pair(BypassTown withSecret, BypassTown without) implements AutoCloseable {
    @Override
    public void close() {
      withSecret.close();
      without.close();
    }
  }

  /** The answers of both to one requester who goes one way. */
  record Both(List<String> withSecret, List<String> without) {}

  BypassTowns(Path folder) {
    this(folder, (pool, sql) -> sql);
  }

  /**
   * @param watch sees what the towns ask their databases
   */
  BypassTowns(Path folder, WatchedDriver.Watch watch) {
    this.keys = folder.resolve("keys");
    this.watch = watch;
  }

  private static synchronized Databases made(HiddenBy by, Path keys) {
    return MADE.computeIfAbsent(by, b -> new Databases(make(b, true, keys), make(b, false, keys)));
  }

  private static TestDatabase make(HiddenBy by, boolean secret, Path keys) {
    TestDatabase database = BypassTown.empty();
    // What refers to the secret must stand in the town without it, too.
    try (BypassTown town = new BypassTown(database, keys, false, (pool, sql) -> sql)) {
      for (String body : by.town()) put(town, body);
      if (secret) for (String body : by.secrets()) put(town, body);
      town.settle();
    }
    return database;
  }

  private static void put(BypassTown town, String body) {
    String type = body.replaceFirst("(?s).*?'resourceType':'(\\w+)'.*", "$1");
    String id = body.replaceFirst("(?s).*?'id':'([\\w-]+)'.*", "$1");
    Reply reply = town.ask(town.loader(), "PUT", "/" + type + "/" + id, body);
    if (reply.status() >= 300) {
      throw new IllegalStateException(body + new String(reply.body(), StandardCharsets.UTF_8));
    }
  }

  private Pair pair(HiddenBy by) {
    Databases made = made(by, keys);
    return new Pair(
        new BypassTown(made.withSecret().copy(), keys, true, watch),
        new BypassTown(made.without().copy(), keys, true, watch));
  }

  /**
   * The answers to somebody from whom it is hidden. What they write leaves the two towns as alike
   * as they were, so the next way starts from there.
   */
  Both toAStranger(Way way, HiddenBy by) {
    if (way.is(Way.Mark.SETS_THE_TOWNS_APART)) return toAStrangerAlone(way, by);
    return answers(shared.computeIfAbsent(by, this::pair), way, by, false);
  }

  /** The same in towns of their own. */
  Both toAStrangerAlone(Way way, HiddenBy by) {
    if (!way.is(Way.Mark.WRITES)) return toAStranger(way, by);
    try (Pair own = pair(by)) {
      return answers(own, way, by, false);
    }
  }

  /** The answers to somebody who may see it. */
  Both toTheCustodian(Way way, HiddenBy by) {
    if (!way.is(Way.Mark.WRITES)) {
      return answers(shared.computeIfAbsent(by, this::pair), way, by, true);
    }
    try (Pair own = pair(by)) {
      return answers(own, way, by, true);
    }
  }

  /** The answers to the custodian whose sign-on is over, in the town with what is hidden. */
  List<String> toOneSignedOff(Way way, Function<BypassTown, Access> who) {
    Pair pair = shared.computeIfAbsent(HiddenBy.LABEL, this::pair);
    Asking asking =
        new Asking(pair.withSecret(), HiddenBy.LABEL, true, who.apply(pair.withSecret()));
    way.attempt(asking);
    return asking.answers();
  }

  private static Both answers(Pair pair, Way way, HiddenBy by, boolean sees) {
    return new Both(
        answers(pair.withSecret(), way, by, true, sees),
        answers(pair.without(), way, by, false, sees));
  }

  private static List<String> answers(
      BypassTown town, Way way, HiddenBy by, boolean secret, boolean sees) {
    Access other =
        way.is(Way.Mark.BY_AN_OPERATOR)
            ? town.operator()
            : way.is(Way.Mark.BY_WHO_MAY_NOT_SEARCH)
                ? town.reader()
                : town.physician("tanaka", by.scopes());
    Asking asking = new Asking(town, by, secret, sees ? town.loader() : other);
    way.attempt(asking);
    return asking.answers();
  }

  @Override
  public void close() {
    shared.values().forEach(Pair::close);
  }
}
