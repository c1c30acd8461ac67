package dev.tsumugi.terminology.master;

import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/** The layouts that come with the hub. */
public final class Mappings {
  public static final List<String> NAMES =
      List.of("medis-disease", "yj", "hot", "jlac10", "icd-10", "loinc", "usage", "code-and-name");

  private Mappings() {}

  /**
   * The JSON of a layout, as it is shipped.
   *
   * @throws Problem NOT_FOUND if there is none of this name
   */
  public static byte[] bytes(String name) {
    if (!NAMES.contains(name)) {
      throw Problem.of(
          Problem.Kind.NOT_FOUND,
          "there is no mapping " + name + "; there are " + String.join(", ", NAMES));
    }
    String resource = "/dev/tsumugi/terminology/mapping/" + name + ".json";
    try (InputStream in = Mappings.class.getResourceAsStream(resource)) {
      if (in == null) throw new IllegalStateException(resource + " is not in the jar");
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A layout that is shipped. */
  public static TableMapping shipped(String name) {
    return MappingReader.read(Json.parseObject(bytes(name)));
  }
}
