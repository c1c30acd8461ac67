package dev.tsumugi.terminology;

import dev.tsumugi.terminology.ValueSetCheck.Verdict;
import dev.tsumugi.terminology.ValueSetContent.Part;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Which systems can a code without one be of, in a value set? */
final class SystemInference {
  private final Catalog catalog;
  private final ValueSetCheck check;

  SystemInference(Catalog catalog) {
    this.catalog = catalog;
    this.check = new ValueSetCheck(catalog);
  }

  List<String> systemsOf(SetSource set, Asked asked) {
    List<String> fitting = new ArrayList<>();
    for (String system : systems(set)) {
      Asked here = new Asked(asked.path(), system, null, asked.code(), null);
      Findings findings = new Findings();
      boolean in = check.check(set, here, findings) == Verdict.IN;
      // A fragment takes any code in; one it lacks does not tell the system.
      if (in && findings.hit() != null) fitting.add(system);
    }
    return fitting;
  }

  /** The systems that a set, or one it imports, takes codes of. */
  Set<String> systems(SetSource set) {
    return systems(set, new LinkedHashSet<>());
  }

  private Set<String> systems(SetSource set, Set<String> found) {
    for (Part part : catalog.content(set).includes()) {
      if (part.system() != null) found.add(part.system());
      for (String reference : part.valueSets()) {
        SetSource other = catalog.imported(set, reference);
        if (other != null) systems(other, found);
      }
    }
    return found;
  }
}
