package dev.tsumugi.terminology;

import dev.tsumugi.kernel.Coding;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.terminology.Concept.Designation;
import dev.tsumugi.terminology.PlainWords.Text;
import dev.tsumugi.terminology.PlainWords.Words;
import dev.tsumugi.terminology.SystemVersion.Content;
import dev.tsumugi.terminology.SystemVersion.Standing;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Plain words as a supplement of one code system: designations with a use of {@link
 * DesignationUse}. Most are found by the beginning of a code, so they cannot be listed.
 */
final class PlainSupplement implements Concepts {
  private final PlainWords words;
  private final String system;

  private PlainSupplement(PlainWords words, String system) {
    this.words = words;
    this.system = system;
  }

  /** Every supplement of plain words, as definitions. */
  static Definitions definitions(PlainWords words) {
    return new Definitions() {
      @Override
      public List<Concepts> supplements(String systemUrl) {
        return words.knows(systemUrl) ? List.of(new PlainSupplement(words, systemUrl)) : List.of();
      }

      @Override
      public List<String> supplementVersions(String url) {
        return url.equals(PlainWords.URL) ? List.of(PlainWords.VERSION) : List.of();
      }
    };
  }

  @Override
  public SystemVersion about() {
    return new SystemVersion(
        PlainWords.URL,
        PlainWords.VERSION,
        "PlainWords",
        "住民のためのことば / Plain words",
        Content.SUPPLEMENT,
        true,
        null,
        null,
        system,
        Standing.ACTIVE,
        List.of(),
        List.of());
  }

  @Override
  public @Nullable Concept find(String code) {
    Optional<Words> found = words.of(new Coding(system, code));
    if (found.isEmpty()) return null;
    List<Designation> designations = new ArrayList<>();
    add(designations, DesignationUse.PLAIN, found.get().what());
    add(designations, DesignationUse.PLAIN_HIGH, found.get().high());
    add(designations, DesignationUse.PLAIN_LOW, found.get().low());
    return new Concept(
        code, null, null, designations, List.of(), List.of(), false, false, List.of());
  }

  private static void add(List<Designation> all, DesignationUse use, @Nullable Text text) {
    if (text == null) return;
    all.add(new Designation("ja", use.coding(), text.ja(), List.of()));
    all.add(new Designation("en", use.coding(), text.en(), List.of()));
  }

  @Override
  public boolean subsumes(String ancestor, String code) {
    return false;
  }

  @Override
  public List<Concept> page(ConceptQuery query) {
    throw unlisted();
  }

  @Override
  public long count(ConceptQuery query) {
    throw unlisted();
  }

  @Override
  public boolean listable() {
    return false;
  }

  private static Problem unlisted() {
    return Problem.of(
        Problem.Kind.NOT_SUPPORTED, "plain words go by the beginning of codes, not by a list");
  }
}
