package dev.tsumugi.terminology;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One version of one code system, however large: a resource in memory, a table, or a grammar such
 * as UCUM's. Codes are compared as {@link SystemVersion#caseSensitive()} says; a found {@link
 * Concept} carries the code as the system writes it.
 *
 * <p>An implementation that reads from elsewhere throws {@link dev.tsumugi.kernel.Problem} of kind
 * UNAVAILABLE when it cannot; it never answers "no" for "could not look".
 *
 * @see <a href="https://hl7.org/fhir/R4/codesystem.html">R4 CodeSystem</a>
 */
public interface Concepts {
  SystemVersion about();

  /** The concept of this code; null if this version does not know it. */
  @Nullable Concept find(String code);

  /**
   * Does {@code ancestor} subsume {@code code}? Reflexive; false where either is unknown or the
   * system has no hierarchy.
   */
  boolean subsumes(String ancestor, String code);

  /**
   * The concepts that meet the query, in a stable order: that of the definition, or of the codes.
   *
   * @throws dev.tsumugi.kernel.Problem NOT_SUPPORTED for a condition that this system cannot
   *     evaluate, or if it cannot be listed ({@link #listable()})
   */
  List<Concept> page(ConceptQuery query);

  /** How many concepts meet the query; its offset and count are not looked at. */
  long count(ConceptQuery query);

  /** Can the codes be listed? False for grammars (UCUM, MIME types, language tags). */
  default boolean listable() {
    return true;
  }
}
