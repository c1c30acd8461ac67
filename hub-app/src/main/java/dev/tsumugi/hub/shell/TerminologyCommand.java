package dev.tsumugi.hub.shell;

import dev.tsumugi.kernel.Problem;
import dev.tsumugi.terminology.master.Mappings;
import dev.tsumugi.terminology.master.Reading;
import dev.tsumugi.terminology.master.Refusal;
import dev.tsumugi.terminology.shell.MasterFile;
import dev.tsumugi.terminology.shell.TableLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code terminology load | list | remove}: code systems in the hub's tables, beside a running hub
 * or without one. A hub sees what was loaded within a second.
 */
final class TerminologyCommand {
  private static final String KINDS = String.join(", ", Mappings.NAMES) + ", table, package";

  private final Map<String, String> environment;
  private final Console console;

  TerminologyCommand(Map<String, String> environment, Console console) {
    this.environment = environment;
    this.console = console;
  }

  /** Returns 0 if it was done, and 1 if a file was refused. */
  int execute(List<String> rest) {
    if (rest.isEmpty()) throw usage();
    List<String> more = rest.subList(1, rest.size());
    try {
      return switch (rest.get(0)) {
        case "load" -> load(more);
        case "list" -> list(more);
        case "remove" -> remove(more);
        default -> throw usage();
      };
    } catch (Problem problem) {
      throw new Failure(sentence(problem), problem);
    }
  }

  private static Failure usage() {
    return Failure.usage(
        "./hub terminology load KIND FILE, list, remove SYSTEM VERSION, or conformance DIR; ./hub"
            + " help tells more.");
  }

  private int load(List<String> rest) {
    Arguments arguments =
        Arguments.parse(
            rest,
            Set.of("--version", "--encoding", "--mapping", "--system", "--url"),
            Set.of("--replace"));
    List<String> words = arguments.words();
    if (words.size() < 2) {
      throw Failure.usage("./hub terminology load needs a kind (" + KINDS + ") and a file.");
    }
    String kind = words.get(0);
    if (kind.equals("package")) {
      if (words.size() != 2) throw Failure.usage("One package at a time.");
      Path file = Path.of(words.get(1));
      return new PackageLoad(environment, console).execute(file, read(file), arguments);
    }
    if (words.size() > 3) throw Failure.usage("One table at a time, and its second file.");
    MasterFile file = masterFile(kind, words, arguments);
    console.say("Reading " + file.words() + " …");
    Reading reading = file.read();
    if (reading instanceof Reading.Refused refused) return refuse(refused);
    Reading.Whole whole = (Reading.Whole) reading;
    tell(whole);
    boolean replace = arguments.flags().contains("--replace");
    return OwnDatabase.with(
        Settings.of(environment), database -> load(database, file.load(whole, replace), console));
  }

  private static MasterFile masterFile(String kind, List<String> words, Arguments arguments) {
    Path path = Path.of(words.get(1));
    String mapping = arguments.options().get("--mapping");
    if (kind.equals("table") == (mapping == null)) {
      throw Failure.usage(
          "The kind table needs --mapping NAME or FILE, and no other kind takes one.");
    }
    return new MasterFile(
        String.valueOf(path.getFileName()),
        read(path),
        words.size() == 3 ? read(Path.of(words.get(2))) : null,
        mapping(kind, mapping),
        Optional.ofNullable(arguments.options().get("--version")),
        arguments.options().getOrDefault("--system", ""),
        Optional.ofNullable(arguments.options().get("--encoding")));
  }

  private static byte[] mapping(String kind, @Nullable String stated) {
    if (stated == null && !Mappings.NAMES.contains(kind)) {
      throw Failure.usage("There is no kind " + kind + "; there are " + KINDS + ".");
    }
    if (stated == null) return Mappings.bytes(kind);
    return Mappings.NAMES.contains(stated) ? Mappings.bytes(stated) : read(Path.of(stated));
  }

