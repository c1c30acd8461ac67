package dev.tsumugi.terminology;

import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where definitions come from. Sources are composed as a chain ({@link #chain}): resources sent
 * with a request, those stored in the hub, loaded tables, the base of R4. Where no version is asked
 * for, the first source that knows the url gives its newest. A source that knows some things only
 * overrides what asks for these; the rest is not known there.
 */
public interface Definitions {
  /** Versions, older first: part by part, as numbers where both are; no version before any. */
  Comparator<String> VERSION_ORDER = Versions.ORDER;

  /**
   * A code system.
   *
   * @param version exactly this one; null for the newest
   * @return null if it is not known here; a supplement is never given as a system
   */
  default @Nullable Concepts system(String url, @Nullable String version) {
    return null;
  }

  /** The versions known of a code system, the newest last; empty text where unversioned. */
  default List<String> versions(String url) {
    return List.of();
  }

  /** The name to use of a system that has several; its own where none is known. */
  default String canonical(String systemUrl) {
    return systemUrl;
  }

  /** The supplements to a code system, whatever version of it they name. */
  default List<Concepts> supplements(String systemUrl) {
    return List.of();
  }

  /** The versions of the supplement that has this url itself. */
  default List<String> supplementVersions(String url) {
    return List.of();
  }

  /**
   * A value set.
   *
   * @param version exactly this one; null for the newest
   */
  default @Nullable ValueSetDefinition valueSet(String url, @Nullable String version) {
    return null;
  }

  /** The versions known of a value set, the newest last. */
  default List<String> valueSetVersions(String url) {
    return List.of();
  }

  /**
   * Concept maps.
   *
   * @param url of one map; null for all
   */
  default List<ConceptMapDefinition> maps(@Nullable String url) {
    return List.of();
  }

  /**
   * The same as of this moment, for one question that asks often: what others write meanwhile does
   * not show.
   */
  default Definitions now() {
    return this;
  }

  /** These sources as one, the first first. */
  static Definitions chain(List<Definitions> sources) {
    return new Chain(List.copyOf(sources));
  }
}
