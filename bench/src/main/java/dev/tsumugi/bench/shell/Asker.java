package dev.tsumugi.bench.shell;

import dev.tsumugi.bench.Found;
import dev.tsumugi.kernel.Json;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Asks one server one search after the other, each to its last page. */
final class Asker implements AutoCloseable {
  private static final int LAST_PAGE = 2_000;
  private static final int SAID = 160;

  private final Target target;
  private final Wire wire;

  Asker(Target target) {
    this.target = target;
    this.wire = target.asLoader();
  }

  Found ask(String question) {
    List<String> matches = new ArrayList<>();
    Set<String> along = new TreeSet<>();
    String total = "";
    String address = target.target("") + "/" + escaped(question);
    try {
      for (int page = 0; page < LAST_PAGE && !address.isEmpty(); page++) {
        Wire.Answer answer = wire.send("GET", address, "");
        if (!answer.succeeded()) return new Found.Refused(answer.status(), said(answer));
        Json.Obj bundle = Json.parseObject(answer.body());
        if (page == 0 && bundle.get("total") instanceof Json.Num told) total = told.literal();
        for (Json.Obj entry : bundle.objects("entry")) read(entry, matches, along);
        String next = next(bundle);
        address = next.isEmpty() ? "" : Target.target(URI.create(next));
      }
    } catch (IOException failure) {
      throw new Failure(target.name() + " broke off: " + failure.getMessage(), failure);
    }
    return new Found.Answered(matches, along, total);
  }

  private static void read(Json.Obj entry, List<String> matches, Set<String> along) {
    Json.Obj resource = entry.obj("resource");
    Json.Obj search = entry.obj("search");
    if (resource == null) return;
    String ref = resource.text("resourceType") + "/" + resource.text("id");
    boolean match = search == null || "match".equals(search.text("mode"));
    if (match) matches.add(ref);
    else along.add(ref);
  }

  private static String next(Json.Obj bundle) {
    for (Json.Obj link : bundle.objects("link")) {
      String url = link.text("url");
      if ("next".equals(link.text("relation")) && url != null) return url;
    }
    return "";
  }

  private static String escaped(String question) {
    int mark = question.indexOf('?');
    if (mark < 0) return question;
    List<String> pairs = new ArrayList<>();
    for (String pair : question.substring(mark + 1).split("&", -1)) {
      int equals = pair.indexOf('=');
      pairs.add(utf8(pair.substring(0, equals)) + "=" + utf8(pair.substring(equals + 1)));
    }
    return question.substring(0, mark + 1) + String.join("&", pairs);
  }

  private static String utf8(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static String said(Wire.Answer answer) {
    List<String> words = new ArrayList<>();
    if (answer.body().length > 0 && answer.body()[0] == '{') {
      for (Json.Obj issue : Json.parseObject(answer.body()).objects("issue")) {
        String diagnostics = issue.text("diagnostics");
        if (diagnostics != null) words.add(diagnostics);
      }
    }
    String all = String.join("; ", words).replaceAll("\\s+", " ");
    return all.length() <= SAID ? all : all.substring(0, SAID) + " …";
  }

  @Override
  public void close() throws IOException {
    wire.close();
  }
}
