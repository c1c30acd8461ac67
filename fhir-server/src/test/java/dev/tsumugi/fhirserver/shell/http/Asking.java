package dev.tsumugi.fhirserver.shell.http;

import dev.tsumugi.consent.Access;
import dev.tsumugi.fhirserver.Exports;
import dev.tsumugi.kernel.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.TreeMap;

/** One requester who tries one way round in one town; what comes back is written down. */
final class Asking {
  private static final String UUID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";

  final BypassTown town;
  final Access asker;
  private final HiddenBy by;
  private final boolean secretIsHere;
  private final List<String> answers = new ArrayList<>();

  /**
   * @param secretIsHere whether this is the town with what is hidden, or the one without
   */
  Asking(BypassTown town, HiddenBy by, boolean secretIsHere, Access asker) {
    this.town = town;
    this.by = by;
    this.secretIsHere = secretIsHere;
    this.asker = asker;
  }

  /** Status, headers and body of every answer, but for page links, which are sealed. */
  List<String> answers() {
    return answers;
  }

  Reply get(String address, String... headers) {
    return send("GET", address, "", headers);
  }

  Reply send(String method, String address, String body, String... headers) {
    Reply reply = town.ask(asker, method, address, body, headers);
    note(method + " " + address, reply);
    return reply;
  }

  private void note(String asked, Reply reply) {
    StringBuilder answer = new StringBuilder(withoutSeals(asked)).append(" -> ");
    answer.append(reply.status()).append(' ').append(new TreeMap<>(reply.headers())).append('\n');
    answer.append(new String(reply.body(), StandardCharsets.UTF_8));
    answers.add(withoutSeals(answer.toString()));
  }

  void note(String told) {
    answers.add(told);
  }

  private static String withoutSeals(String text) {
    return text.replaceAll(UUID, "uuid")
        .replaceAll("_page=[A-Za-z0-9_.-]+", "_page=sealed")
        .replaceAll("\\$export-(status|file)/[A-Za-z0-9.-]+/?", "\\$export-$1/job/");
  }

  /** Somebody else asks; what comes back is nobody's business. */
  Reply asked(Access other, String address) {
    return town.ask(other, "GET", address, "");
  }

  /** Every page to the end. */
  void walk(String address) {
    String next = address;
    while (!next.isEmpty()) next = nextOf(get(next));
  }

  static String nextOf(Reply reply) {
    for (Json.Obj link : Json.parseObject(reply.body()).objects("link")) {
      if ("next".equals(link.text("relation"))) return link.text("url");
    }
    return "";
  }

  /** The custodian writes, wherever what it writes about is. */
  void written(String method, String address, String body) {
    Reply reply = town.ask(town.loader(), method, address, body);
    if (reply.status() >= 300) {
      throw new IllegalStateException(new String(reply.body(), StandardCharsets.UTF_8));
    }
  }

  /** What is secret changes; where there is none, nothing happens. */
  void secretChanges(String note) {
    if (secretIsHere) written("PUT", "/Observation/secret", by.secret(note));
  }

  /** It comes to refer to this. */
  void secretRefersTo(String ref) {
    if (!secretIsHere) return;
    String body =
        by.secret("").replace("'status'", "'derivedFrom':[{'reference':'" + ref + "'}],'status'");
    written("PUT", "/Observation/secret", body);
  }

  /** Something that everybody here may see refers to this. */
  void referredTo(String ref) {
    String body =
        HiddenBy.observation("seen-5", "hanako", "", 50, "2026-01-15", "c5", "tanaka")
            .replace("Encounter/secret", "Encounter/visit")
            .replace("'status'", "'derivedFrom':[{'reference':'" + ref + "'}],'status'");
    written("PUT", "/Observation/seen-5", body);
  }

  /** What could be seen becomes hidden in the one town, and is deleted in the other. */
  void vanishes(String id) {
    if (secretIsHere) written("PUT", "/Observation/" + id, by.hiding(id));
    else written("DELETE", "/Observation/" + id, "");
  }

  /** The doctor records something. */
  String recorded(String body) {
    Reply reply = town.ask(town.physician("tanaka"), "POST", "/Observation", body);
    return Json.parseObject(reply.body()).text("id");
  }

  /** The whole of an export: its manifest, and every file's lines. */
  void export(String address) {
    Reply begun = send("GET", address, "", "prefer", "respond-async");
    String status = begun.headers().get("Content-Location");
    if (status == null) return;
    town.settle();
    Json.Obj manifest = Json.parseObject(get(status).body());
    String job = status.substring(status.lastIndexOf('/') + 1);
    Exports exports = town.exports();
    for (int file = 0; file < manifest.objects("output").size() + 1; file++) {
      OptionalInt parts = exports.parts(asker, job, file);
      for (int part = 0; part < parts.orElse(0); part++) {
        note(new String(exports.part(asker, job, file, part), StandardCharsets.UTF_8));
      }
    }
  }
}
