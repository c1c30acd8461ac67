package dev.tsumugi.acp;

import java.util.Locale;

/** Why something cannot be done with a plan now, in words for the person who tried. */
public enum Reason {
  NOT_SIGNED("まだ署名された計画がありません。", "Nothing has been signed yet."),
  ALREADY_SIGNED(
      "この版はすでに署名されていて、今も有効です。変えるときは、新しい下書きに署名してください。",
      "This version is signed and holds. To change it, sign a new draft."),
  SUPERSEDED(
      "この版は、後から署名された新しい版に替わっています。", "This version was replaced by one that was signed later."),
  WITHDRAWN(
      "この計画は取り消されています。もう一度残すときは、新しく署名してください。",
      "This plan was withdrawn. To have it again, sign anew."),
  EXPIRED(
      "この計画は、ご自分で決めた期限を過ぎています。続けるときは、もう一度署名してください。",
      "This plan is past the date it was signed until. To go on with it, sign anew."),
  ENTERED_IN_ERROR("この版は、まちがって登録されたものです。", "This version was entered in error."),
  CLOSED(
      "ご本人が亡くなられたため、計画は閉じられています。読むことはできます。",
      "The person died; the plan is closed. It may be read."),
  STILL_HOLDS("期限はまだ来ていません。", "Its date has not come yet."),
  OLDER(
      "今の計画より前の日付です。新しい計画を古いもので置き換えることはできません。",
      "It is dated before the plan that holds now; an older one does not replace a newer."),
  SIGNED_IN_FUTURE("署名の日が、先の日付になっています。", "The day of signing lies in the future."),
  EXPIRES_IN_PAST("期限が、すでに過ぎた日になっています。", "The date until which it shall hold is past already."),
  NOTHING_TO_SIGN("署名する下書きがありません。", "There is no draft to sign."),
  NOT_A_DRAFT("これは署名できる下書きではありません。", "This is no draft that could be signed."),
  A_PROPOSAL(
      "これは、ほかの人からの提案です。ご本人が承知してから署名してください。",
      "This is a wording that somebody else proposes. The resident has to accept it before it is"
          + " signed."),
  TWO_ANSWERS(
      "同じことについて、答えの違う下書きが二つあります。どちらか一つを選んでください。",
      "Two drafts answer the same question. Choose one of them."),
  NO_ANSWER("この下書きには、答えも言葉も入っていません。", "This draft holds neither an answer nor words."),
  CHANGED(
      "見ていただいた後に、内容が変わっています。もう一度ご覧になってから署名してください。どちらの言葉も残っています。",
      "This changed after you saw it. Look at it again before you sign. Nobody's words are lost."),
  RACE(
      "同じときに、ほかの人がこの計画を変えました。もう一度ご覧ください。書いた言葉は残っています。",
      "Somebody else changed this plan at the same time. Look at it again; what was written is"
          + " kept."),
  NOT_IN_PLAN("この希望は、今の計画に入っていません。", "This wish is not part of the plan that holds."),
  PAPER_NEEDED(
      "ご本人や代わりの方のほかは、署名された紙を写したものを添えるときだけ登録できます。",
      "Who is neither the resident nor their proxy may enter it only from a signed paper, with its"
          + " scan."),
  NOT_THEIRS("この役割では、計画を変えることはできません。", "With this role a plan cannot be changed."),
  KEPT_ELSEWHERE(
      "今の計画は、ほかのところで登録されたものです。置き換えは、ご本人か代わりの方、または市の窓口でお願いします。紙と下書きは残っています。",
      "The plan that holds was entered elsewhere. The resident, their proxy or the counter can"
          + " replace it; the paper and the drafts are kept."),
  BY_WITHDRAWAL(
      "この版は、希望の取り消しでできたものです。戻すときは、その希望にもう一度署名してください。",
      "This version came of withdrawing a wish. To have the wish again, sign it anew.");

  private final String japanese;
  private final String english;

  Reason(String japanese, String english) {
    this.japanese = japanese;
    this.english = english;
  }

  /** Code of the wire: {@code not-signed}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  public String japanese() {
    return japanese;
  }

  public String english() {
    return english;
  }
}
