package dev.tsumugi.acp.paper;

import dev.tsumugi.fhirserver.reading.Elements;
import dev.tsumugi.kernel.Coding;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Shapes.Preference;
import dev.tsumugi.kernel.Shapes.Sys;
import dev.tsumugi.kernel.Shapes.Wish;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What codes of elsewhere mean here (ADI 1.0.0, STU value sets). Only codes are read as answers:
 * out of somebody's sentence no yes and no no is ever made.
 */
final class ForeignAnswers {
  /**
   * Topics that are asked as yes or no: which of ours they are. Life support has no one of ours.
   */
  private static final Map<String, Coding> ASKED =
      Map.of(
          "75787-2", Preference.INTUBATION,
          "75788-0", Preference.TUBE_FEEDING,
          "75790-6", Preference.IV_FLUID,
          "75791-4", Preference.ANTIBIOTICS);

  /** Thoughts that are about a topic of ours. */
  private static final Map<String, Coding> ABOUT =
      Map.of("75779-9", Preference.RESUSCITATION, "87528-6", Preference.WHAT_MATTERS);

  /** LOINC codes of ADI's value set of care experience. */
  private static final Set<String> EXPERIENCE =
      Set.of(
          "75774-0", "75775-7", "81359-2", "81360-0", "81361-8", "81362-6", "81363-4", "81364-2",
          "81365-9", "81366-7", "81380-8", "87528-6");

  private static final Map<Coding, Coding> ANSWERS =
      Map.ofEntries(
          Map.entry(yesNo("Y"), Wish.WISH_FOR),
          Map.entry(yesNo("N"), Wish.DO_NOT_WISH),
          Map.entry(
              new Coding("http://terminology.hl7.org/CodeSystem/v2-0532", "Y"), Wish.WISH_FOR),
          Map.entry(
              new Coding("http://terminology.hl7.org/CodeSystem/v2-0532", "N"), Wish.DO_NOT_WISH),
          Map.entry(new Coding("http://snomed.info/sct", "373066001"), Wish.WISH_FOR),
          Map.entry(new Coding("http://snomed.info/sct", "373067005"), Wish.DO_NOT_WISH),
          Map.entry(new Coding(Sys.LOINC, "LA33-6"), Wish.WISH_FOR),
          Map.entry(new Coding(Sys.LOINC, "LA32-8"), Wish.DO_NOT_WISH),
          Map.entry(new Coding(Sys.LOINC, "LA4489-6"), Wish.UNDECIDED));

  private ForeignAnswers() {}

  private static Coding yesNo(String code) {
    return new Coding("http://terminology.hl7.org/CodeSystem/v2-0136", code);
  }

  /** Our topic, where theirs is one of ours under another code. */
  static Optional<Coding> topic(Json.Obj wish) {
    for (Coding code : Elements.codings(wish, "code")) {
      if (!code.system().equals(Sys.LOINC)) continue;
      Coding ours = ASKED.getOrDefault(code.code(), ABOUT.get(code.code()));
      if (ours != null) return Optional.of(ours);
    }
    return Optional.empty();
  }

  static boolean isOfExperience(Json.Obj wish) {
    return Elements.codings(wish, "code").stream()
        .anyMatch(code -> code.system().equals(Sys.LOINC) && EXPERIENCE.contains(code.code()));
  }

  /** What a coded value answers; empty for words, and for codes that are no answer. */
  static Optional<Coding> answer(Json.Obj wish) {
    Boolean plain = wish.bool("valueBoolean");
    if (plain != null) return Optional.of(plain ? Wish.WISH_FOR : Wish.DO_NOT_WISH);
    List<Coding> codings = Elements.codings(wish, "valueCodeableConcept");
    for (Coding coding : codings) if (coding.system().equals(Sys.WISH)) return Optional.of(coding);
    for (Coding coding : codings) {
      Coding known = ANSWERS.get(coding);
      if (known != null) return Optional.of(known);
    }
    return Optional.empty();
  }
}
