package dev.tsumugi.fhirserver.suite;

import dev.tsumugi.fhirserver.suite.Definitions.Param;
import dev.tsumugi.fhirserver.suite.Question.Word;
import dev.tsumugi.fhirserver.suite.Values.Value;
import dev.tsumugi.kernel.Json;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What {@code _include} and {@code _revinclude} bring along with a page. */
final class Along {
  private final Corpus corpus;
  private final Definitions definitions;
  private final Set<Rule> broken;

  Along(Corpus corpus, Definitions definitions, Set<Rule> broken) {
    this.corpus = corpus;
    this.definitions = definitions;
    this.broken = broken;
  }

  private record Follow(boolean back, String type, String code, String target, boolean again) {
    static Follow of(Word word) {
      String[] parts = word.value().split(":");
      return new Follow(
          word.name().startsWith("_rev"),
          parts[0],
          parts.length > 1 ? parts[1] : "*",
          parts.length > 2 ? parts[2] : "",
          word.name().endsWith(":iterate"));
    }
  }

  Set<String> of(Question question, List<String> page) {
    List<Follow> follows = new ArrayList<>();
    for (Word word : question.words()) {
      String bare = word.name().replaceFirst(":.*", "");
      if (bare.equals("_include") || bare.equals("_revinclude")) follows.add(Follow.of(word));
    }
    Set<String> along = new TreeSet<>();
    Set<String> from = new LinkedHashSet<>(page);
    boolean first = true;
    while (!from.isEmpty()) {
      Set<String> next = new LinkedHashSet<>();
      for (Follow follow : follows) {
        boolean skips = !first && (!follow.again() || broken.contains(Rule.INCLUDE_ITERATES));
        if (skips) continue;
        next.addAll(follow.back() ? back(follow, from) : forward(follow, from));
      }
      next.removeAll(page);
      next.removeAll(along);
      along.addAll(next);
      from = next;
      first = false;
    }
    return along;
  }

  private List<Param> params(String type, String code) {
    return code.equals("*") ? definitions.references(type) : List.of(definitions.of(type, code));
  }

  private boolean leads(Follow follow, String target) {
    boolean wanted =
        follow.target().isEmpty()
            || target.startsWith(follow.target() + "/")
            || broken.contains(Rule.INCLUDE_TARGET_COUNTS);
    return wanted && corpus.get(target) != null;
  }

  private Set<String> forward(Follow follow, Set<String> from) {
    Set<String> found = new LinkedHashSet<>();
    for (String source : from) {
      String type = source.substring(0, source.indexOf('/'));
      if (!follow.type().equals("*") && !follow.type().equals(type)) continue;
      for (Param param : params(type, follow.code())) {
        for (Value value : Values.of(corpus.get(source), param)) {
          String target = Matches.target(value);
          if (leads(follow, target)) found.add(target);
        }
      }
    }
    return found;
  }

  private Set<String> back(Follow follow, Set<String> from) {
    Set<String> found = new LinkedHashSet<>();
    if (broken.contains(Rule.REVINCLUDE)) return found;
    for (Json.Obj source : corpus.ofType(follow.type())) {
      for (Param param : params(follow.type(), follow.code())) {
        for (Value value : Values.of(source, param)) {
          String target = Matches.target(value);
          if (from.contains(target) && leads(follow, target)) found.add(Corpus.ref(source));
        }
      }
    }
    return found;
  }
}
