package dev.tsumugi.testkit.scene;

import dev.tsumugi.kernel.Json;
import dev.tsumugi.testkit.scene.Scene.Ask;
import dev.tsumugi.testkit.scene.Scene.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Plays scenes against a hub. Its crew knows whom it has before it: it picks that person out of
 * candidates and nobody else, and what a sheet then shows must be theirs to the last line.
 */
public final class ScenePlay {
  private final Hub hub;

  public ScenePlay(Hub hub) {
    this.hub = hub;
  }

  /** The hub as a crew and a resident reach it. */
  public interface Hub {
    /**
     * {@code $emergency-lookup}.
     *
     * @param crew each is a person of its own
     */
    Answer lookUp(int crew, Json.Obj parameters);

    /** Makes them a card; its code. */
    String card(Villager of);

    /** Ends all their cards. */
    void endCards(Villager of);

    /** They take their agreement back; it holds when this returns. */
    void revoke(Villager who);
  }

  /** What came back. */
  public record Answer(int status, Json.Obj body) {
    /** Whose sheet is open. */
    public Optional<String> opened() {
      return body.objects("parameter").stream()
          .filter(part -> "match".equals(part.text("name")))
          .findFirst()
          .map(Answer::patient);
    }

    List<Json.Obj> candidates() {
      return body.objects("parameter").stream()
          .filter(part -> "candidate".equals(part.text("name")))
          .toList();
    }

    private static String patient(Json.Obj group) {
      for (Json.Obj part : group.objects("part")) {
        Json.Obj reference = part.obj("valueReference");
        if ("patient".equals(part.text("name")) && reference != null) {
          return String.valueOf(reference.text("reference"));
        }
      }
      return "";
    }

    /** Every {@code ref} of every item shown. */
    public List<String> refs() {
      List<String> refs = new ArrayList<>();
      for (Json.Obj block : body.objects("parameter")) {
        if (!"block".equals(block.text("name"))) continue;
        for (Json.Obj item : block.objects("part")) {
          if ("item".equals(item.text("name"))) refs.addAll(refs(item));
        }
      }
      return refs;
    }

    private static List<String> refs(Json.Obj item) {
      List<String> refs = new ArrayList<>();
      for (Json.Obj part : item.objects("part")) {
        Json.Obj reference = part.obj("valueReference");
        if ("ref".equals(part.text("name")) && reference != null) {
          refs.add(String.valueOf(reference.text("reference")));
        }
      }
      return refs;
    }
  }

  public Played play(Scene scene) {
    Villager meant = scene.meant();
    Answer answer = hub.lookUp(scene.number(), question(scene));
    List<Json.Obj> candidates = answer.candidates();
    List<String> listed = candidates.stream().map(Answer::patient).toList();
    String self = "Patient/" + meant.id();
    Optional<String> opened = answer.opened();
    boolean wrong = opened.filter(whose -> !whose.equals(self)).isPresent() || mixed(answer, meant);
    boolean known = answer.body().toString().contains(meant.id());

    int place = listed.indexOf(self) + 1;
    Confirmed confirmed = Confirmed.NOT_ASKED;
    if (place > 0) {
      Optional<String> code = code(candidates.get(place - 1));
      if (code.isPresent()) confirmed = confirm(scene, code.get(), self);
    }
    return new Played(
        scene,
        answer.status(),
        opened.filter(self::equals).isPresent(),
        place,
        listed.size(),
        wrong,
        known,
        confirmed);
  }

  private static boolean mixed(Answer answer, Villager meant) {
    if (answer.opened().isEmpty()) return false;
    return answer.refs().stream().anyMatch(ref -> !ref.contains("/" + meant.id() + "-"));
  }

  /** What came of the crew's word that it is this one. */
  enum Confirmed {
    NOT_ASKED,
    OPENED,
    /** Nothing, or somebody else's. */
    WRONG
  }

  private Confirmed confirm(Scene scene, String code, String self) {
    Answer sheet = hub.lookUp(scene.number(), Questions.confirm(code));
    boolean right = sheet.opened().filter(self::equals).isPresent() && !mixed(sheet, scene.meant());
    return right ? Confirmed.OPENED : Confirmed.WRONG;
  }

  private static Optional<String> code(Json.Obj candidate) {
    for (Json.Obj part : candidate.objects("part")) {
      if ("confirm".equals(part.text("name"))) return Optional.ofNullable(part.text("valueString"));
    }
    return Optional.empty();
  }

  private Json.Obj question(Scene scene) {
    Villager meant = scene.meant();
    Json.Obj question = Questions.number(meant);
    if (scene.ask() instanceof Ask.Said said) question = Questions.of(said.items());
    if (scene.ask() instanceof Ask.Card card) {
      question = Questions.card(hub.card(meant));
      if (card.ended()) hub.endCards(meant);
    }
    if (scene.kind() == Kind.JUST_REVOKED) hub.revoke(meant);
    return question;
  }
}
