package dev.tsumugi.hub.shell;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;

/** {@code run}: starts every part, waits, and stops them all on Ctrl-C or SIGTERM. */
final class RunCommand {
  private RunCommand() {}

  /**
   * Returns only by failing; a run that goes well ends by a signal.
   *
   * @throws Failure why it cannot start, or what it died of
   */
  static void execute(Settings settings, List<RunPart> parts, Console console) {
    DataFolder folder = new DataFolder(settings.data());
    folder.prepare();
    LogFile.open(folder);
    DataFolder.Lock lock = folder.lock();
    requireFree(settings.port(), "HUB_PORT", settings.demo());
    // The identity server's port is asked for by its part: what a killed run left there is ended
    // first.

    Run run = new Run(settings, folder, console);
    // The only hook: it ends by giving the folder back, after everything that writes there.
    Thread stop =
        new Thread(
            () -> {
              run.stop();
              lock.close();
            },
            "stop");
    Runtime.getRuntime().addShutdownHook(stop);
    run.start(parts);
    console.say("READY " + HubPart.Addresses.of(settings).hub());
    run.await();
  }

  /** Asked before the slow parts start: a port in use would be noticed only minutes later. */
  private static void requireFree(int port, String variable, boolean loopback) {
    InetSocketAddress address =
        loopback
            ? new InetSocketAddress(InetAddress.getLoopbackAddress(), port)
            : new InetSocketAddress(port);
    try (ServerSocket socket = new ServerSocket()) {
      // As the servers do it: a port whose last connections are still closing counts as free.
      socket.setReuseAddress(true);
      socket.bind(address);
    } catch (IOException e) {
      throw new Failure(
          "Port " + port + " is in use; stop what listens there or set " + variable + ".", e);
    }
  }
}
