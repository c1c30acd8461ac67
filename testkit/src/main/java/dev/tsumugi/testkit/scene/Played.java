package dev.tsumugi.testkit.scene;

import dev.tsumugi.testkit.scene.Scene.Expected;
import dev.tsumugi.testkit.scene.ScenePlay.Confirmed;

/**
 * What came of a scene.
 *
 * @param opened whether the right sheet opened at once
 * @param place among the candidates, 1 for the first; 0 for none
 * @param wrong whether a sheet opened that is not, or not wholly, of the person meant
 * @param known whether the answer holds the id of the person meant
 * @param confirmed what the crew's choice among candidates opened
 */
public record Played(
    Scene scene,
    int status,
    boolean opened,
    int place,
    int candidates,
    boolean wrong,
    boolean known,
    Confirmed confirmed) {

  /** The right one, at once or to be chosen. */
  public boolean isHit() {
    return opened || place > 0;
  }

  public boolean isChosenWrong() {
    return confirmed == Confirmed.WRONG;
  }

  public boolean isChosenRight() {
    return confirmed == Confirmed.OPENED;
  }

  /** Of who may not be found: something of them was told. */
  public boolean isLeak() {
    return scene.expected() == Expected.NOBODY && (known || opened);
  }

  public boolean isUnderstood() {
    return status == 200;
  }

  /** Whether it is what the scene expects. */
  public boolean isRight() {
    if (wrong || isChosenWrong() || !isUnderstood()) return false;
    return switch (scene.expected()) {
      case OPENS -> opened;
      case FOUND -> isHit();
      case LISTED -> place > 0 && !opened;
      case NOBODY -> !isLeak();
    };
  }

  @Override
  public String toString() {
    String came = opened ? "opened" : place > 0 ? "candidate " + place : known ? "told" : "nothing";
    return "scene %d, %s by %s: expected %s, came %s of %d (status %d)%s%s"
        .formatted(
            scene.number(),
            scene.kind(),
            scene.finder().code(),
            scene.expected(),
            came,
            candidates,
            status,
            wrong ? ", a wrong sheet" : "",
            isChosenWrong() ? ", the choice opened no right sheet" : "");
  }
}
