package dev.tsumugi.terminology;

import dev.tsumugi.kernel.Problem;
import dev.tsumugi.terminology.ConceptQuery.Condition;
import dev.tsumugi.terminology.ConceptQuery.Op;
import dev.tsumugi.terminology.SystemVersion.Content;
import dev.tsumugi.terminology.SystemVersion.Standing;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A code system whose codes are made by rules, and without number: units, media types, language
 * tags. Codes can be checked; they cannot be listed, and none is above another.
 */
public final class Grammar implements Concepts {
  private final SystemVersion about;
  private final Function<String, @Nullable Concept> rule;

  /**
   * @param rule the concept of a code; null if the rules do not allow it
   */
  public Grammar(
      String url, String name, boolean caseSensitive, Function<String, @Nullable Concept> rule) {
    this.about =
        new SystemVersion(
            url,
            "",
            name,
            null,
            Content.COMPLETE,
            caseSensitive,
            null,
            "en",
            null,
            Standing.ACTIVE,
            List.of(),
            List.of());
    this.rule = rule;
  }

  @Override
  public SystemVersion about() {
    return about;
  }

  @Override
  public @Nullable Concept find(String code) {
    return rule.apply(code);
  }

  @Override
  public boolean subsumes(String ancestor, String code) {
    return ancestor.equals(code) && find(code) != null;
  }

  @Override
  public List<Concept> page(ConceptQuery query) {
    Concept found = one(query);
    return found == null || query.offset() > 0 || query.count() == 0 ? List.of() : List.of(found);
  }

  @Override
  public long count(ConceptQuery query) {
    return one(query) == null ? 0 : 1;
  }

  @Override
  public boolean listable() {
    return false;
  }

  /** The one code asked for, if the other conditions hold for it as well. */
  private @Nullable Concept one(ConceptQuery query) {
    Concept found = null;
    for (Condition condition : query.conditions()) {
      boolean place = condition.property().equals("concept") || condition.property().equals("code");
      if (place && condition.op() == Op.EQUALS) found = find(condition.value());
    }
    if (query.conditions().size() == 1 && found != null) return found;
    if (query.conditions().size() == 1 && query.conditions().get(0).op() == Op.EQUALS) return null;
    throw Problem.of(
        Problem.Kind.NOT_SUPPORTED,
        "The code system '"
            + about.url()
            + "' is a grammar, so its codes cannot be listed or"
            + " filtered");
  }
}
