package dev.tsumugi.terminology;

import dev.tsumugi.kernel.Coding;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The module's front door for other modules: short questions about codes. (The FHIR operations with
 * all their parameters are beside it.) Canonicals may carry {@code |version}.
 */
public interface Terminology {
  /** Is this code a member of the value set? */
  Membership memberOf(String valueSet, Coding coding);

  /**
   * The concept of a code, by the newest version of its system that has it; null if not known here.
   */
  @Nullable Concept lookup(Coding coding);

  /** Does {@code ancestor} subsume {@code code}, by the newest version of {@code system}? */
  boolean subsumes(String system, String ancestor, String code);

  /**
   * Every code of a value set, inactive ones too.
   *
   * @throws dev.tsumugi.kernel.Problem TOO_LARGE above {@code limit} codes; NOT_FOUND if the set is
   *     not known here; UNPROCESSABLE if it cannot be told (unknown system, cycle, filter)
   */
  List<Coding> codesOf(String valueSet, int limit);

  /** What a code is in {@code targetSystem}, by every concept map known, the closest first. */
  List<Coding> translate(Coding coding, String targetSystem);

  /** Over these definitions, which are asked anew for every question. */
  static Terminology over(Definitions definitions) {
    return new Questions(definitions);
  }
}
