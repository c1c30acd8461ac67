package dev.tsumugi.keycloak;

import java.util.Locale;

/** Why a registrar is asked whose record an account opens. */
enum LinkReason {
  /** Nobody has verified who this is. */
  UNVERIFIED("身元が確かめられていません", "nobody has verified who this is"),
  /** The verified birth date or sex cannot be read, or is yet to come. */
  UNREADABLE("確かめられた生年月日か性別が読み取れません", "the verified birth date or sex cannot be read"),
  MINOR("18歳未満です", "the person is a minor"),
  /** One record may be it, or several. */
  UNSURE("同じ人か決められない記録があります", "records may be this person's, none surely"),
  NOBODY("合う記録がありません", "no record fits"),
  /** The record that fits is another account's. */
  TAKEN("合う記録には別のアカウントがあります", "the record that fits has another account");

  private final String ja;
  private final String en;

  LinkReason(String ja, String en) {
    this.ja = ja;
    this.en = en;
  }

  /** As Task.reasonCode has it. */
  String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  String ja() {
    return ja;
  }

  String en() {
    return en;
  }
}
