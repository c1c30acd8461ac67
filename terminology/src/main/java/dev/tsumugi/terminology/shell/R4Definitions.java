package dev.tsumugi.terminology.shell;

import dev.tsumugi.kernel.Json;
import dev.tsumugi.terminology.Concepts;
import dev.tsumugi.terminology.Definitions;
import dev.tsumugi.terminology.ResourceSystem;
import dev.tsumugi.terminology.ValueSetDefinition;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.ref.SoftReference;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The code systems and value sets of R4 itself (4.0.1), out of HAPI's jar of definitions. Read with
 * the first question, in a second or two; then kept as compressed JSON, about a megabyte in all,
 * and unpacked while it is in use.
 */
final class R4Definitions implements Definitions {
  private static final String FOLDER = "/org/hl7/fhir/r4/model/valueset/";
  private static final List<String> FILES =
      List.of("valuesets.xml", "v3-codesystems.xml", "v2-tables.xml");

  private @Nullable Packed packed;
  private final Map<String, SoftReference<ResourceSystem>> systems = new ConcurrentHashMap<>();
  private final Map<String, SoftReference<ValueSetDefinition>> valueSets =
      new ConcurrentHashMap<>();

  @SuppressWarnings("ArrayRecordComponent") // packed once, never given out
  private record One(String version, byte[] deflated) {}

  private record Packed(Map<String, One> systems, Map<String, One> valueSets) {}

  private synchronized Packed packed() {
    if (packed == null) {
      Packed read = new Packed(new HashMap<>(), new HashMap<>());
      for (String file : FILES) {
        try (InputStream xml = open(file)) {
          DefinitionsXml.read(xml, resource -> pack(resource, read));
        } catch (IOException broken) {
          throw new UncheckedIOException(broken);
        }
      }
      packed = read;
    }
    return packed;
  }

  private static InputStream open(String file) {
    return Objects.requireNonNull(
        R4Definitions.class.getResourceAsStream(FOLDER + file),
        "R4's definitions are not on the classpath");
  }

  private static void pack(Json.Obj resource, Packed into) {
    String url = resource.text("url");
    if (url == null) return;
    String version = resource.text("version");
    One one = new One(version == null ? "" : version, deflate(Json.bytes(resource)));
    boolean system = "CodeSystem".equals(resource.text("resourceType"));
    (system ? into.systems() : into.valueSets()).putIfAbsent(url, one);
  }

  private static byte[] deflate(byte[] plain) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(plain.length / 4 + 64);
    try (DeflaterOutputStream deflater = new DeflaterOutputStream(out)) {
      deflater.write(plain);
    } catch (IOException inMemory) {
      throw new UncheckedIOException(inMemory);
    }
    return out.toByteArray();
  }

  private static Json.Obj inflate(One one) {
    try (InputStream in =
        new InflaterInputStream(new java.io.ByteArrayInputStream(one.deflated()))) {
      return Json.parseObject(in.readAllBytes());
    } catch (IOException inMemory) {
      throw new UncheckedIOException(inMemory);
    }
  }

  @Override
  public @Nullable Concepts system(String url, @Nullable String version) {
    One one = packed().systems().get(url);
    if (one == null || (version != null && !version.equals(one.version()))) return null;
    SoftReference<ResourceSystem> kept = systems.get(url);
    ResourceSystem known = kept == null ? null : kept.get();
    if (known != null) return known;
    ResourceSystem made = ResourceSystem.of(inflate(one));
    systems.put(url, new SoftReference<>(made));
    return made;
  }

  @Override
  public List<String> versions(String url) {
    return version(packed().systems().get(url));
  }

  @Override
  public @Nullable ValueSetDefinition valueSet(String url, @Nullable String version) {
    One one = packed().valueSets().get(url);
    if (one == null || (version != null && !version.equals(one.version()))) return null;
    SoftReference<ValueSetDefinition> kept = valueSets.get(url);
    ValueSetDefinition known = kept == null ? null : kept.get();
    if (known != null) return known;
    ValueSetDefinition made = ValueSetDefinition.of(inflate(one));
    valueSets.put(url, new SoftReference<>(made));
    return made;
  }

  @Override
  public List<String> valueSetVersions(String url) {
    return version(packed().valueSets().get(url));
  }

  private static List<String> version(@Nullable One one) {
    return one == null ? List.of() : List.of(one.version());
  }
}
