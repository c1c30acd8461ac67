package dev.tsumugi.fhirserver.r4;

import java.util.List;
import java.util.Set;

/**
 * A standard search parameter as one resource type has it (<a
 * href="https://hl7.org/fhir/R4/searchparameter-registry.html">registry</a>).
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

  public SearchParameter {
    targets = Set.copyOf(targets);
    components = List.copyOf(components);
  }
}
