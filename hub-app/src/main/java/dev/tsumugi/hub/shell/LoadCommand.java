package dev.tsumugi.hub.shell;

import dev.tsumugi.hub.LoadBundle;
import dev.tsumugi.hub.LoadFile;
import dev.tsumugi.hub.LoadRank;
import dev.tsumugi.hub.LoadRequest;
import dev.tsumugi.kernel.Problem;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.GZIPInputStream;

/**
 * {@code load}: files into a running hub. Files of a rank go in parallel, the ranks one after the
 * other; a file's own requests stay in their order.
 */
final class LoadCommand {
  private static final int CLIENTS = 4;

  private final LoadClient client;
  private final boolean unpack;
  private final LoadReport report = new LoadReport();
  private final LoadProgress progress;

  private LoadCommand(LoadClient client, boolean unpack, LoadProgress progress) {
    this.client = client;
    this.unpack = unpack;
    this.progress = progress;
  }

  /** One readable file and what it weighs. */
  private record Planned(Path path, LoadRank rank, int resources) {}

  /** Returns 0 if everything was stored, and 1 if anything was not. */
  static int execute(List<String> rest, Map<String, String> environment, Console console) {
    Arguments arguments = Arguments.parse(rest, Set.of("--url", "--clients"), Set.of("--unpack"));
    if (arguments.words().isEmpty()) {
      throw Failure.usage("./hub load needs files: bundles or NDJSON, plain or gzip.");
    }
    List<Path> files = arguments.words().stream().map(Path::of).toList();
    for (Path file : files) {
      if (!Files.isRegularFile(file)) throw new Failure("There is no file " + file + ".");
    }
    int clients = clients(arguments);
    LoadClient client =
        new LoadClient(
            hub(arguments, environment),
            environment.getOrDefault("HUB_LOAD_CLIENT", "loader"),
            environment.getOrDefault("HUB_LOAD_SECRET", "demo-loader"));
    client.signOn();
    boolean unpack = arguments.flags().contains("--unpack");
    LoadProgress progress = new LoadProgress(console);
    return new LoadCommand(client, unpack, progress).load(files, clients, console);
  }

  static URI hub(Arguments arguments, Map<String, String> environment) {
    String port = environment.getOrDefault("HUB_PORT", "8080");
    Settings.Tls tls = Settings.tls(environment);
    if (tls != null) KnownCertificates.of(tls).becomeDefault();
    String here = (tls == null ? "http" : "https") + "://localhost:" + port;
    String url = arguments.options().getOrDefault("--url", here);
    String base = url.replaceFirst("/+$", "").replaceFirst("/fhir$", "");
    if (base.matches("https?://[^\\s/]+.*")) return URI.create(base);
    throw Failure.usage("--url must be an http or https address, not " + url + ".");
  }

  private static int clients(Arguments arguments) {
    String text = arguments.options().get("--clients");
    if (text == null) return CLIENTS;
    if (text.matches("[1-9][0-9]?")) return Integer.parseInt(text);
    throw Failure.usage("--clients must be a number from 1 to 99, not " + text + ".");
  }

  private int load(List<Path> files, int clients, Console console) {
    List<Planned> planned = plan(files);
    progress.start(planned.stream().mapToInt(Planned::resources).sum());
    ExecutorService pool = Executors.newFixedThreadPool(clients);
    try {
      for (LoadRank rank : LoadRank.values()) {
        List<Future<?>> running = new ArrayList<>();
        for (Planned file : planned) {
          if (file.rank() == rank) running.add(pool.submit(() -> load(file.path())));
        }
        for (Future<?> file : running) finish(file);
      }
    } finally {
      pool.shutdownNow();
      progress.end();
      // Also when the hub went away half way: what was stored by then is worth knowing.
      report.print(console);
    }
    return report.succeeded() ? 0 : Failure.FAILED;
  }

  /** Reads every file once before anything is sent: the order needs all of them. */
  private List<Planned> plan(List<Path> files) {
    List<Planned> planned = new ArrayList<>();
    for (Path path : files) {
      try {
        LoadFile file = read(path);
        int resources =
            LoadBundle.requests(file, unpack).stream().mapToInt(r -> r.entries().size()).sum();
        planned.add(new Planned(path, LoadRank.of(file), resources));
      } catch (IOException e) {
        report.fail(path.toString(), "it cannot be read: " + DataFolder.reason(e));
      } catch (Problem problem) {
        report.fail(path.toString(), words(problem));
      }
    }
    return planned;
  }

  private void load(Path path) {
    try {
      for (LoadRequest request : LoadBundle.requests(read(path), unpack)) {
        report.add(path.toString(), request, client.send(request));
        progress.show(report.done(), path);
      }
    } catch (IOException e) {
      report.fail(path.toString(), "it cannot be read: " + DataFolder.reason(e));
    }
  }

  private static void finish(Future<?> file) {
    try {
      file.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure("The load was interrupted.", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Failure failure) throw failure;
      throw new IllegalStateException("a file could not be loaded", e.getCause());
    }
  }

  /** Gzip is told by its first two bytes (RFC 1952), not by the name. */
  static LoadFile read(Path path) throws IOException {
    byte[] bytes = Files.readAllBytes(path);
    boolean gzip = bytes.length > 2 && (bytes[0] & 0xff) == 0x1f && (bytes[1] & 0xff) == 0x8b;
    if (!gzip) return LoadFile.read(bytes);
    try (GZIPInputStream plain = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      return LoadFile.read(plain.readAllBytes());
    }
  }

  private static String words(Problem problem) {
    List<String> issues = new ArrayList<>();
    for (Problem.Issue issue : problem.issues()) {
      issues.add((issue.path().isEmpty() ? "" : issue.path() + ": ") + issue.message());
    }
    return String.join("; ", issues);
  }
}
