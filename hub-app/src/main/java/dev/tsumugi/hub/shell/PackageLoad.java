package dev.tsumugi.hub.shell;

import dev.tsumugi.hub.FhirPackage;
import dev.tsumugi.hub.LoadRequest;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.terminology.ConceptQuery;
import dev.tsumugi.terminology.ResourceSystem;
import dev.tsumugi.terminology.master.CodeTable;
import dev.tsumugi.terminology.shell.TableLoader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * {@code terminology load package}: large code systems go into tables; the rest become resources of
 * the running hub, as the loading client sends them.
 */
final class PackageLoad {
  /** A code system with more concepts than this is a table. */
  private static final int LARGE = 1_000;

  /** Unpacked; the largest packages known are a third of it. */
  private static final long LARGEST = 1L << 30;

  private final Map<String, String> environment;
  private final Console console;

  PackageLoad(Map<String, String> environment, Console console) {
    this.environment = environment;
    this.console = console;
  }

  int execute(Path path, byte[] bytes, Arguments arguments) {
    FhirPackage content = FhirPackage.of(unpacked(path, bytes));
    List<CodeTable> tables = new ArrayList<>();
    List<Json.Obj> resources = new ArrayList<>();
    for (Json.Obj resource : content.resources()) {
      if (FhirPackage.isLarge(resource, LARGE)) tables.add(table(resource));
      else resources.add(resource);
    }
    console.say(
        content.name()
            + ": "
            + tables.size()
            + " large code systems, "
            + resources.size()
            + " other definitions.");
    if (!resources.isEmpty() && !send(path, resources, arguments)) return Failure.FAILED;
    if (tables.isEmpty()) return 0;
    boolean replace = arguments.flags().contains("--replace");
    TableLoader.Load load =
        new TableLoader.Load(tables, List.of(), "package", content.name(), digest(bytes), replace);
    return OwnDatabase.with(
        Settings.of(environment), database -> TerminologyCommand.load(database, load, console));
  }

  private static CodeTable table(Json.Obj resource) {
    ResourceSystem system = ResourceSystem.of(resource);
    return new CodeTable(system.about(), system.page(ConceptQuery.ALL));
  }

  private boolean send(Path path, List<Json.Obj> resources, Arguments arguments) {
    LoadClient client =
        new LoadClient(
            LoadCommand.hub(arguments, environment),
            environment.getOrDefault("HUB_LOAD_CLIENT", "loader"),
            environment.getOrDefault("HUB_LOAD_SECRET", "demo-loader"));
    client.signOn();
    LoadReport report = new LoadReport();
    LoadProgress progress = new LoadProgress(console, "definitions");
    progress.start(resources.size());
    try {
      for (LoadRequest request : FhirPackage.requests(resources)) {
        report.add(path.toString(), request, client.send(request));
        progress.show(report.done());
        // What follows may rest on what was refused.
        if (!report.succeeded()) break;
      }
    } finally {
      progress.end();
      report.print(console);
    }
    return report.succeeded();
  }

  private static Map<String, byte[]> unpacked(Path path, byte[] bytes) {
    Map<String, byte[]> files = new HashMap<>();
    long left = LARGEST;
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(new GZIPInputStream(new ByteArrayInputStream(bytes)))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        if (!entry.isFile() || !entry.getName().endsWith(".json")) continue;
        left -= entry.getSize();
        if (left < 0) throw new Failure(path + " is too large: over " + (LARGEST >> 30) + " GB.");
        files.put(entry.getName(), tar.readAllBytes());
      }
    } catch (IOException e) {
      throw new Failure(path + " cannot be unpacked: " + DataFolder.reason(e) + ".", e);
    }
    return files;
  }

  private static byte[] digest(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw Problem.of(Problem.Kind.UNAVAILABLE, "this Java has no SHA-256");
    }
  }
}
