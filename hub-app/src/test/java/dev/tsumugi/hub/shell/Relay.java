package dev.tsumugi.hub.shell;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/** A way to a server of loopback that a test can cut, or stop the traffic on, and open again. */
final class Relay implements AutoCloseable {
  private final int target;
  private final int port;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private volatile ServerSocket server;
  private volatile CountDownLatch flows = new CountDownLatch(0);

  Relay(int target) throws IOException {
    this.target = target;
    server = listening(0);
    port = server.getLocalPort();
  }

  int port() {
    return port;
  }

  private ServerSocket listening(int at) throws IOException {
    ServerSocket fresh = new ServerSocket();
    fresh.setReuseAddress(true);
    fresh.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), at), 200);
    daemon(() -> accept(fresh));
    return fresh;
  }

  private void accept(ServerSocket from) {
    while (!from.isClosed()) {
      try {
        Socket inside = from.accept();
        Socket outside = new Socket(InetAddress.getLoopbackAddress(), target);
        sockets.add(inside);
        sockets.add(outside);
        daemon(() -> pump(inside, outside));
        daemon(() -> pump(outside, inside));
      } catch (IOException closed) {
        continue;
      }
    }
  }

  private void pump(Socket from, Socket to) {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] buffer = new byte[64 << 10];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        flows.await();
        out.write(buffer, 0, read);
        out.flush();
      }
    } catch (IOException cut) {
      sockets.remove(from);
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  /** Every connection breaks, and nobody gets a new one. */
  void cut() throws IOException {
    server.close();
    for (Socket socket : sockets) socket.close();
    sockets.clear();
  }

  void restore() throws IOException {
    server = listening(port);
  }

  /** Connections stand, and nothing comes through. */
  void freeze() {
    flows = new CountDownLatch(1);
  }

  void thaw() {
    flows.countDown();
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work, "relay");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    thaw();
    cut();
  }
}
