package dev.tsumugi.consent;

import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A sorted, immutable set of sensitivity codes (v3-ActCode) that knows itself as bits, so that a
 * decision compares words and not strings.
 */
final class Sensitivities extends AbstractSet<String> {
  static final Sensitivities NONE = new Sensitivities(new String[0]);

  /** Stands for every code we do not know: what it means cannot be told. */
  static final long UNKNOWN = 1L << 63;

  /** Code to parent, after InformationSensitivityPolicy of R4 4.0.1; empty means none. */
  private static final Map<String, String> PARENTS = parents();

  private static final Map<String, Long> BITS = bits();

  /** Those that speak of health; what they mark is restricted at least. */
  private static final long OF_HEALTH =
      of(List.of(
              "ETH BH MH PSY PSYTHPN SUD COGN DVD EMOTDIS ETHUD OPIOIDUD GDIS HIV MST SCA SDV SEX SPI STD TBOO VIO SICKLE"
                  .split(" ", -1)))
          .mask();

  private final String[] codes;
  private final long mask;
  private final int hash;

  /** Asked for each time a policy meets a requester; 0 until then. Racing threads agree. */
  private long below;

  private Sensitivities(String[] codes) {
    this.codes = codes;
    long bits = 0;
    for (String code : codes) bits |= BITS.getOrDefault(code, UNKNOWN);
    this.mask = bits;
    this.hash = new HashSet<>(List.of(codes)).hashCode();
  }

  static Sensitivities of(Collection<String> codes) {
    if (codes instanceof Sensitivities already) return already;
    if (codes.isEmpty()) return NONE;
    return new Sensitivities(new TreeSet<>(codes).toArray(String[]::new));
  }

  static boolean isCode(String code) {
    return PARENTS.containsKey(code);
  }

  /** One bit for each code of the set; {@link #UNKNOWN} for those we do not know. */
  long mask() {
    return mask;
  }

  boolean demandsRestriction() {
    return (mask & OF_HEALTH) != 0;
  }

  /** The bits of these codes and of all that lie below them. */
  long maskWithDescendants() {
    if (below != 0 || codes.length == 0) return below;
    long bits = 0;
    for (String code : PARENTS.keySet()) {
      for (String above = code; !above.isEmpty(); above = PARENTS.getOrDefault(above, "")) {
        if (contains(above)) bits |= BITS.getOrDefault(code, UNKNOWN);
      }
    }
    below = bits;
    return bits;
  }

  @Override
  public boolean contains(Object code) {
    return code instanceof String text && Arrays.binarySearch(codes, text) >= 0;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    if (other instanceof Sensitivities that) return Arrays.equals(codes, that.codes);
    return super.equals(other);
  }

  /** That of any Set with these codes. */
  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public Iterator<String> iterator() {
    return List.of(codes).iterator();
  }

  @Override
  public int size() {
    return codes.length;
  }

  private static Map<String, String> parents() {
    Map<String, String> parents = new LinkedHashMap<>();
    String tops =
        "ETH GDIS HIV MST SCA SDV SEX SPI STD TBOO VIO SICKLE DEMO DOB GENDER LIVARG MARST RACE REL"
            + " B EMPL LOCIS SSP ADOL CEL DIA DRGIS EMP PDS PHY PRS";
    for (String top : tops.split(" ", -1)) parents.put(top, "");
    for (String code : "BH MH PSY PSYTHPN SUD".split(" ", -1)) parents.put(code, "SPI");
    for (String code : "COGN DVD EMOTDIS".split(" ", -1)) parents.put(code, "BH");
    for (String code : "ETHUD OPIOIDUD".split(" ", -1)) parents.put(code, "SUD");
    return parents;
  }

  private static Map<String, Long> bits() {
    Map<String, Long> bits = new HashMap<>();
    int next = 0;
    for (String code : PARENTS.keySet()) bits.put(code, 1L << next++);
    return bits;
  }
}
