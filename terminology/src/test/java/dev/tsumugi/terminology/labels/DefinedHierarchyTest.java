package dev.tsumugi.terminology.labels;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tsumugi.terminology.Concept;
import dev.tsumugi.terminology.ConceptQuery;
import dev.tsumugi.terminology.Concepts;
import dev.tsumugi.terminology.Definitions;
import dev.tsumugi.terminology.SystemVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** From definitions to what lies below a concept. */
class DefinedHierarchyTest {
  private static final Map<String, String> PARENT = Map.of("below", "top", "deep", "below");

  private static Hierarchy hierarchy(SystemVersion.Content content) {
    return new DefinedHierarchy(new Known(content));
  }

  @Test
  void theConceptAndAllBelow() {
    Hierarchy hierarchy = hierarchy(SystemVersion.Content.COMPLETE);

    assertThat(hierarchy.below("s", "top")).contains(Set.of("top", "below", "deep"));
    assertThat(hierarchy.below("s", "deep")).contains(Set.of("deep"));
    assertThat(hierarchy.below("s", "unknown")).contains(Set.of("unknown"));
  }

  @Test
  void ofWhatIsNotHereWholeItCannotBeTold() {
    assertThat(hierarchy(SystemVersion.Content.COMPLETE).below("other", "top")).isEmpty();
    assertThat(hierarchy(SystemVersion.Content.FRAGMENT).below("s", "top")).isEmpty();
  }

  /** One small system, {@code s}. */
  private record Known(SystemVersion.Content content) implements Definitions, Concepts {
    @Override
    public @Nullable Concepts system(String url, @Nullable String version) {
      return url.equals("s") ? this : null;
    }

    @Override
    public SystemVersion about() {
      return new SystemVersion(
          "s",
          "",
          "s",
          null,
          content,
          true,
          "is-a",
          null,
          null,
          SystemVersion.Standing.ACTIVE,
          List.of(),
          List.of());
    }

    @Override
    public @Nullable Concept find(String code) {
      return Set.of("top", "below", "deep").contains(code) ? Concept.of(code, null) : null;
    }

    @Override
    public boolean subsumes(String ancestor, String code) {
      for (String at = code; at != null; at = PARENT.get(at)) if (at.equals(ancestor)) return true;
      return false;
    }

    @Override
    public List<Concept> page(ConceptQuery query) {
      List<Concept> found = new ArrayList<>();
      for (String code : List.of("top", "below", "deep")) {
        boolean all =
            query.conditions().stream()
                .allMatch(c -> c.op() == ConceptQuery.Op.IS_A && subsumes(c.value(), code));
        if (all) found.add(Concept.of(code, null));
      }
      return found;
    }

    @Override
    public long count(ConceptQuery query) {
      return page(query).size();
    }

    @Override
    public List<String> versions(String url) {
      return List.of("");
    }
  }
}
