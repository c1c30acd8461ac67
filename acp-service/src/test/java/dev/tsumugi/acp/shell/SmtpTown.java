package dev.tsumugi.acp.shell;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A mail server on loopback that speaks as much of SMTP (RFC 5321) as a sender needs. */
final class SmtpTown implements AutoCloseable {
  enum Mood {
    TAKES,
    /** No such mailbox. */
    REFUSES,
    /** Not now. */
    BUSY
  }

  private final ServerSocket socket;
  private final List<String> mails = new CopyOnWriteArrayList<>();
  private volatile Mood mood = Mood.TAKES;

  SmtpTown() {
    try {
      socket = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    Thread thread = new Thread(this::serve, "smtp-town");
    thread.setDaemon(true);
    thread.start();
  }

  int port() {
    return socket.getLocalPort();
  }

  void is(Mood now) {
    mood = now;
  }

  /** Head and body of each as it came. */
  List<String> mails() {
    return mails;
  }

  private void serve() {
    while (!socket.isClosed()) {
      try (Socket client = socket.accept();
          BufferedReader in =
              new BufferedReader(
                  new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
          Writer out =
              new java.io.OutputStreamWriter(client.getOutputStream(), StandardCharsets.UTF_8)) {
        talk(in, out);
      } catch (IOException over) {
        // The client went, or this town is closed.
        continue;
      }
    }
  }

  private void talk(BufferedReader in, Writer out) throws IOException {
    say(out, mood == Mood.BUSY ? "421 come back later" : "220 town");
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String verb = line.split("[ :]", 2)[0].toUpperCase(java.util.Locale.ROOT);
      switch (verb) {
        case "RCPT" -> say(out, mood == Mood.REFUSES ? "550 no such mailbox" : "250 yes");
        case "DATA" -> {
          say(out, "354 go on");
          mails.add(data(in));
          say(out, "250 taken");
        }
        case "QUIT" -> {
          say(out, "221 bye");
          return;
        }
        default -> say(out, "250 yes");
      }
    }
  }

  private static String data(BufferedReader in) throws IOException {
    StringBuilder mail = new StringBuilder();
    for (String line = in.readLine(); line != null && !line.equals("."); line = in.readLine()) {
      mail.append(line).append('\n');
    }
    return mail.toString();
  }

  private static void say(Writer out, String line) throws IOException {
    out.write(line + "\r\n");
    out.flush();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