  static byte[] read(Path file) {
    if (!Files.isRegularFile(file)) throw new Failure("There is no file " + file + ".");
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new Failure(file + " cannot be read: " + DataFolder.reason(e) + ".", e);
    }
  }

  private int refuse(Reading.Refused refused) {
    for (Refusal refusal : refused.first()) console.warn(refusal.toString());
    long more = refused.count() - refused.first().size();
    if (more > 0) console.warn("and " + more + " more");
    console.warn(
        "Refused whole, with "
            + refused.count()
            + (refused.count() == 1 ? " finding" : " findings")
            + ": nothing was loaded, and what was in force still is.");
    return Failure.FAILED;
  }

  private void tell(Reading.Whole whole) {
    console.say(whole.rows() + " rows read, written in " + whole.encoding() + ".");
    for (String passed : whole.passedOver()) console.say("  left out: " + passed);
  }

  /** Loads beside a hub or without one, and says what is there afterwards. */
  static int load(Database database, TableLoader.Load load, Console console) {
    int all = load.systems().stream().mapToInt(one -> one.concepts().size()).sum();
    return connected(
        database,
        owner -> {
          LoadProgress progress = new LoadProgress(console, "concepts");
          progress.start(all);
          boolean loaded = new TableLoader(owner).load(load, progress::show);
          progress.end();
          if (!loaded) console.say("Exactly this is loaded already; nothing was changed.");
          load.systems()
              .forEach(
                  one ->
                      console.say(
                          one.about().canonical() + "  " + one.concepts().size() + " codes"));
          load.maps()
              .forEach(one -> console.say(one.canonical() + "  " + one.pairs().size() + " pairs"));
          return 0;
        });
  }

  private int list(List<String> rest) {
    if (!rest.isEmpty()) throw Failure.usage("./hub terminology list takes no arguments.");
    return onTables(
        owner -> {
          List<TableLoader.Loaded> all = new TableLoader(owner).list();
          for (TableLoader.Loaded one : all) {
            console.say(one.url() + "  " + one.version());
            console.say(
                "    "
                    + one.what()
                    + ", "
                    + one.size()
                    + (one.kind().equals("map") ? " pairs" : " codes")
                    + ", from "
                    + one.file()
                    + ", "
                    + one.at());
          }
          if (all.isEmpty()) console.say("No code system is loaded.");
          return 0;
        });
  }

  private int remove(List<String> rest) {
    Arguments arguments = Arguments.parse(rest, Set.of(), Set.of());
    if (arguments.words().size() != 2) {
      throw Failure.usage("./hub terminology remove takes a system (or map) and its version.");
    }
    String url = arguments.words().get(0);
    String version = arguments.words().get(1);
    return onTables(
        owner -> {
          if (!new TableLoader(owner).remove(url, version)) {
            throw new Failure(url + "|" + version + " is not loaded.");
          }
          console.say(url + "|" + version + " is removed.");
          return 0;
        });
  }

  private interface Step {
    int run(Connection owner) throws SQLException;
  }

  private int onTables(Step step) {
    return OwnDatabase.with(Settings.of(environment), database -> connected(database, step));
  }

  private static int connected(Database database, Step step) {
    try (Connection owner = database.connectAsOwner()) {
      if (!hasTables(owner)) {
        throw new Failure(
            "The database has no tables for code systems yet: start this release once, by ./hub"
                + " run.");
      }
      return step.run(owner);
    } catch (SQLException e) {
      throw new Failure("The code systems cannot be reached: " + e.getMessage(), e);
    }
  }

  private static boolean hasTables(Connection owner) throws SQLException {
    try (Statement statement = owner.createStatement();
        ResultSet row = statement.executeQuery("select to_regclass('code_system') is not null")) {
      return row.next() && row.getBoolean(1);
    }
  }

  private static String sentence(Problem problem) {
    Problem.Issue issue = problem.issues().get(0);
    String where = issue.path().isEmpty() ? "" : issue.path() + ": ";
    return where + issue.message() + ".";
  }
}
