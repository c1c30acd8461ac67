package dev.tsumugi.hub.town;

import dev.tsumugi.kernel.Coding;
import dev.tsumugi.kernel.Shapes.Preference;
import dev.tsumugi.kernel.Shapes.Topic;

/** What a wish can be about. */
public enum WishTopic {
  RESUSCITATION("resuscitation", Preference.RESUSCITATION, "心肺蘇生"),
  INTUBATION("intubation", Preference.INTUBATION, "人工呼吸器"),
  TUBE_FEEDING("tube-feeding", Preference.TUBE_FEEDING, "管による栄養"),
  IV_FLUID("iv-fluid", Preference.IV_FLUID, "点滴"),
  ANTIBIOTICS("antibiotics", Preference.ANTIBIOTICS, "抗菌薬"),
  DIALYSIS("dialysis", Topic.DIALYSIS, "透析"),
  PAIN("pain", Preference.PAIN, "苦痛の緩和"),
  PLACE("place", Preference.PLACE_OF_LAST_DAYS, "最期を過ごす場所"),
  /** Not a treatment: what life is about. */
  MATTERS("matters", Preference.WHAT_MATTERS, "大切にしていること");

  private final String word;
  private final Coding code;
  private final String title;

  WishTopic(String word, Coding code, String title) {
    this.word = word;
    this.code = code;
    this.title = title;
  }

  /** By its word in the town's tables. */
  static WishTopic of(String word) {
    for (WishTopic topic : values()) if (topic.word.equals(word)) return topic;
    throw new IllegalArgumentException("no wish can be about " + word);
  }

  Coding code() {
    return code;
  }

  String title() {
    return title;
  }
}
