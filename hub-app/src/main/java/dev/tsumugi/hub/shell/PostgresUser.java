package dev.tsumugi.hub.shell;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * As whom PostgreSQL's programs run; they refuse to run as root.
 *
 * <p>An ordinary user runs them as they are. For root, {@code unshare -U} comes first: in a user
 * namespace of its own without a mapping the server is nobody to itself, yet to the file system it
 * is still root, so that a data folder below {@code /root} works and nothing changes hands. Where
 * namespaces are forbidden (many containers), {@code setpriv} makes it the system user {@code
 * postgres}, or {@code nobody}; then the data folder is given to that user, and every folder above
 * must let it pass.
 *
 * @param prefix what stands in front of each command
 * @param owner whose the data folder must be
 */
record PostgresUser(List<String> prefix, String owner) {
  PostgresUser {
    prefix = List.copyOf(prefix);
  }

  /**
   * @throws Failure if root has no way to step down here
   */
  static PostgresUser choose() {
    UnixSystem me = new UnixSystem();
    if (me.getUid() != 0) return new PostgresUser(List.of(), me.getUsername());
    if (Program.works("unshare", "-U", "true")) {
      return new PostgresUser(List.of("unshare", "-U"), me.getUsername());
    }
    for (String user : List.of("postgres", "nobody")) {
      PostgresUser candidate = setpriv(user);
      if (Program.works(candidate.command("true").toArray(String[]::new))) return candidate;
    }
    throw new Failure(
        "PostgreSQL does not run as root, and this system allows neither unshare nor setpriv:"
            + " run ./hub as an ordinary user, or set HUB_DB_URL.");
  }

  static PostgresUser setpriv(String user) {
    return new PostgresUser(
        List.of("setpriv", "--reuid=" + user, "--regid=" + user, "--clear-groups", "--"), user);
  }

  List<String> command(String... program) {
    List<String> command = new ArrayList<>(prefix);
    command.addAll(List.of(program));
    return command;
  }

  /** Gives {@code path} and all in it to {@link #owner}, if it is somebody else's. */
  void take(Path path) throws IOException {
    if (Files.getOwner(path).getName().equals(owner)) return;
    Program.Result result = Program.run(List.of("chown", "-R", owner, path.toString()));
    if (!result.succeeded()) {
      throw new Failure(path + " cannot be given to " + owner + ": " + result.lastLine());
    }
  }
}
