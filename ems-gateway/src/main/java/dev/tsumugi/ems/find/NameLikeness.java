package dev.tsumugi.ems.find;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** How a name that was said stands to the names in a record; the first that holds. */
enum NameLikeness {
  /** Equal but for what {@link Sound} forgives. */
  SAME(95),
  /** Family and given name changed places. */
  TURNED(88),
  ONE_SLIP(65),
  TWO_SLIPS(45),
  GIVEN(40),
  FAMILY(35),
  /** Nothing was said, or nothing is recorded in that script. */
  UNSAID(0),
  OTHER(-60);

  /** Shorter names are too many that lie two slips apart. */
  private static final int LONG = 6;

  private final int points;

  NameLikeness(int points) {
    this.points = points;
  }

  int points() {
    return points;
  }

  boolean agrees() {
    return this == SAME || this == TURNED;
  }

  boolean differs() {
    return !agrees() && this != UNSAID;
  }

  static NameLikeness of(Name said, List<Name> recorded) {
    NameLikeness best = UNSAID;
    for (Name name : recorded) {
      NameLikeness one = said.comparesWith(name) ? whole(said, name) : UNSAID;
      if (best == UNSAID || (one != UNSAID && one.compareTo(best) < 0)) best = one;
    }
    NameLikeness parts = parts(said, recorded);
    boolean more = best == UNSAID ? parts != OTHER : parts.compareTo(best) < 0;
    return more ? parts : best;
  }

  private static NameLikeness whole(Name said, Name name) {
    String one = said.whole();
    String other = name.whole();
    if (one.equals(other)) return SAME;
    if (one.equals(name.turned()) || said.turned().equals(other)) return TURNED;
    if (said.isApart() && said.sorted().equals(name.sorted())) return TURNED;
    int slips = Math.min(Slips.between(one, other), Slips.between(said.turned(), other));
    int length = Math.max(said.length(), name.length());
    if (slips == 1 && length >= 3) return ONE_SLIP;
    if (slips == 2 && length >= LONG) return TWO_SLIPS;
    boolean fewer = said.isLatin() && said.isApart() && name.parts().containsAll(said.parts());
    return fewer ? ONE_SLIP : OTHER;
  }

  /** Part by part, each in the script in which it was said: 小林 せつこ. */
  private static NameLikeness parts(Name said, List<Name> recorded) {
    Set<String> families = new HashSet<>();
    Set<String> givens = new HashSet<>();
    for (Name name : recorded) {
      if (!name.isApart()) continue;
      families.add(name.first());
      givens.add(name.last());
    }
    if (said.isApart()) {
      if (families.contains(said.first()) && givens.contains(said.last())) return SAME;
      if (families.contains(said.last()) && givens.contains(said.first())) return TURNED;
      if (givens.contains(said.last()) || givens.contains(said.first())) return GIVEN;
      boolean family = families.contains(said.first()) || families.contains(said.last());
      return family ? FAMILY : OTHER;
    }
    String whole = said.whole();
    if (givens.contains(whole)) return GIVEN;
    if (families.contains(whole)) return FAMILY;
    return begins(whole, families) ? FAMILY : OTHER;
  }

  /** A kanji family name of one character, or a kana one of two, begins too many other names. */
  private static boolean begins(String whole, Set<String> families) {
    for (String family : families) {
      int least = Sound.isKana(family) || Sound.isLatin(family) ? 3 : 2;
      if (family.codePointCount(0, family.length()) >= least && whole.startsWith(family)) {
        return true;
      }
    }
    return false;
  }
}
