package dev.tsumugi.bench.shell;

import dev.tsumugi.bench.Operation;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.testkit.scene.ScenePlay;
import dev.tsumugi.testkit.scene.Villager;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Questions whose answer is a whole sheet, and what the hub answers to them. */
final class LookUps {
  static final String PATH = "$emergency-lookup";

  /** As it goes on the wire, which is what a proof is made for. */
  static final String SENT = "%24emergency-lookup";

  private static final int LINES = 5;

  private LookUps() {}

  static Operation asking(Json.Obj question) {
    return Operation.post(PATH, question.toString());
  }

  /** By the id of who is meant; each must be a sheet that holds something. */
  static Map<String, byte[]> answers(Target hub, List<Villager> people, List<Operation> asked) {
    Map<String, byte[]> answers = new LinkedHashMap<>();
    try (Wire wire = hub.asReader()) {
      for (int i = 0; i < asked.size(); i++) {
        String id = people.get(i).id();
        Wire.Answer answer = wire.send("POST", hub.target(PATH), asked.get(i).body());
        if (!answer.succeeded()) throw Loader.refused(hub, "a look-up", answer);
        ScenePlay.Answer read = new ScenePlay.Answer(200, Json.parseObject(answer.body()));
        boolean own = read.opened().filter(("Patient/" + id)::equals).isPresent();
        if (!own || read.refs().size() < LINES) {
          throw new Failure("A look-up of " + id + " opens no whole sheet of theirs.");
        }
        answers.put(id, answer.body());
      }
      return answers;
    } catch (IOException failure) {
      throw new Failure(hub.name() + " broke off: " + failure.getMessage(), failure);
    }
  }
}
