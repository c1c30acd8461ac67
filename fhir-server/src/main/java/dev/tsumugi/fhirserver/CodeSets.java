package dev.tsumugi.fhirserver;

import dev.tsumugi.kernel.Coding;
import dev.tsumugi.kernel.Problem;
import java.util.List;

/**
 * What a search asks of terminology: the codes that the token modifiers {@code :in}, {@code
 * :not-in}, {@code :below} and {@code :above} stand for.
 *
 * <p>Each throws {@link Problem}: INVALID if the value set, system or code is not known here,
 * UNPROCESSABLE if it cannot be told, TOO_LARGE for more codes than a search may look for.
 */
public interface CodeSets {
  /** So many codes may one value stand for. */
  int MOST = 2_000;

  /** Without terminology all of these are refused by name. */
  CodeSets NONE = new NoCodeSets();

  /** Every code of a value set, {@code url} or {@code url|version}. */
  List<Coding> in(String valueSet);

  /** A code and all that it subsumes. */
  List<Coding> below(Coding code);

  /** A code and all that subsume it. */
  List<Coding> above(Coding code);
}
