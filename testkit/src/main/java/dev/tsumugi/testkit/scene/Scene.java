package dev.tsumugi.testkit.scene;

import dev.tsumugi.kernel.Json;
import java.util.List;

/**
 * A crew has somebody before it and asks.
 *
 * @param meant whom it has before it; of {@link Kind#STRANGER} somebody who is not in the village
 */
public record Scene(
    int number, Kind kind, Finder finder, Villager meant, Ask ask, Expected expected) {

  /** What makes it hard, as it stands in reports. */
  public enum Kind {
    CARD("カード"),
    ENDED_CARD("止めたカード"),
    NUMBER("番号"),
    EXACT("氏名・生年月日・性別どおり"),
    KANA("ひらがな・半角カナ"),
    VARIANT("異体字(斎・齋・斉)"),
    MISHEARD("聞き違い"),
    MISTYPED("打ち間違い"),
    MOVED("転居(住所が違う)"),
    NO_CARD("カードなし(氏名・年齢・住所)"),
    UNCONSCIOUS("意識なし(住所・電話と見かけの年齢)"),
    MISDIALLED("電話番号が1桁違う"),
    WRONG_SEX("性別違い"),
    WAREKI("和暦どおり"),
    WAREKI_OFF("和暦が1年違い"),
    MISREAD_DATE("月日の取り違え"),
    FOREIGN("外国の名前"),
    TWINS("双子"),
    NAMESAKES("同姓同名"),
    REFUSED("拒否した人"),
    NEVER_ASKED("意思を示していない人"),
    REVOKED("取り消した人"),
    JUST_REVOKED("1秒前に取り消した人"),
    STRANGER("登録のない人");

    private final String japanese;

    Kind(String japanese) {
      this.japanese = japanese;
    }

    public String japanese() {
      return japanese;
    }
  }

  /** By what is asked, as {@code foundBy} has it. */
  public enum Finder {
    CARD("card"),
    NUMBER("identifier"),
    EXACT("name-birthdate-sex"),
    FOUR_ITEMS("four-items");

    private final String code;

    Finder(String code) {
      this.code = code;
    }

    public String code() {
      return code;
    }
  }

  /** What is asked. */
  public sealed interface Ask {
    /**
     * By a card of theirs, made before the scene.
     *
     * @param ended whether they had it ended since
     */
    record Card(boolean ended) implements Ask {}

    record Number() implements Ask {}

    /**
     * By what somebody said.
     *
     * @param items of the Parameters resource
     */
    record Said(List<Json.Obj> items) implements Ask {}
  }

  /** What a right answer is. */
  public enum Expected {
    /** The sheet, at once. */
    OPENS,
    /** The sheet, or the person among the candidates. */
    FOUND,
    /** The person among the candidates, and no sheet before the crew says who it is. */
    LISTED,
    /** No sign of the person. */
    NOBODY
  }
}
