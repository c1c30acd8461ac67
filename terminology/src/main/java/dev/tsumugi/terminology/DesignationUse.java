package dev.tsumugi.terminology;

import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Shapes;

/** What a designation of ours is for; the codes of one small code system. */
public enum DesignationUse {
  /** For residents: やさしい日本語, or plain English. */
  PLAIN("plain"),
  /** For residents: what a high value can mean. */
  PLAIN_HIGH("plain-high"),
  /** For residents: what a low value can mean. */
  PLAIN_LOW("plain-low"),
  /** How it is read, in kana. */
  KANA("kana"),
  /** Another name for the same. */
  SYNONYM("synonym"),
  /** The active ingredient, or the general name of a medicine. */
  INGREDIENT("ingredient"),
  /** Shortened, as on a receipt or a small screen. */
  SHORT("short");

  public static final String SYSTEM = Shapes.BASE + "/CodeSystem/designation-use";

  private final String code;

  DesignationUse(String code) {
    this.code = code;
  }

  public String code() {
    return code;
  }

  /** As a FHIR Coding. */
  public Json.Obj coding() {
    return Json.object().put("system", SYSTEM).put("code", code).build();
  }

  /**
   * Of a code.
   *
   * @throws IllegalArgumentException if there is no such use
   */
  public static DesignationUse of(String code) {
    for (DesignationUse use : values()) if (use.code.equals(code)) return use;
    throw new IllegalArgumentException("no designation use " + code);
  }
}
