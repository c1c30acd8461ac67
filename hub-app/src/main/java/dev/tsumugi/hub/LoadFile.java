package dev.tsumugi.hub;

import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The resources of one file: a Bundle, one resource, or NDJSON (a resource a line).
 *
 * @param ndjson true if the file is NDJSON: its lines have nothing to do with each other
 */
public record LoadFile(List<Line> lines, boolean ndjson) {
  /**
   * One JSON document.
   *
   * @param number 1 for the first line
   */
  public record Line(int number, Json.Obj resource) {}

  public LoadFile {
    lines = List.copyOf(lines);
  }

  /**
   * Reads UTF-8 text, unpacked.
   *
   * @throws Problem INVALID if it is no JSON, holds no resource, or a line of NDJSON is broken
   *     (then the path is {@code line N})
   */
  public static LoadFile read(byte[] utf8) {
    List<byte[]> lines = nonBlankLines(utf8);
    if (lines.isEmpty()) throw Problem.invalid("", "the file is empty");
    if (lines.size() == 1 || !isDocument(lines.get(0))) {
      return new LoadFile(List.of(new Line(1, resource(utf8, ""))), false);
    }
    List<Line> resources = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      resources.add(new Line(i + 1, resource(lines.get(i), "line " + (i + 1))));
    }
    return new LoadFile(resources, true);
  }

  private static Json.Obj resource(byte[] json, String path) {
    Json.Obj resource;
    try {
      resource = Json.parseObject(json);
    } catch (Problem problem) {
      throw path.isEmpty() ? problem : problem.under(path);
    }
    if (resource.text("resourceType") == null) {
      throw Problem.invalid(path, "this is no FHIR resource: it has no resourceType");
    }
    return resource;
  }

  /** NDJSON is told from indented JSON by its first line: a whole document, or only "{". */
  private static boolean isDocument(byte[] line) {
    try {
      Json.parseObject(line);
      return true;
    } catch (Problem incomplete) {
      return false;
    }
  }

  private static List<byte[]> nonBlankLines(byte[] utf8) {
    List<byte[]> lines = new ArrayList<>();
    int start = utf8.length >= 3 && (utf8[0] & 0xff) == 0xef && (utf8[1] & 0xff) == 0xbb ? 3 : 0;
    for (int end = start; end <= utf8.length; end++) {
      if (end < utf8.length && utf8[end] != '\n') continue;
      String line = new String(utf8, start, end - start, StandardCharsets.UTF_8).strip();
      if (!line.isEmpty()) lines.add(line.getBytes(StandardCharsets.UTF_8));
      start = end + 1;
    }
    return lines;
  }
}
