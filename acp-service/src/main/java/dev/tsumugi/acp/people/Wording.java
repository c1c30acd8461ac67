package dev.tsumugi.acp.people;

import dev.tsumugi.kernel.Coding;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.kernel.Shapes.Preference;
import dev.tsumugi.kernel.Shapes.Sys;
import dev.tsumugi.kernel.Shapes.Topic;
import dev.tsumugi.kernel.Shapes.Wish;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Words for a wish: about what, which answer, in which words, and in what state alone it holds.
 *
 * @param topic of {@link Preference} or {@link Topic}
 * @param answer of {@link Wish}; empty where words alone answer
 * @param words the person's own; may be empty beside an answer
 * @param precondition in words; empty if it holds in any state
 */
public record Wording(
    Coding topic, Optional<Coding> answer, PlainText words, PlainText precondition) {
  private static final Map<String, Coding> TOPICS =
      byCode(
          Preference.RESUSCITATION,
          Preference.INTUBATION,
          Preference.TUBE_FEEDING,
          Preference.IV_FLUID,
          Preference.ANTIBIOTICS,
          Preference.NUTRITION_AND_HYDRATION,
          Preference.PAIN,
          Preference.PLACE_OF_LAST_DAYS,
          Preference.OTHER_DIRECTIVES,
          Preference.WHAT_MATTERS,
          Preference.LIKES,
          Preference.DISLIKES,
          Preference.FAITH,
          Preference.ORGAN_DONATION,
          Topic.DIALYSIS,
          Topic.TRANSFUSION,
          Topic.HOSPITAL,
          Topic.INTENSIVE_CARE,
          Topic.PLACE_OF_CARE);

  private static final Map<String, Coding> ANSWERS =
      byCode(Wish.WISH_FOR, Wish.DO_NOT_WISH, Wish.TRIAL, Wish.LEAVE_TO_PROXY, Wish.UNDECIDED);

  /** ADI's care experience preferences: what life is about, answered in words alone. */
  private static final Set<Coding> EXPERIENCES =
      Set.of(Preference.WHAT_MATTERS, Preference.LIKES, Preference.DISLIKES, Preference.FAITH);

  private static Map<String, Coding> byCode(Coding... codings) {
    return Stream.of(codings)
        .collect(Collectors.toMap(Coding::code, coding -> coding, (a, b) -> a, LinkedHashMap::new));
  }

  /**
   * Throws {@code Problem} INVALID for a topic or answer that is none, or if nothing is said.
   *
   * @param path of the parameter, for what is wrong
   * @param topic a code
   * @param answer a code; empty for none
   */
  public static Wording of(
      String path, String topic, String answer, String words, String precondition) {
    Coding about = TOPICS.get(topic);
    if (about == null) {
      throw Problem.invalid(
          path + ".topic", "'topic' is one of: " + String.join(", ", TOPICS.keySet()));
    }
    Optional<Coding> wanted = Optional.empty();
    if (!answer.isEmpty()) {
      wanted = Optional.ofNullable(ANSWERS.get(answer));
      boolean answerable = wanted.isPresent() && !EXPERIENCES.contains(about);
      if (!answerable) {
        throw Problem.invalid(
            path + ".answer",
            "'answer' is one of: "
                + String.join(", ", ANSWERS.keySet())
                + "; what matters is said in words alone");
      }
    }
    PlainText said = PlainText.of(path + ".words", words);
    if (wanted.isEmpty() && said.text().isEmpty()) {
      throw Problem.invalid(
          path + ".words",
          new Words("答えか言葉を、どちらか入れてください。", "An answer or words are needed.").both());
    }
    return new Wording(about, wanted, said, PlainText.of(path + ".precondition", precondition));
  }

  boolean isExperience() {
    return EXPERIENCES.contains(topic);
  }

  /** A topic that ADI has no code for stands beside "other directives". */
  List<Coding> codes() {
    return topic.system().equals(Sys.LOINC)
        ? List.of(topic)
        : List.of(topic, Preference.OTHER_DIRECTIVES);
  }

  int dropped() {
    return words.dropped() + precondition.dropped();
  }
}
