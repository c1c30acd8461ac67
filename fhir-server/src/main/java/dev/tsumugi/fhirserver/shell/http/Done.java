package dev.tsumugi.fhirserver.shell.http;

import dev.tsumugi.fhirserver.ConsentWords;
import dev.tsumugi.fhirserver.Outcome;
import dev.tsumugi.fhirserver.StoredResource;
import dev.tsumugi.fhirserver.Written;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Ref;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What a write answers with, in the form that the client prefers. */
final class Done {
  /**
   * Names each element of a stored Consent that is not understood, for whoever asked for no
   * OperationOutcome: {@code Consent.provision.code[0] has an unknown code; …}.
   */
  static final String UNREADABLE = "Consent-Unreadable";

  private static final int MOST_TOLD = 1_000;

  private Done() {}

  static Reply reply(Written done, Prefer.Return returns, String base) {
    if (done.kind() == Written.Kind.DELETED) return deleted(done, returns);
    StoredResource stored = done.resource();
    Reply whole = Interactions.resource(done.kind().status(), stored);
    byte[] body =
        switch (returns) {
          case REPRESENTATION -> whole.body();
          case MINIMAL -> new byte[0];
          case OUTCOME -> Json.bytes(outcome(done));
        };
    Reply reply =
        new Reply(whole.status(), whole.headers(), body).with("Location", location(base, stored));
    return unreadable(stored).map(why -> reply.with(UNREADABLE, why)).orElse(reply);
  }

  /** ASCII, as a header must be: an element's name is the writer's, and may be anything. */
  private static Optional<String> unreadable(StoredResource stored) {
    if (!stored.ref().type().equals("Consent")) return Optional.empty();
    return ConsentWords.faults(Json.parseObject(stored.json()))
        .map(faults -> String.join("; ", faults.why()).replaceAll("[^ -~]", "?"))
        .map(why -> why.length() > MOST_TOLD ? why.substring(0, MOST_TOLD) + " ..." : why);
  }

  /** What the header {@link #UNREADABLE} says, where there are no headers. */
  static Json.Obj told(String header) {
    return Outcome.of(ConsentWords.unreadable(List.of(header.split("; "))));
  }

  /** What a Consent written alone or among others has to be told of. */
  static List<Json> warnings(Written done) {
    if (done.kind() == Written.Kind.DELETED || !done.resource().ref().type().equals("Consent")) {
      return List.of();
    }
    return ConsentWords.warnings(Json.parseObject(done.resource().json()));
  }

  private static Reply deleted(Written done, Prefer.Return returns) {
    Reply reply =
        returns == Prefer.Return.OUTCOME
            ? Reply.json(200, outcome(done))
            : new Reply(204, Map.of(), new byte[0]);
    if (done.resources().size() != 1) return reply;
    return reply.with("ETag", "W/\"" + done.resource().tag() + "\"");
  }

  static String location(String base, StoredResource stored) {
    return base + "/" + stored.ref() + "/_history/" + stored.version();
  }

  /** What was done, for whoever asked for {@code return=OperationOutcome}. */
  static Json.Obj outcome(Written done) {
    List<Json> issues = new ArrayList<>();
    issues.add(Outcome.issue("information", "informational", "", sentence(done)));
    issues.addAll(warnings(done));
    return Outcome.of(issues);
  }

  private static String sentence(Written done) {
    if (done.kind() == Written.Kind.DELETED && done.resources().size() != 1) {
      Map<String, Integer> counts = new TreeMap<>();
      for (StoredResource one : done.resources()) counts.merge(one.ref().type(), 1, Integer::sum);
      if (counts.isEmpty()) return "nothing matches; nothing was deleted";
      StringBuilder text = new StringBuilder("deleted");
      counts.forEach((type, count) -> text.append(' ').append(count).append(' ').append(type));
      return text.toString();
    }
    Ref ref = done.resource().ref();
    String version = ", version " + done.resource().version();
    return switch (done.kind()) {
      case CREATED -> "created " + ref + version;
      case UPDATED -> "updated " + ref + version;
      case UNCHANGED ->
          ref + " has this content already; it stays at version " + done.resource().version();
      case FOUND -> ref + " matches the condition; nothing was created";
      case DELETED -> "deleted " + ref;
    };
  }
}
