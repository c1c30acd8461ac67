package dev.tsumugi.terminology.shell;

import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.terminology.master.MappingReader;
import dev.tsumugi.terminology.master.MasterReader;
import dev.tsumugi.terminology.master.Reading;
import dev.tsumugi.terminology.master.TableMapping;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;

/** A file that somebody wants to load, with all that decides what comes of it. */
public final class MasterFile {
  private final String name;
  private final byte[] file;
  private final byte @Nullable [] companion;
  private final byte[] mappingBytes;
  private final TableMapping mapping;
  private final MasterReader.Asked asked;

  /**
   * @param mapping JSON of the layout
   * @param companion the second file of layouts that have one
   * @param version empty if the file's name tells it
   * @throws Problem INVALID if the mapping cannot be read, or no version is known
   */
  public MasterFile(
      String name,
      byte[] file,
      byte @Nullable [] companion,
      byte[] mapping,
      Optional<String> version,
      String system,
      Optional<String> encoding) {
    this.name = name;
    this.file = file;
    this.companion = companion;
    this.mappingBytes = mapping;
    this.mapping = MappingReader.read(Json.parseObject(mapping));
    String known = version.orElseGet(() -> versionOf(name));
    this.asked = new MasterReader.Asked(known, system, encoding);
  }

  private String versionOf(String fileName) {
    if (mapping.version() != null) {
      Matcher found = mapping.version().matcher(fileName);
      if (found.find() && found.groupCount() > 0) return found.group(1);
    }
    throw Problem.of(
        Problem.Kind.INVALID,
        "the name " + fileName + " does not tell the version; say it with --version");
  }

  /** {@code nmain517.txt as medis-disease, version 517}. */
  public String words() {
    return name + " as " + mapping.name() + ", version " + asked.version();
  }

  /**
   * Reads all of it, or says why not.
   *
   * @throws Problem INVALID for a workbook that is broken
   */
  public Reading read() {
    boolean workbook = Workbook.looksLike(file);
    byte[] text = workbook ? Workbook.csv(file).getBytes(StandardCharsets.UTF_8) : file;
    // A workbook says its encoding itself; what is asked is about text files.
    MasterReader.Asked how =
        workbook
            ? new MasterReader.Asked(asked.version(), asked.system(), Optional.empty())
            : asked;
    return MasterReader.read(mapping, text, companion, how);
  }

  /** What was read, as a load of the tables. */
  public TableLoader.Load load(Reading.Whole read, boolean replace) {
    return new TableLoader.Load(
        read.systems(), read.maps(), mapping.name(), name, digest(), replace);
  }

  private byte[] digest() {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      sha.update(mappingBytes);
      sha.update(file);
      if (companion != null) sha.update(companion);
      sha.update(asked.toString().getBytes(StandardCharsets.UTF_8));
      return sha.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
