package dev.tsumugi.fhirserver.r4;

import dev.tsumugi.fhirserver.r4.SearchParameter.Component;
import dev.tsumugi.fhirserver.r4.SearchParameter.Kind;
import dev.tsumugi.kernel.Problem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The facts of <a href="https://hl7.org/fhir/R4">FHIR R4 (4.0.1)</a>: resource types and their
 * structure, search parameters, the patient compartment. Immutable; one a process is enough.
 */
public final class R4 {
  /** What stands for every type where the parameters of all resources are asked for. */
  public static final String ANY = "Resource";

  private final Structures structures;
  private final List<String> types;
  private final Set<String> every;
  private final Map<String, Map<String, SearchParameter>> parameters = new HashMap<>();
  private final Map<String, Set<String>> compartment = new HashMap<>();

  private R4(Structures structures) {
    this.structures = structures;
    this.types = structures.resources();
    this.every = Set.copyOf(types);
  }

  /** Reads the facts that lie beside this class (some tens of milliseconds). */
  public static R4 load() {
    R4 r4 = new R4(Structures.load());
    r4.loadParameters();
    for (String line : FactsFile.lines("compartment.txt")) {
      List<String> cells = Arrays.asList(line.split("\t"));
      Set<String> codes = new LinkedHashSet<>(cells.subList(1, cells.size()));
      r4.compartment.put(cells.get(0), Collections.unmodifiableSet(codes));
    }
    return r4;
  }

  private void loadParameters() {
    Map<String, Short> numbers = new HashMap<>();
    for (String line : FactsFile.lines("numbers.txt")) {
      int tab = line.indexOf('\t');
      numbers.put(line.substring(tab + 1), Short.valueOf(line.substring(0, tab)));
    }
    Map<String, List<String[]>> read = new HashMap<>();
    List<String[]> current = new ArrayList<>();
    for (String line : FactsFile.lines("search.txt")) {
      if (line.startsWith("\t")) current.add(line.substring(1).split("\t", -1));
      else read.put(line, current = new ArrayList<>());
    }
    for (String type : types) {
      Map<String, SearchParameter> own = new TreeMap<>();
      for (String base : List.of("Resource", "DomainResource", type)) {
        if (base.equals("DomainResource") && !isDomainResource(type)) continue;
        for (String[] cells : read.getOrDefault(base, List.of())) {
          own.put(cells[0], parameter(type, numbers.getOrDefault(cells[0], (short) 0), cells));
        }
      }
      parameters.put(type, own);
    }
    Map<String, SearchParameter> common = new TreeMap<>();
    for (String[] cells : read.getOrDefault(ANY, List.of())) {
      common.put(cells[0], parameter(ANY, numbers.getOrDefault(cells[0], (short) 0), cells));
    }
    parameters.put(ANY, common);
  }

  /** These facts with further parameters; their codes must be free. */
  public R4 with(Collection<SearchParameter> further) {
    if (further.isEmpty()) return this;
    R4 more = new R4(structures);
    more.compartment.putAll(compartment);
    more.parameters.putAll(parameters);
    Map<String, Map<String, SearchParameter>> changed = new HashMap<>();
    for (SearchParameter param : further) {
      Map<String, SearchParameter> own =
          changed.computeIfAbsent(
              param.type(), type -> new TreeMap<>(parameters.getOrDefault(type, Map.of())));
      if (own.put(param.code(), param) != null) {
        throw new IllegalArgumentException(param.type() + " has " + param.code() + " already");
      }
    }
    more.parameters.putAll(changed);
    return more;
  }

  boolean isDomainResource(String type) {
    return structures.get(type).member("contained") != null;
  }

  private SearchParameter parameter(String type, short number, String[] cells) {
    if (number == 0) throw new IllegalStateException("no number for parameter " + cells[0]);
    Set<String> targets = Set.of();
    if (cells[3].equals("*")) targets = every;
    else if (!cells[3].isEmpty()) targets = Set.of(cells[3].split(" "));
    List<Component> components = new ArrayList<>();
    if (!cells[4].isEmpty()) {
      for (String component : cells[4].split(";")) {
        int sign = component.indexOf('=');
        components.add(new Component(component.substring(0, sign), component.substring(sign + 1)));
      }
    }
    return new SearchParameter(
        type, cells[0], number, Kind.valueOf(cells[1]), cells[2], targets, components);
  }

  /** The concrete resource types, alphabetical. */
  public List<String> types() {
    return types;
  }

  public boolean isType(String name) {
    return every.contains(name);
  }

  /**
   * Stable number of a type, part of the database's format: its place in {@link #types()} plus one.
   * R4 is closed, so places do not move.
   *
   * @throws Problem NOT_FOUND if R4 has no such type
   */
  public short typeNumber(String name) {
    int place = Collections.binarySearch(types, name);
    if (place < 0) {
      throw Problem.of(Problem.Kind.NOT_FOUND, "FHIR R4 has no resource type of this name");
    }
    return (short) (place + 1);
  }

  /**
   * The type with this {@link #typeNumber}.
   *
   * @throws IndexOutOfBoundsException if there is none
   */
  public String typeName(short number) {
    return types.get(number - 1);
  }

  /**
   * The parameter {@code code} of {@code type}, those of every resource included.
   *
   * @param type may be {@link #ANY}
   */
  public Optional<SearchParameter> searchParameter(String type, String code) {
    return Optional.ofNullable(parameters.getOrDefault(type, Map.of()).get(code));
  }

  /** All parameters of {@code type} by code, those of every resource included. */
  public List<SearchParameter> searchParameters(String type) {
    return List.copyOf(parameters.getOrDefault(type, Map.of()).values());
  }

  /**
   * Codes of the parameters whose references put a resource of this type into a patient's
   * compartment (<a href="https://hl7.org/fhir/R4/compartmentdefinition-patient.html">R4</a>), in
   * the definition's order; empty if the type is not in it.
   */
  public Set<String> compartmentParameters(String type) {
    return compartment.getOrDefault(type, Set.of());
  }

  Structures structures() {
    return structures;
  }
}
