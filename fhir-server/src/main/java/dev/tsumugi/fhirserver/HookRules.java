package dev.tsumugi.fhirserver;

import dev.tsumugi.fhirserver.QueryParser.Word;
import dev.tsumugi.fhirserver.r4.R4;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which Subscriptions this server takes: rest-hook, a search it understands, an endpoint on a host
 * that the operator listed (<a href="https://hl7.org/fhir/R4/subscription.html">R4
 * Subscription</a>). What it does not take is refused by name.
 */
public final class HookRules {
  public static final String PAYLOAD = "application/fhir+json";

  private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+: ?[ -~]*");

  /** What the hub says itself; to say it twice would let a subscriber smuggle a second request. */
  private static final Set<String> OURS =
      Set.of("host", "connection", "content-length", "content-type", "transfer-encoding", "expect");

  /** What shapes a page of a search says nothing of a match. */
  private static final Set<String> SHAPES =
      Set.of("_sort", "_count", "_total", "_summary", "_elements", "_include", "_revinclude");

  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "::1");

  private final R4 r4;
  private final QueryParser queries;
  private final Allowed allowed;

  /**
   * @param hosts {@code name} for its port 443, or {@code name:port}
   * @param loopback whether this machine itself may be called, also without TLS: for the demo
   */
  public record Allowed(Set<String> hosts, boolean loopback) {
    public static final Allowed NOTHING = new Allowed(Set.of(), false);

    public Allowed {
      hosts = Set.copyOf(hosts);
    }
  }

  public HookRules(R4 r4, Allowed allowed) {
    this.r4 = r4;
    this.queries = new QueryParser(r4);
    this.allowed = allowed;
  }

  /** What is wrong with a Subscription that a client writes; empty if it can be served. */
  public List<Problem.Issue> check(Json.Obj subscription) {
    List<Problem.Issue> issues = new ArrayList<>();
    String status = text(subscription, "status");
    if (SubscriptionState.asked(status).isEmpty()) {
      issues.add(issue("status", "a client asks for requested or off; the rest is the server's"));
    }
    try {
      criteria(text(subscription, "criteria"));
    } catch (Problem problem) {
      for (Problem.Issue one : problem.issues()) issues.add(issue("criteria", one.message()));
    }
    Json.Obj channel = subscription.obj("channel");
    if (channel == null) {
      issues.add(issue("channel", "a channel is needed"));
      return issues;
    }
    if (!"rest-hook".equals(channel.text("type"))) {
      issues.add(issue("channel.type", "only rest-hook is supported"));
    }
    String payload = channel.text("payload");
    if (payload != null && !payload.equals(PAYLOAD)) {
      issues.add(issue("channel.payload", "only " + PAYLOAD + ", or none, is supported"));
    }
    for (String header : channel.texts("header")) {
      String name = header.replaceFirst(":.*", "").toLowerCase(Locale.ROOT);
      if (!HEADER.matcher(header).matches() || OURS.contains(name)) {
        issues.add(issue("channel.header", "a header is written 'Name: value', and not the hub's"));
      }
    }
    refusal(target(channel)).ifPresent(why -> issues.add(issue("channel.endpoint", why)));
    return issues;
  }

  private static Problem.Issue issue(String path, String message) {
    return new Problem.Issue("Subscription." + path, message);
  }

  private static String text(Json.Obj json, String name) {
    String text = json.text(name);
    return text == null ? "" : text;
  }

  /**
   * The criteria as a question, about one resource if {@code id} is given.
   *
   * @throws Problem naming what is not supported
   */
  public Query criteria(String criteria, String... id) {
    int mark = criteria.indexOf('?');
    String type = mark < 0 ? criteria : criteria.substring(0, mark);
    if (!r4.isType(type)) {
      throw Problem.invalid("", "the criteria are a search on one type: Observation?code=…");
    }
    List<Word> words = new ArrayList<>();
    for (String pair : mark < 0 ? new String[0] : criteria.substring(mark + 1).split("&", -1)) {
      if (pair.isEmpty()) continue;
      int equals = pair.indexOf('=');
      String name = decode(equals < 0 ? pair : pair.substring(0, equals));
      if (SHAPES.contains(name.replaceFirst(":.*", ""))) {
        throw Problem.invalid("", "'" + name + "' has no meaning in criteria");
      }
      words.add(new Word(name, equals < 0 ? "" : decode(pair.substring(equals + 1))));
    }
    for (String one : id) words.add(new Word("_id", one));
    return queries.parse(type, words);
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException broken) {
      throw Problem.invalid("", "the criteria hold broken %-escapes");
    }
  }

  /** The target of a Subscription that was checked when it was written. */
  public Optional<HookTarget> target(Json.Obj channel) {
    String endpoint = channel.text("endpoint");
    if (endpoint == null) return Optional.empty();
    try {
      URI uri = URI.create(endpoint);
      if (uri.getHost() == null || uri.getScheme() == null) return Optional.empty();
      return Optional.of(
          new HookTarget(uri, channel.texts("header"), channel.text("payload") != null));
    } catch (IllegalArgumentException notAnAddress) {
      return Optional.empty();
    }
  }

  private Optional<String> refusal(Optional<HookTarget> target) {
    if (target.isEmpty()) return Optional.of("an absolute https address is needed");
    return refusal(target.get());
  }

  /** Why this may not be called, as far as its address tells; empty if it may. */
  public Optional<String> refusal(HookTarget target) {
    URI uri = target.endpoint();
    if (uri.getUserInfo() != null || uri.getFragment() != null) {
      return Optional.of("the address holds a user or a fragment");
    }
    if (target.payload() && uri.getQuery() != null) {
      return Optional.of("with a payload the address has no query: type and id are put behind it");
    }
    if (isLoopback(target)) return Optional.empty();
    if (!target.tls()) return Optional.of("the address must be https");
    String host = target.host().toLowerCase(Locale.ROOT);
    boolean listed =
        allowed.hosts().contains(host + ":" + target.port())
            || (target.port() == 443 && allowed.hosts().contains(host));
    return listed ? Optional.empty() : Optional.of("the operator has not listed this host");
  }

  /** Whether it is this machine, and the operator allows that. */
  public boolean isLoopback(HookTarget target) {
    return allowed.loopback()
        && LOOPBACK.contains(target.host().toLowerCase(Locale.ROOT))
        && Set.of("http", "https").contains(target.endpoint().getScheme());
  }
}
