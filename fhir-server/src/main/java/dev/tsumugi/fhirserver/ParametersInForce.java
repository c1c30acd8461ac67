package dev.tsumugi.fhirserver;

import dev.tsumugi.fhirserver.r4.R4;
import dev.tsumugi.kernel.Problem;
import java.util.Map;
import java.util.Optional;

/**
 * The search parameters of one moment: R4's own, and those loaded beside them. Immutable; a request
 * takes it once.
 *
 * @param answered what a search may ask
 * @param underWay by {@code Type?code}, what will be answered when its index is complete
 */
public record ParametersInForce(R4 answered, Map<String, Progress> underWay) {
  public ParametersInForce {
    underWay = Map.copyOf(underWay);
  }

  /** R4's own alone. */
  public static ParametersInForce of(R4 r4) {
    return new ParametersInForce(r4, Map.of());
  }

  public static String key(String type, String code) {
    return type + "?" + code;
  }

  public Optional<Progress> underWay(String type, String code) {
    return Optional.ofNullable(underWay.get(key(type, code)));
  }

  /**
   * @throws Problem NOT_SUPPORTED that says how far it is
   */
  void refuseUnderWay(String type, String code) {
    Progress progress = underWay.get(key(type, code));
    if (progress == null) return;
    throw Problem.at(
        Problem.Kind.NOT_SUPPORTED,
        code,
        "the search parameter '" + code + "' of " + type + " " + progress.words());
  }

  /**
   * How far a loaded parameter is.
   *
   * @param total rows to look at; below 0 as long as nobody has counted them
   */
  public record Progress(State state, long done, long total) {
    /** Rows of hidden records count too: by the hundred they tell of none of them. */
    private static final int GRAIN = 100;

    public enum State {
      /** Rows are being indexed: no search is answered by it yet. */
      INDEXING,
      /** Every row is indexed. */
      ACTIVE,
      /** No search knows it any more; its values are being removed. */
      RETIRED
    }

    /** Rows looked at, down to the hundred. */
    public long roundedDone() {
      return done / GRAIN * GRAIN;
    }

    /** Rows to look at, up to the hundred. */
    public long roundedTotal() {
      return (Math.max(total, 0) + GRAIN - 1) / GRAIN * GRAIN;
    }

    public String words() {
      return total < 0
          ? "is being indexed (0 of ?)"
          : "is being indexed (" + roundedDone() + " of " + roundedTotal() + ")";
    }
  }
}
