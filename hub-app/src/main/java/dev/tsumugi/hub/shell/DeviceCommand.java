package dev.tsumugi.hub.shell;

import dev.tsumugi.identity.shell.DeviceDesk;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.kernel.Ref;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * {@code device code | list | end}: tablets, at the machine itself and beside a running hub or
 * without one, for who has no office's sign-on at hand.
 */
final class DeviceCommand {
  private static final String USAGE =
      "./hub device code --organization Organization/ID, ./hub device list, or ./hub device end ID.";

  /** As whom the database remembers it. */
  private static final String BY = "./hub device";

  private DeviceCommand() {}

  static int execute(
      List<String> rest, Map<String, String> environment, Console console, Clock clock) {
    Arguments arguments = Arguments.parse(rest, Set.of("--organization"), Set.of());
    List<String> words = arguments.words();
    String organization = arguments.options().get("--organization");
    boolean code = words.equals(List.of("code")) && organization != null;
    boolean list = words.equals(List.of("list")) && organization == null;
    boolean end = words.size() == 2 && words.get(0).equals("end") && organization == null;
    if (!code && !list && !end) throw Failure.usage(USAGE);
    return OwnDatabase.with(
        Settings.of(environment),
        database -> {
          DeviceDesk desk = new DeviceDesk(database::connectAsOwner, clock, new SecureRandom());
          try {
            if (organization != null) code(desk, organization, console);
            else if (list) desk.lines().forEach(console::say);
            else end(desk, words.get(1), console);
            return 0;
          } catch (Problem problem) {
            throw new Failure("The hub's database says: " + problem.getMessage(), problem);
          }
        });
  }

  private static void code(DeviceDesk desk, String organization, Console console) {
    Ref ref =
        Ref.parse(organization)
            .filter(one -> one.type().equals("Organization"))
            .orElseThrow(() -> Failure.usage("An organization is written Organization/ID."));
    console.say(desk.code(ref, BY));
    console.say(
        "Type it in on the tablet within " + DeviceDesk.CODE_LIFE.toMinutes() + " minutes.");
  }

  private static void end(DeviceDesk desk, String id, Console console) {
    if (!desk.end(id, BY)) {
      throw new Failure("There is no device " + id + "; ./hub device list shows them.");
    }
    console.say(id + " is revoked for good; what is found makes itself a new key.");
  }
}
