package dev.tsumugi.fhirserver.r4;

import dev.tsumugi.kernel.Json;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** Public examples beside the project, where somebody has put them; else empty maps. */
final class SharedData {
  private static final Path ROOT = Path.of(System.getProperty("tsumugi.root"), "../shared/data");

  private SharedData() {}

  /** JSON files of one folder by name, gzip and the examples of FHIR packages opened. */
  static Map<String, Json.Obj> files(String folder) {
    Map<String, Json.Obj> found = new TreeMap<>();
    for (Path file : list(ROOT.resolve(folder))) {
      String name = file.getFileName().toString();
      try {
        byte[] bytes = Files.readAllBytes(file);
        if (name.endsWith(".tgz")) {
          untar(
              gunzip(bytes),
              n -> n.startsWith("package/example/") && !n.endsWith(".index.json"),
              found);
        } else if (name.endsWith(".json.gz")) {
          found.put(name, Json.parseObject(gunzip(bytes)));
        } else if (name.endsWith(".json")) {
          found.put(name, Json.parseObject(bytes));
        }
      } catch (IOException broken) {
        throw new UncheckedIOException(name, broken);
      }
    }
    return found;
  }

  /** The resources themselves: the entries of bundles, in order. */
  static List<Json.Obj> resources(String folder) {
    return files(folder).values().stream()
        .flatMap(
            file ->
                "Bundle".equals(file.text("resourceType"))
                    ? file.objects("entry").stream().map(entry -> entry.obj("resource"))
                    : Stream.of(file))
        .toList();
  }

  private static List<Path> list(Path folder) {
    if (!Files.isDirectory(folder)) return List.of();
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  private static byte[] gunzip(byte[] bytes) throws IOException {
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      return in.readAllBytes();
    }
  }

  private static void untar(byte[] tar, Predicate<String> wanted, Map<String, Json.Obj> into)
      throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(tar));
    byte[] header = new byte[512];
    while (in.available() >= header.length) {
      in.readFully(header);
      String name = text(header, 0, 100);
      if (name.isEmpty()) return;
      int size = Integer.parseInt(text(header, 124, 12).trim(), 8);
      byte[] content = new byte[(size + 511) / 512 * 512];
      in.readFully(content);
      if (header[156] == '0' && wanted.test(name) && name.endsWith(".json")) {
        into.put(name, Json.parseObject(java.util.Arrays.copyOf(content, size)));
      }
    }
  }

  private static String text(byte[] header, int from, int length) {
    String field = new String(header, from, length, StandardCharsets.US_ASCII);
    int end = field.indexOf(0);
    return end < 0 ? field : field.substring(0, end);
  }
}
