package dev.tsumugi.terminology.master;

import dev.tsumugi.terminology.Concept;
import dev.tsumugi.terminology.SystemVersion;
import java.util.List;

/** One version of a code system with every concept of it, in the order of the definition. */
public record CodeTable(SystemVersion about, List<Concept> concepts) {
  public CodeTable {
    concepts = List.copyOf(concepts);
  }
}
