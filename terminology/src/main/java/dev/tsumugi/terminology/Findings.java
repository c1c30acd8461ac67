package dev.tsumugi.terminology;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What checking one code brought to light; filled step by step. */
final class Findings {
  private final Set<Issue> issues = new LinkedHashSet<>();
  // Clients show these as one text; sorted, so that the text does not hang on the order of checks.
  private final Set<String> messages = new TreeSet<>();
  private final Set<String> unknownSystems = new LinkedHashSet<>();
  private @Nullable Hit hit;
  private @Nullable SystemVersion looked;

  /**
   * A concept found.
   *
   * @param path where it was asked for
   */
  record Hit(SystemVersion system, Concept concept, Wordings wordings, String path) {
    /** The status to report; empty if there is nothing to report. */
    String status() {
      String status = ConceptStatus.of(system, concept);
      return status.equals("active") ? "" : status;
    }
  }

  void add(Issue issue) {
    issues.add(issue);
    if (issue.isError()) messages.add(issue.text());
  }

  /** Adds an issue that is said in the message too, though it is no error. */
  void say(Issue issue) {
    issues.add(issue);
    messages.add(issue.text());
  }

  void unknown(String system) {
    unknownSystems.add(system);
  }

  void found(Hit found) {
    hit = found;
  }

  /** The version of the system that the code was last looked for in. */
  void looked(SystemVersion system) {
    looked = system;
  }

  @Nullable Hit hit() {
    return hit;
  }

  @Nullable SystemVersion looked() {
    return looked;
  }

  List<Issue> issues() {
    return new ArrayList<>(issues);
  }

  Set<String> unknownSystems() {
    return unknownSystems;
  }

  String message() {
    return String.join("; ", messages);
  }

  boolean hasErrors() {
    return issues.stream().anyMatch(Issue::isError);
  }

  /** Adds all that another check found; what it hit replaces what was hit here. */
  void take(Findings other) {
    issues.addAll(other.issues);
    messages.addAll(other.messages);
    unknownSystems.addAll(other.unknownSystems);
    if (other.hit != null) hit = other.hit;
    if (other.looked != null) looked = other.looked;
  }
}
