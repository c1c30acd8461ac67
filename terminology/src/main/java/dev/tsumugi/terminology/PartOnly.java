package dev.tsumugi.terminology;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Definitions that know some things only: what is not overridden is not known here. */
interface PartOnly extends Definitions {
  @Override
  default @Nullable Concepts system(String url, @Nullable String version) {
    return null;
  }

  @Override
  default List<String> versions(String url) {
    return List.of();
  }

  @Override
  default @Nullable ValueSetDefinition valueSet(String url, @Nullable String version) {
    return null;
  }

  @Override
  default List<String> valueSetVersions(String url) {
    return List.of();
  }

  @Override
  default List<ConceptMapDefinition> maps(@Nullable String url) {
    return List.of();
  }
}
