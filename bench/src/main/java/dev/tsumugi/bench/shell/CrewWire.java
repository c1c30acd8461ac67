package dev.tsumugi.bench.shell;

import dev.tsumugi.kernel.Json;
import dev.tsumugi.testkit.scene.Questions;
import dev.tsumugi.testkit.scene.Scene;
import dev.tsumugi.testkit.scene.ScenePlay;
import dev.tsumugi.testkit.scene.Villager;
import dev.tsumugi.testkit.scene.VillagerRecord;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The hub as the scenes reach it: over HTTP, each crew and resident with a token of their own. */
final class CrewWire implements ScenePlay.Hub {
  private final URI base;
  private final Issuer issuer;
  private final String custodian;
  private final Map<String, String> cards = new TreeMap<>();

  /** A crew stays signed on: a code to confirm by is good in its own session alone. */
  private final Map<Integer, String> crews = new TreeMap<>();

  CrewWire(URI base, Issuer issuer, String custodian) {
    this.base = base;
    this.issuer = issuer;
    this.custodian = custodian;
  }

  @Override
  public ScenePlay.Answer lookUp(int crew, Json.Obj parameters) {
    String token = crews.computeIfAbsent(crew, one -> issuer.crew(base.toString(), one));
    Wire.Answer answer = send("POST", LookUps.PATH, token, parameters.toString());
    return new ScenePlay.Answer(answer.status(), Json.parseObject(answer.body()));
  }

  /** A question of items; the answer is not looked at, but that there is one. */
  void ask(Scene scene) {
    if (!(scene.ask() instanceof Scene.Ask.Said said)) throw new IllegalArgumentException("no items");
    ScenePlay.Answer answer = lookUp(scene.number(), Questions.of(said.items()));
    if (answer.status() != 200) throw new Failure("A question is refused: " + answer.body());
  }

  @Override
  public String card(Villager of) {
    Json.Obj made = deed(of, "$emergency-card", List.of());
    cards.put(of.id(), value(made, "id"));
    return value(made, "code");
  }

  @Override
  public void endCards(Villager of) {
    String id = String.valueOf(cards.get(of.id()));
    Json.Obj which = Json.object().put("name", "id").put("valueId", id).build();
    deed(of, "$end-emergency-card", List.of(which));
  }

  private Json.Obj deed(Villager by, String operation, List<Json.Obj> parameters) {
    Json.Obj body =
        Json.object().put("resourceType", "Parameters").put("parameter", parameters).build();
    String token = issuer.resident(base.toString(), by.id());
    Wire.Answer answer =
        send("POST", "Patient/" + by.id() + "/" + operation, token, body.toString());
    if (!answer.succeeded()) throw new Failure(operation + " is refused: " + answer.text());
    return Json.parseObject(answer.body());
  }

  @Override
  public void revoke(Villager who) {
    Json.Obj consent = VillagerRecord.revoked(who);
    Wire.Answer answer =
        send("PUT", "Consent/" + consent.text("id"), custodian, consent.toString());
    if (!answer.succeeded()) throw new Failure("The revocation is refused: " + answer.text());
  }

  private Wire.Answer send(String method, String path, String token, String body) {
    try (Wire wire = new Wire(base, () -> token)) {
      return wire.send(method, base.getPath() + "/" + path.replace("$", "%24"), body);
    } catch (IOException failure) {
      throw new Failure("The hub broke off: " + failure.getMessage(), failure);
    }
  }

  private static String value(Json.Obj parameters, String name) {
    for (Json.Obj one : parameters.objects("parameter")) {
      if (!name.equals(one.text("name"))) continue;
      String text = one.text("valueString");
      return String.valueOf(text == null ? one.text("valueId") : text);
    }
    throw new Failure("The hub's answer has no " + name + ".");
  }
}
