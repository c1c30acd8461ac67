package dev.tsumugi.terminology;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Which concepts of one system are wanted. All conditions must hold.
 *
 * @param text words to be found in code, display or a designation, in any case; null for all
 * @param activeOnly leave out inactive concepts
 * @param offset how many to pass over
 * @param count at most so many
 */
public record ConceptQuery(
    @Nullable String text, List<Condition> conditions, boolean activeOnly, long offset, int count) {

  public ConceptQuery {
    conditions = List.copyOf(conditions);
    if (offset < 0 || count < 0) throw new IllegalArgumentException("offset and count from 0");
  }

  /** Everything. */
  public static final ConceptQuery ALL =
      new ConceptQuery(null, List.of(), false, 0, Integer.MAX_VALUE);

  public static ConceptQuery where(Condition... conditions) {
    return new ConceptQuery(null, List.of(conditions), false, 0, Integer.MAX_VALUE);
  }

  public ConceptQuery from(long newOffset, int newCount) {
    return new ConceptQuery(text, conditions, activeOnly, newOffset, newCount);
  }

  /**
   * One filter of {@code ValueSet.compose.include}. The property {@code concept} (or {@code code})
   * stands for the code itself and its place in the hierarchy.
   */
  public record Condition(String property, Op op, String value) {}

  /** Codes of {@code http://hl7.org/fhir/filter-operator}, those of R5 included. */
  public enum Op {
    EQUALS("="),
    IS_A("is-a"),
    DESCENDENT_OF("descendent-of"),
    IS_NOT_A("is-not-a"),
    REGEX("regex"),
    IN("in"),
    NOT_IN("not-in"),
    GENERALIZES("generalizes"),
    CHILD_OF("child-of"),
    DESCENDENT_LEAF("descendent-leaf"),
    EXISTS("exists");

    private final String code;

    Op(String code) {
      this.code = code;
    }

    public String code() {
      return code;
    }

    /** Of a code; null if FHIR has no such operator. */
    public static @Nullable Op of(@Nullable String code) {
      if (code == null) return null;
      String wanted = code.toLowerCase(Locale.ROOT);
      for (Op op : values()) if (op.code.equals(wanted)) return op;
      return null;
    }
  }
}
