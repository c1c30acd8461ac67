package dev.tsumugi.consent;

import java.util.Optional;
import java.util.SortedSet;

/**
 * What a store can look for in a row, so that a scope may be narrowed by a search ({@code
 * patient/Observation.rs?category=…}). Only what is compared for being equal can be held to on
 * every way by which a row leaves: search parameters of R4's type {@code token}, without modifiers.
 */
public interface SearchTokens {
  /** Of a store that looks for nothing: scopes with a query grant nothing. */
  SearchTokens NONE = (type, param, value) -> Optional.empty();

  /**
   * The tokens of which a row of the type must have one, see {@link RowFacts#tokens}; empty if the
   * parameter is none that a scope may use, or the value cannot be read.
   *
   * @param param with its modifier, as it stands in the scope
   * @param value in the form of a FHIR search: alternatives stand between commas
   */
  Optional<SortedSet<Long>> of(String type, String param, String value);
}
