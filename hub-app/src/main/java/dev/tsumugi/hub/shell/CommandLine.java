package dev.tsumugi.hub.shell;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** From the words of the command line to a command, and from its end to an exit code. */
public final class CommandLine {
  private final Map<String, String> environment;
  private final Console console;

  CommandLine(Map<String, String> environment, Console console) {
    this.environment = environment;
    this.console = console;
  }

  /** Carries the command out on this process's environment; returns its exit code. */
  public static int execute(String[] arguments) {
    // Japanese must come out whole where the locale is POSIX too, as in many containers.
    Console console = new Console(utf8(FileDescriptor.out), utf8(FileDescriptor.err));
    return new CommandLine(System.getenv(), console).execute(List.of(arguments));
  }

  private static PrintStream utf8(FileDescriptor stream) {
    return new PrintStream(new FileOutputStream(stream), true, StandardCharsets.UTF_8);
  }

  int execute(List<String> arguments) {
    try {
      if (arguments.isEmpty()) throw Failure.usage("Which command? ./hub help lists them.");
      return command(arguments.get(0), arguments.subList(1, arguments.size()));
    } catch (Failure failure) {
      console.fail(failure);
      return failure.exitCode();
    } catch (RuntimeException bug) {
      String what = bug.getMessage() == null ? bug.getClass().getSimpleName() : bug.getMessage();
      console.fail(new Failure("An unexpected fault ended the command: " + what, bug));
      return Failure.FAILED;
    }
  }

  private int command(String name, List<String> rest) {
    return switch (name) {
      case "run" -> run(rest);
      case "load" -> LoadCommand.execute(rest, environment, console);
      case "staff" -> StaffCommand.execute(rest, environment, console, Clock.systemUTC());
      case "residents" -> ResidentsCommand.execute(rest, environment, console);
      case "services" -> ServicesCommand.execute(rest, environment, console, Clock.systemUTC());
      case "device" -> DeviceCommand.execute(rest, environment, console, Clock.systemUTC());
      case "keys" -> KeysCommand.execute(rest, environment, console, Clock.systemUTC());
      case "story" -> story(rest);
      case "terminology" -> terminology(rest);
      case "tls" ->
          new TlsCommand(Settings.of(environment), console, Clock.systemUTC()).execute(rest);
      case "verify" -> verify(rest);
      case "backup" -> backup(rest);
      case "restore" -> restore(rest);
      case "help", "--help", "-h" -> print("hub-help.txt");
      default -> throw Failure.usage("There is no command " + name + "; ./hub help lists them.");
    };
  }

  private int run(List<String> rest) {
    Arguments arguments = Arguments.parse(rest, Set.of(), Set.of("--help"));
    if (arguments.flags().contains("--help")) return print("hub-run-help.txt");
    if (!arguments.words().isEmpty()) {
      throw Failure.usage("./hub run takes no arguments; ./hub run --help tells its settings.");
    }
    Settings settings = Settings.of(environment);
    RunCommand.execute(settings, RunParts.of(settings), console);
    return Failure.FAILED;
  }

  private int story(List<String> rest) {
    Arguments arguments = Arguments.parse(rest, Set.of("--url"), Set.of());
    String name = arguments.onlyWord("story", "the story's name, " + Stories.names());
    Story story = Stories.ALL.get(name);
    if (story == null) {
      throw Failure.usage("There is no story " + name + "; there is " + Stories.names() + ".");
    }
    return story.play(hub(arguments), console::say) ? 0 : Failure.FAILED;
  }

  private int terminology(List<String> rest) {
    if (!rest.isEmpty() && rest.get(0).equals("conformance")) {
      return ConformanceCommand.execute(rest.subList(1, rest.size()), environment, console);
    }
    return new TerminologyCommand(environment, console).execute(rest);
  }

  private int verify(List<String> rest) {
    if (!rest.isEmpty()) throw Failure.usage("./hub verify takes no arguments.");
    return VerifyCommand.execute(Settings.of(environment), StoreChecks.ALL, console);
  }

  private int backup(List<String> rest) {
    Arguments arguments = Arguments.parse(rest, Set.of(), Set.of());
    Path target = Path.of(arguments.onlyWord("backup", "the file to write"));
    Settings settings = Settings.of(environment);
    requireEmbedded(settings, "backup");
    console.step(() -> Backup.write(new DataFolder(settings.data()), target));
    return 0;
  }

  private int restore(List<String> rest) {
    Arguments arguments = Arguments.parse(rest, Set.of(), Set.of());
    Path source = Path.of(arguments.onlyWord("restore", "the file to read"));
    Settings settings = Settings.of(environment);
    requireEmbedded(settings, "restore");
    console.step(() -> Restore.read(source, new DataFolder(settings.data())));
    return 0;
  }

  private static void requireEmbedded(Settings settings, String command) {
    if (settings.external() == null) return;
    throw new Failure(
        "./hub "
            + command
            + " is for the embedded database; for the server at HUB_DB_URL use pg_basebackup or"
            + " pg_dump, and keep HUB_DATA too.");
  }

  private URI hub(Arguments arguments) {
    return LoadCommand.hub(arguments, environment);
  }

  private int print(String resource) {
    try (InputStream text = CommandLine.class.getResourceAsStream("/" + resource)) {
      if (text == null) throw new IllegalStateException(resource + " is not in the jar");
      console.say(new String(text.readAllBytes(), StandardCharsets.UTF_8).stripTrailing());
      return 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
