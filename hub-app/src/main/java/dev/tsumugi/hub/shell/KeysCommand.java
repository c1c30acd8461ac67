package dev.tsumugi.hub.shell;

import dev.tsumugi.identity.shell.RealmFailure;
import dev.tsumugi.identity.shell.RealmKeys;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code keys}: the key by which Keycloak signs tokens, changed while everybody works on. */
final class KeysCommand {
  private KeysCommand() {}

  static int execute(
      List<String> rest, Map<String, String> environment, Console console, Clock clock) {
    Arguments arguments = Arguments.parse(rest, Set.of(), Set.of());
    String what = arguments.onlyWord("keys", "rotate-realm or forget-realm");
    if (!Set.of("rotate-realm", "forget-realm").contains(what)) {
      throw Failure.usage("./hub keys takes rotate-realm or forget-realm, not " + what + ".");
    }
    RealmKeys keys = RealmAccess.of(environment).keys();
    try {
      if (what.equals("forget-realm")) {
        console.say("Taken away: " + words(keys.forget()) + ".");
        return 0;
      }
      String name = "rsa " + clock.instant().truncatedTo(ChronoUnit.SECONDS);
      List<String> passive = keys.rotate(name);
      console.say(
          "The key " + name + " signs from now on; only to verify: " + words(passive) + ".");
      console.say(
          "When no token of theirs is alive (access 5 minutes, sign-on 10 hours, offline 30 days):"
              + " ./hub keys forget-realm.");
      return 0;
    } catch (RealmFailure failure) {
      throw new Failure("The keys are not changed: " + failure.getMessage(), failure);
    }
  }

  private static String words(List<String> names) {
    return names.isEmpty() ? "none" : String.join(", ", names);
  }
}
