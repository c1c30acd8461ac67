package dev.tsumugi.bench.shell;

import dev.tsumugi.bench.Operation;
import dev.tsumugi.kernel.Json;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** One client of a target, on one connection; for one thread. */
final class Client implements AutoCloseable {
  private static final int LAST_PAGE = 10_000;
  private static final int TRIES = 50;
  // What a server answers when two writers met, and one has to come again.
  private static final Set<Integer> AGAIN = Set.of(409, 429, 503);

  private final Target target;
  private final Wire wire;
  private long repeats;

  Client(Target target) {
    this.target = target;
    this.wire = target.asReader();
  }

  /** Carries an operation out to its end; the first answer's time to its first byte. */
  long run(Operation operation) {
    try {
      Operation own = operation.on(target::id);
      String address = target.target(own.path());
      Wire.Answer answer =
          own.kind() == Operation.Kind.POST
              ? post(address, own.body())
              : wire.send("GET", address, "");
      long firstByte = answer.firstByteNanos();
      if (!answer.succeeded()) throw Loader.refused(target, own.path(), answer);
      if (own.kind() == Operation.Kind.WALK) {
        String next = NextPage.in(answer.text());
        while (!next.isEmpty()) {
          answer = wire.send("GET", Target.target(URI.create(next)), "");
          if (!answer.succeeded()) throw Loader.refused(target, "a page of " + own.path(), answer);
          next = NextPage.in(answer.text());
        }
      }
      return firstByte;
    } catch (IOException failure) {
      throw new Failure(target.name() + " broke off: " + failure.getMessage(), failure);
    }
  }

  /** How often a write had to be sent again; the time of it is in the operation's. */
  long repeats() {
    return repeats;
  }

  private Wire.Answer post(String address, String body) throws IOException {
    Wire.Answer answer = wire.send("POST", address, body);
    for (int tried = 1; tried < TRIES && AGAIN.contains(answer.status()); tried++) {
      repeats++;
      answer = wire.send("POST", address, body);
    }
    return answer;
  }

  /** What an operation finds. */
  sealed interface Found {
    /**
     * @param matches hits, or 1 for a resource itself
     * @param others entries that came with them
     */
    record Hits(int matches, int others) implements Found {}

    record Refused(int status, String why) implements Found {}
  }

  Found find(Operation operation) {
    try {
      Operation own = operation.on(target::id);
      int matches = 0;
      int others = 0;
      String address = target.target(own.path());
      for (int page = 0; page < LAST_PAGE && !address.isEmpty(); page++) {
        Wire.Answer answer = wire.send("GET", address, "");
        if (!answer.succeeded()) return new Found.Refused(answer.status(), why(answer));
        Json.Obj body = Json.parseObject(answer.body());
        if (!"Bundle".equals(body.text("resourceType"))) return new Found.Hits(1, 0);
        for (Json.Obj entry : body.objects("entry")) {
          Json.Obj search = entry.obj("search");
          boolean other = search != null && !"match".equals(search.text("mode"));
          if (other) others++;
          else matches++;
        }
        boolean on = own.kind() == Operation.Kind.WALK;
        String next = on ? NextPage.in(answer.text()) : "";
        address = next.isEmpty() ? "" : Target.target(URI.create(next));
      }
      return new Found.Hits(matches, others);
    } catch (IOException failure) {
      throw new Failure(target.name() + " broke off: " + failure.getMessage(), failure);
    }
  }

  private static String why(Wire.Answer answer) {
    List<String> words = new ArrayList<>();
    if (answer.body().length > 0 && answer.body()[0] == '{') {
      for (Json.Obj issue : Json.parseObject(answer.body()).objects("issue")) {
        Json.Obj details = issue.obj("details");
        String diagnostics = issue.text("diagnostics");
        String text = details == null ? null : details.text("text");
        if (text != null) words.add(text);
        else if (diagnostics != null) words.add(diagnostics);
      }
    }
    String all = String.join("; ", words).replace('\n', ' ');
    return all.substring(0, Math.min(200, all.length()));
  }

  @Override
  public void close() throws IOException {
    wire.close();
  }
}
