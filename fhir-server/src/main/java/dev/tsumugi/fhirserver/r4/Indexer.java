package dev.tsumugi.fhirserver.r4;

import dev.tsumugi.fhirserver.r4.SearchParameter.Kind;
import dev.tsumugi.kernel.Json;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What can be searched of a resource, by the search parameters of its type. Takes resources that
 * {@link Validator} has passed; in others it passes over what it cannot read. Safe for concurrent
 * use.
 */
public final class Indexer {
  /** The one R4 expression that is a truth value and no path. */
  static final String DECEASED = "Patient.deceased.exists() and Patient.deceased != false";

  private record Rule(String param, Kind kind, List<Path> paths, List<Truth> truths) {
    void walk(Json.Obj resource, IndexBuilder into) {
      into.param(param);
      for (Path path : paths) {
        path.walk(resource, value -> Extraction.add(kind, path, value, into));
      }
      for (Truth truth : truths) into.token(null, Boolean.toString(truth.of(resource)), null);
    }
  }

  private final R4 r4;
  private final PathCompiler compiler;

  /** Compiled when a type is first met: most nodes never see most of the 146 types. */
  private final Map<String, List<Rule>> rules = new ConcurrentHashMap<>();

  private final Map<String, List<Composites.Rule>> composites = new ConcurrentHashMap<>();

  public Indexer(R4 r4) {
    this.r4 = r4;
    this.compiler = new PathCompiler(r4.structures());
  }

  private List<Rule> compile(String type, List<String> passedOver) {
    List<Rule> own = new ArrayList<>();
    for (SearchParameter parameter : r4.searchParameters(type)) add(parameter, own, passedOver);
    return List.copyOf(own);
  }

  private void add(SearchParameter parameter, List<Rule> into, List<String> passedOver) {
    if (parameter.code().equals("_id") || parameter.code().equals("_lastUpdated")) return;
    if (parameter.kind() == Kind.COMPOSITE || parameter.expression().equals(DECEASED)) return;
    String name = parameter.type() + "." + parameter.code();
    if (parameter.kind() == Kind.SPECIAL || parameter.expression().isEmpty()) {
      // Parameters of every resource are told once.
      if (!parameter.code().startsWith("_")) passedOver.add(name);
      return;
    }
    List<Path> useful = new ArrayList<>();
    List<Truth> truths = new ArrayList<>();
    for (String alternative : PathCompiler.alternatives(parameter.expression())) {
      Optional<Truth> truth = compiler.truth(parameter.type(), alternative);
      truth.ifPresent(truths::add);
      if (truth.isPresent()) continue;
      for (Path path : compiler.compile(parameter.type(), alternative)) {
        if (Extraction.handles(parameter.kind(), path.leaf().name())) useful.add(path);
        else passedOver.add(name + " as " + path.leaf().name());
      }
    }
    into.add(new Rule(parameter.code(), parameter.kind(), List.copyOf(useful), truths));
  }

  /** Parameters, or single types of their values, that have no entries in an {@link Index}. */
  List<String> passedOver() {
    List<String> names = new ArrayList<>();
    for (String type : r4.types()) compile(type, names);
    return names;
  }

  /** Everything to search of {@code resource}; empty lists for an unknown type. */
  public Index index(Json.Obj resource) {
    IndexBuilder into = new IndexBuilder();
    String type = resource.text("resourceType");
    if (type == null || !r4.isType(type)) return into.build();
    for (Rule rule : rules.computeIfAbsent(type, t -> compile(t, new ArrayList<>()))) {
      rule.walk(resource, into);
    }
    if (type.equals("Patient")) deceased(resource, into);
    for (Composites.Rule rule : composites.computeIfAbsent(type, this::composites)) {
      rule.walk(resource, into);
    }
    return into.build();
  }

  private List<Composites.Rule> composites(String type) {
    return r4.searchParameters(type).stream()
        .filter(param -> param.kind() == Kind.COMPOSITE)
        .flatMap(param -> Composites.rules(r4, compiler, param).stream())
        .toList();
  }

  /** Where the references of these parameters lead: {@code Type/id}, addresses, URNs. */
  public Set<String> references(Json.Obj resource, Set<String> params) {
    Set<String> targets = new LinkedHashSet<>();
    String type = resource.text("resourceType");
    if (type == null || !r4.isType(type)) return targets;
    IndexBuilder into = new IndexBuilder();
    for (Rule rule : rules.computeIfAbsent(type, t -> compile(t, new ArrayList<>()))) {
      if (rule.kind() != Kind.REFERENCE || !params.contains(rule.param())) continue;
      rule.walk(resource, into);
    }
    for (Index.Reference found : into.build().references()) targets.add(found.value());
    return targets;
  }

  private static void deceased(Json.Obj patient, IndexBuilder into) {
    Boolean told = patient.bool("deceasedBoolean");
    boolean deceased = patient.has("deceasedDateTime") || (told != null && told);
    into.param("deceased");
    into.token(null, Boolean.toString(deceased), null);
  }
}
