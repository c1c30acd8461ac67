package dev.tsumugi.terminology;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Several sources as one; the first that knows a definition gives it. */
record Chain(List<Definitions> sources) implements Definitions {
  @Override
  public @Nullable Concepts system(String url, @Nullable String version) {
    for (Definitions source : sources) {
      Concepts found = source.system(url, version);
      if (found != null) return found;
    }
    return null;
  }

  @Override
  public List<String> versions(String url) {
    return united(source -> source.versions(url));
  }

  @Override
  public String canonical(String systemUrl) {
    for (Definitions source : sources) {
      String name = source.canonical(systemUrl);
      if (!name.equals(systemUrl)) return name;
    }
    return systemUrl;
  }

  @Override
  public List<Concepts> supplements(String systemUrl) {
    List<Concepts> all = new ArrayList<>();
    for (Definitions source : sources) all.addAll(source.supplements(systemUrl));
    return all;
  }

  @Override
  public List<String> supplementVersions(String url) {
    return united(source -> source.supplementVersions(url));
  }

  @Override
  public @Nullable ValueSetDefinition valueSet(String url, @Nullable String version) {
    for (Definitions source : sources) {
      ValueSetDefinition found = source.valueSet(url, version);
      if (found != null) return found;
    }
    return null;
  }

  @Override
  public List<String> valueSetVersions(String url) {
    return united(source -> source.valueSetVersions(url));
  }

  @Override
  public List<ConceptMapDefinition> maps(@Nullable String url) {
    List<ConceptMapDefinition> all = new ArrayList<>();
    for (Definitions source : sources) all.addAll(source.maps(url));
    return all;
  }

  @Override
  public Definitions now() {
    return new Chain(sources.stream().map(Definitions::now).toList());
  }

  private List<String> united(Function<Definitions, List<String>> versions) {
    Set<String> all = new LinkedHashSet<>();
    for (Definitions source : sources) all.addAll(versions.apply(source));
    return all.stream().sorted(Versions.ORDER).toList();
  }
}
