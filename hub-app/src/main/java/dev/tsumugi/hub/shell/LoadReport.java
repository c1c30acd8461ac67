package dev.tsumugi.hub.shell;

import dev.tsumugi.hub.LoadRequest;
import dev.tsumugi.kernel.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What came of a load: a count a type, and each failure by file and entry. */
final class LoadReport {
  private static final int SHOWN = 50;

  private final Map<String, Count> counts = new TreeMap<>();
  private final List<String> failures = new ArrayList<>();
  private int done;

  private static final class Count {
    private int stored;
    private int created;
    private int failed;
  }

  synchronized int done() {
    return done;
  }

  synchronized boolean succeeded() {
    return failures.isEmpty();
  }

  /** A file that could not be read or sent at all. */
  synchronized void fail(String file, String why) {
    failures.add(file + ": " + why);
  }

  synchronized void add(String file, LoadRequest request, LoadClient.Answer answer) {
    List<LoadRequest.Entry> entries = request.entries();
    done += entries.size();
    if (!answer.succeeded()) {
      for (LoadRequest.Entry entry : entries) count(entry).failed++;
      String what =
          entries.size() == 1 ? entries.get(0).label() : "all " + entries.size() + " entries";
      failures.add(file + ": " + what + ": " + answer.status() + " " + outcome(answer.body()));
    } else if (!request.answersPerEntry()) {
      store(entries.get(0), answer.status() == 201);
    } else {
      addEach(file, entries, answer.body().objects("entry"));
    }
  }

  private void addEach(String file, List<LoadRequest.Entry> entries, List<Json.Obj> answers) {
    if (answers.size() != entries.size()) {
      failures.add(
          file + ": the hub answered " + answers.size() + " of " + entries.size() + " entries");
      return;
    }
    for (int i = 0; i < entries.size(); i++) {
      Json.Obj response = answers.get(i).obj("response");
      String status = response == null ? null : response.text("status");
      if (status != null && status.startsWith("2")) {
        store(entries.get(i), status.startsWith("201"));
        continue;
      }
      count(entries.get(i)).failed++;
      Json.Obj outcome = response == null ? null : response.obj("outcome");
      String why = outcome == null ? "without a reason" : outcome(outcome);
      failures.add(file + ": " + entries.get(i).label() + ": " + status + " " + why);
    }
  }

  private void store(LoadRequest.Entry entry, boolean created) {
    Count count = count(entry);
    count.stored++;
    if (created) count.created++;
  }

  private Count count(LoadRequest.Entry entry) {
    return counts.computeIfAbsent(entry.type(), type -> new Count());
  }

  /** Prints the table and the failures. */
  synchronized void print(Console console) {
    console.say(row("type", "stored", "new", "failed"));
    int stored = 0;
    int created = 0;
    int failed = 0;
    for (Map.Entry<String, Count> entry : counts.entrySet()) {
      Count count = entry.getValue();
      console.say(row(entry.getKey(), "" + count.stored, "" + count.created, "" + count.failed));
      stored += count.stored;
      created += count.created;
      failed += count.failed;
    }
    console.say(row("all", "" + stored, "" + created, "" + failed));
    failures.stream().limit(SHOWN).forEach(console::warn);
    if (failures.size() > SHOWN) console.warn((failures.size() - SHOWN) + " more failures.");
  }

  private static String row(String type, String stored, String created, String failed) {
    return String.format(Locale.ROOT, "%-32s %8s %8s %8s", type, stored, created, failed);
  }

  /** The words of an OperationOutcome, with the elements they are about. */
  static String outcome(Json.Obj outcome) {
    List<String> issues = new ArrayList<>();
    for (Json.Obj issue : outcome.objects("issue")) {
      Json.Obj details = issue.obj("details");
      String text = issue.text("diagnostics");
      if (text == null && details != null) text = details.text("text");
      if (text == null) text = issue.text("code");
      List<String> where = issue.texts("expression");
      issues.add((where.isEmpty() ? "" : String.join(", ", where) + ": ") + text);
    }
    return issues.isEmpty() ? "without a reason" : String.join("; ", issues);
  }
}
