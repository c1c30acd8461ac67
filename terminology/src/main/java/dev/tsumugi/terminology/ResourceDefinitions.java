package dev.tsumugi.terminology;

import dev.tsumugi.kernel.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Definitions out of FHIR resources in memory; resources of other types are passed over. */
public final class ResourceDefinitions implements Definitions {
  private final Map<String, Map<String, Concepts>> systems = new HashMap<>();
  private final Map<String, List<Concepts>> supplements = new HashMap<>();
  private final Map<String, Map<String, ValueSetDefinition>> valueSets = new HashMap<>();
  private final List<ConceptMapDefinition> maps = new ArrayList<>();

  /**
   * Of CodeSystem, ValueSet and ConceptMap resources; of two with the same url and version the
   * first counts.
   *
   * @throws dev.tsumugi.kernel.Problem INVALID for a code system without a url
   */
  public ResourceDefinitions(List<Json.Obj> resources) {
    for (Json.Obj resource : resources) add(resource);
  }

  private void add(Json.Obj resource) {
    String type = resource.text("resourceType");
    if ("CodeSystem".equals(type)) {
      ResourceSystem system = ResourceSystem.of(resource);
      String supplemented = system.about().supplements();
      if (system.about().content() == SystemVersion.Content.SUPPLEMENT && supplemented != null) {
        String url = Canonical.of(supplemented).url();
        supplements.computeIfAbsent(url, any -> new ArrayList<>()).add(system);
      } else {
        systems
            .computeIfAbsent(system.about().url(), any -> new HashMap<>())
            .putIfAbsent(system.about().version(), system);
      }
    } else if ("ValueSet".equals(type)) {
      ValueSetDefinition set = ValueSetDefinition.of(resource);
      valueSets.computeIfAbsent(set.url(), any -> new HashMap<>()).putIfAbsent(set.version(), set);
    } else if ("ConceptMap".equals(type)) {
      maps.add(ConceptMapDefinition.of(resource));
    }
  }

  @Override
  public @Nullable Concepts system(String url, @Nullable String version) {
    return pick(systems.getOrDefault(url, Map.of()), version);
  }

  @Override
  public List<String> versions(String url) {
    return systems.getOrDefault(url, Map.of()).keySet().stream().sorted(Versions.ORDER).toList();
  }

  @Override
  public List<Concepts> supplements(String systemUrl) {
    return supplements.getOrDefault(systemUrl, List.of());
  }

  @Override
  public List<String> supplementVersions(String url) {
    return supplements.values().stream()
        .flatMap(List::stream)
        .map(Concepts::about)
        .filter(about -> about.url().equals(url))
        .map(SystemVersion::version)
        .toList();
  }

  @Override
  public @Nullable ValueSetDefinition valueSet(String url, @Nullable String version) {
    return pick(valueSets.getOrDefault(url, Map.of()), version);
  }

  @Override
  public List<String> valueSetVersions(String url) {
    return valueSets.getOrDefault(url, Map.of()).keySet().stream().sorted(Versions.ORDER).toList();
  }

  @Override
  public List<ConceptMapDefinition> maps(@Nullable String url) {
    if (url == null) return maps;
    return maps.stream().filter(map -> map.url().equals(url)).toList();
  }

  private static <T> @Nullable T pick(Map<String, T> versions, @Nullable String version) {
    String wanted = version == null ? Versions.newest(List.copyOf(versions.keySet())) : version;
    return wanted == null ? null : versions.get(wanted);
  }
}
