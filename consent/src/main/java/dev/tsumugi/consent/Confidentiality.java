package dev.tsumugi.consent;

/** v3-Confidentiality, lowest first: unrestricted, low, moderate, normal, restricted, very. */
public enum Confidentiality {
  U,
  L,
  M,
  N,
  R,
  V;

  /** Reads a code; what we do not know counts as the highest, never as none. */
  static Confidentiality read(String code) {
    for (Confidentiality one : values()) if (one.name().equals(code)) return one;
    return V;
  }

  public static boolean isCode(String code) {
    for (Confidentiality one : values()) if (one.name().equals(code)) return true;
    return false;
  }
}
