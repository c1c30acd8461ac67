package dev.tsumugi.hub.shell;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tsumugi.fhirserver.DispatchSources.Source;
import dev.tsumugi.fhirserver.shell.store.JdbcDispatchSources;
import dev.tsumugi.fhirserver.shell.store.KeyStore;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Ref;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * {@code dispatch list | add | end}: the centres that may tell of incidents, beside a running hub
 * or without one. {@code dispatch send}: posts a made-up incident, as a centre would.
 */
final class DispatchCommand {
  private static final String USAGE =
      "./hub dispatch list, ./hub dispatch add NAME --organization Organization/ID, ./hub dispatch"
          + " end NAME, or ./hub dispatch send [--secret whsec_…] [--url URL].";

  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,39}");

  /** What Standard Webhooks puts before a secret. */
  private static final String PREFIX = "whsec_";

  private final Map<String, String> environment;
  private final Console console;
  private final Clock clock;

  private DispatchCommand(Map<String, String> environment, Console console, Clock clock) {
    this.environment = environment;
    this.console = console;
    this.clock = clock;
  }

  static int execute(
      List<String> rest, Map<String, String> environment, Console console, Clock clock) {
    Arguments arguments =
        Arguments.parse(rest, Set.of("--organization", "--secret", "--url"), Set.of());
    List<String> words = arguments.words();
    Set<String> options = arguments.options().keySet();
    String word = words.isEmpty() ? "" : words.get(0);
    DispatchCommand command = new DispatchCommand(environment, console, clock);
    if (words.size() == 1 && word.equals("send") && !options.contains("--organization")) {
      return command.send(arguments);
    }
    boolean list = words.size() == 1 && word.equals("list") && options.isEmpty();
    boolean end = words.size() == 2 && word.equals("end") && options.isEmpty();
    boolean add =
        words.size() == 2 && word.equals("add") && options.equals(Set.of("--organization"));
    if (!list && !end && !add) throw Failure.usage(USAGE);
    return OwnDatabase.with(
        Settings.of(environment),
        database -> {
          try (Connection owner = database.connectAsOwner()) {
            if (list) return command.list(owner);
            return end
                ? command.end(owner, words.get(1))
                : command.add(
                    owner, words.get(1), arguments.options().getOrDefault("--organization", ""));
          } catch (SQLException failure) {
            throw new Failure("The centres cannot be reached: " + failure.getMessage(), failure);
          }
        });
  }

  private int list(Connection owner) throws SQLException {
    for (JdbcDispatchSources.Listed one : JdbcDispatchSources.list(owner)) {
      String state = one.ended().map(at -> "ENDED " + at).orElse("since " + one.added());
      console.say(one.name() + "  " + one.organization() + "  " + state);
    }
    return 0;
  }

  private int add(Connection owner, String name, String organization) throws SQLException {
    if (!NAME.matcher(name).matches()) {
      throw Failure.usage("A centre's name has small letters, digits and hyphens, at most 40.");
    }
    Ref fireService =
        Ref.parse(organization)
            .filter(ref -> ref.type().equals("Organization"))
            .orElseThrow(() -> Failure.usage("--organization is Organization/ID."));
    byte[] secret = new byte[32];
    new SecureRandom().nextBytes(secret);
    KeyStore keys = KeyStore.open(new DataFolder(Settings.of(environment).data()).keys());
    Source source = new Source(name, fireService, secret);
    if (!JdbcDispatchSources.add(owner, keys, source, clock.instant())) {
      throw new Failure(name + " is there already; ./hub dispatch end ends it.");
    }
    console.say("The secret of " + name + ", told this once:");
    console.say(PREFIX + Base64.getEncoder().encodeToString(secret));
    if (!isAssessed(owner)) {
      console.warn(
          "No message gets in before the service 'dispatch' is assessed; docs/dispatch.md says how.");
    }
    return 0;
  }

  private static boolean isAssessed(Connection owner) throws SQLException {
    try (PreparedStatement query =
        owner.prepareStatement(
            "select 1 from service where client = 'dispatch' and valid_until > now()")) {
      return query.executeQuery().next();
    }
  }

  private int end(Connection owner, String name) throws SQLException {
    if (!JdbcDispatchSources.end(owner, name, clock.instant())) {
      throw new Failure("There is no live centre " + name + ".");
    }
    console.say(name + " is ended: what it signs is refused from now on.");
    return 0;
  }

  /** The demo's centre is entered at each start, unless the operator ended it. */
  static void demo(Connection owner, KeyStore keys, Instant now) throws SQLException {
    boolean known =
        JdbcDispatchSources.list(owner).stream()
            .anyMatch(one -> one.name().equals(DemoDispatch.NAME));
    if (known) return;
    Source source =
        new Source(DemoDispatch.NAME, DemoDispatch.ORGANIZATION, key(DemoDispatch.SECRET));
    JdbcDispatchSources.add(owner, keys, source, now);
  }

  private static byte[] key(String secret) {
    try {
      return Base64.getDecoder().decode(secret.replaceFirst("^" + PREFIX, ""));
    } catch (IllegalArgumentException broken) {
      throw Failure.usage("A secret is " + PREFIX + " and base64.");
    }
  }

  private int send(Arguments arguments) {
    URI hub = LoadCommand.hub(arguments, environment);
    String secret = arguments.options().getOrDefault("--secret", DemoDispatch.SECRET);
    Json.Obj call = DemoDispatch.call(clock.instant());
    HttpRequest request = signed(URI.create(hub + "/ems/dispatch"), key(secret), call);
    HttpClient client = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
    try {
      HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString(UTF_8));
      console.say(answer.statusCode() + " " + answer.body());
      if (answer.statusCode() != 202) return Failure.FAILED;
      console.say(
          "事案 "
              + call.text("incident")
              + " が、救急隊のタブレット("
              + hub
              + "/ems/)の一覧に出ます。 / It stands on the crew's list now.");
      return 0;
    } catch (IOException failure) {
      throw new Failure("The hub at " + hub + " does not answer.", failure);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new Failure("Interrupted.", stopped);
    }
  }

  private HttpRequest signed(URI address, byte[] secret, Json.Obj call) {
    String id = "msg_" + UUID.randomUUID();
    String seconds = Long.toString(clock.instant().getEpochSecond());
    byte[] body = Json.bytes(call);
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret, "HmacSHA256"));
      mac.update((id + "." + seconds + ".").getBytes(UTF_8));
      String signature = "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
      return HttpRequest.newBuilder(address)
          .timeout(Duration.ofSeconds(20))
          .header("Content-Type", "application/json")
          .header("webhook-id", id)
          .header("webhook-timestamp", seconds)
          .header("webhook-signature", signature)
          .POST(HttpRequest.BodyPublishers.ofByteArray(body))
          .build();
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every Java platform has HMAC", impossible);
    }
  }
}
