package dev.tsumugi.fhirserver.r4;

import java.util.List;
import java.util.Set;

/**
 * A search parameter as one resource type has it: of R4's <a
 * href="https://hl7.org/fhir/R4/searchparameter-registry.html">registry</a>, or loaded.
 *
 * @param type the resource type; for the parameters of all resources the type that was asked for
 * @param number stable number of {@code code}, part of the database's format; equal for equal codes
 * @param expression FHIRPath, only the alternatives that start at {@code type}; "" if none
 * @param targets types a reference may lead to; empty where the kind is not REFERENCE
 * @param components the parts of a composite, in order
 */
public record SearchParameter(
    String type,
    String code,
    short number,
    Kind kind,
    String expression,
    Set<String> targets,
    List<Component> components) {

  /** How values are compared; {@code search-param-type} of R4. */
  public enum Kind {
    TOKEN,
    REFERENCE,
    DATE,
    STRING,
    NUMBER,
    QUANTITY,
    URI,
    COMPOSITE,
    SPECIAL
  }

  /**
   * One part of a composite.
   *
   * @param code the parameter of the same type that says how this part is compared
   * @param expression FHIRPath from the composite's own element
   */
  public record Component(String code, String expression) {}

  /** Numbers below are R4's own, from here on those of {@link LoadedParameter}s. */
  public static final short FIRST_LOADED = 10_001;

  public SearchParameter {
    targets = Set.copyOf(targets);
    components = List.copyOf(components);
  }

  /** Whether a SearchParameter resource brought it. */
  public boolean loaded() {
    return number >= FIRST_LOADED;
  }
}
