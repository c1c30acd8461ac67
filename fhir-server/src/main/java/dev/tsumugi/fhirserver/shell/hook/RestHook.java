package dev.tsumugi.fhirserver.shell.hook;

import dev.tsumugi.fhirserver.Hook;
import dev.tsumugi.fhirserver.HookAddresses;
import dev.tsumugi.fhirserver.HookRules;
import dev.tsumugi.fhirserver.HookTarget;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * One HTTP/1.1 request over a connection of its own, to the very address that was checked: a client
 * that resolves the name by itself could be told another one a moment later (DNS rebinding). It
 * follows no redirect and reads nothing of the answer but its status.
 */
public final class RestHook implements Hook, AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final int STATUS_LINE = 1_000;
  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] (\\d{3})(?: .*)?");

  private final HookRules rules;
  private final Names names;
  private final Duration patience;
  private final SSLSocketFactory tls;
  private final ScheduledExecutorService watchdog =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "hook-watchdog");
            thread.setDaemon(true);
            return thread;
          });

  /** Where a name leads. */
  interface Names {
    InetAddress[] addresses(String host) throws UnknownHostException;
  }

  public RestHook(HookRules rules) {
    this(
        rules,
        InetAddress::getAllByName,
        Duration.ofSeconds(15),
        (SSLSocketFactory) SSLSocketFactory.getDefault());
  }

  /**
   * @param patience for the whole of one call
   */
  RestHook(HookRules rules, Names names, Duration patience, SSLSocketFactory tls) {
    this.rules = rules;
    this.names = names;
    this.patience = patience;
    this.tls = tls;
  }

  /** Where to connect, or why not. */
  private record Way(Optional<InetAddress> address, Outcome otherwise) {}

  private Way way(HookTarget target) {
    Optional<String> refusal = rules.refusal(target);
    if (refusal.isPresent()) return no(new Outcome.Refused(refusal.get()));
    InetAddress[] addresses;
    try {
      addresses = names.addresses(target.host());
    } catch (UnknownHostException unknown) {
      return no(new Outcome.Failed("the host's name is not known"));
    }
    boolean here = rules.isLoopback(target);
    for (InetAddress address : addresses) {
      boolean may = here ? address.isLoopbackAddress() : HookAddresses.isPublic(address);
      if (!may) return no(new Outcome.Refused("the host's name leads to no public address"));
    }
    if (addresses.length == 0) return no(new Outcome.Failed("the host has no address"));
    return new Way(Optional.of(addresses[0]), new Outcome.Delivered());
  }

  private static Way no(Outcome why) {
    return new Way(Optional.empty(), why);
  }

  @Override
  public Optional<String> refusal(HookTarget target) {
    return way(target).otherwise() instanceof Outcome.Refused refused
        ? Optional.of(refused.why())
        : Optional.empty();
  }

  @Override
  public Outcome send(HookTarget target, Message message) {
    Way way = way(target);
    if (way.address().isEmpty()) return way.otherwise();
    try (Socket socket = new Socket()) {
      // A timeout a read would let the other side hold us for ever, byte by byte.
      ScheduledFuture<?> end =
          watchdog.schedule(() -> close(socket), patience.toMillis(), TimeUnit.MILLISECONDS);
      try {
        socket.connect(
            new InetSocketAddress(way.address().get(), target.port()), (int) CONNECT.toMillis());
        try (Socket channel = target.tls() ? secured(socket, target) : socket) {
          channel.getOutputStream().write(request(target, message));
          channel.getOutputStream().flush();
          return outcome(channel.getInputStream());
        }
      } finally {
        end.cancel(false);
      }
    } catch (IOException failure) {
      return new Outcome.Failed("no answer within the time, or no connection");
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException alreadyGone) {
      Thread.yield(); // what is gone needs no closing
    }
  }

  private Socket secured(Socket socket, HookTarget target) throws IOException {
    SSLSocket secured =
        (SSLSocket) tls.createSocket(socket, target.host(), target.port(), /* autoClose= */ true);
    SSLParameters parameters = secured.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    secured.setSSLParameters(parameters);
    secured.startHandshake();
    return secured;
  }

  private static byte[] request(HookTarget target, Message message) {
    String path = Optional.ofNullable(target.endpoint().getRawPath()).orElse("");
    if (!message.path().isEmpty()) path = path.replaceFirst("/+$", "") + "/" + message.path();
    String query = target.endpoint().getRawQuery();
    boolean usual = target.port() == (target.tls() ? 443 : 80);
    StringBuilder head = new StringBuilder();
    head.append(message.method()).append(' ').append(path.isEmpty() ? "/" : path);
    if (query != null) head.append('?').append(query);
    head.append(" HTTP/1.1\r\nHost: ").append(target.endpoint().getHost());
    if (!usual) head.append(':').append(target.port());
    head.append("\r\nConnection: close\r\nUser-Agent: Tsumugi\r\n");
    head.append("Content-Length: ").append(message.body().length).append("\r\n");
    if (message.body().length > 0) {
      head.append("Content-Type: ").append(HookRules.PAYLOAD).append("\r\n");
    }
    for (String header : target.headers()) head.append(header).append("\r\n");
    head.append("\r\n");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(head.toString().getBytes(StandardCharsets.US_ASCII));
    bytes.writeBytes(message.body());
    return bytes.toByteArray();
  }

  private static Outcome outcome(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int one = in.read(); one >= 0 && one != '\n'; one = in.read()) {
      if (line.length() == STATUS_LINE) break;
      line.append((char) one);
    }
    Matcher status = STATUS.matcher(line.toString().stripTrailing());
    if (!status.matches()) return new Outcome.Failed("the answer is no HTTP");
    return status.group(1).startsWith("2")
        ? new Outcome.Delivered()
        : new Outcome.Failed("the answer was " + status.group(1));
  }

  @Override
  public void close() {
    watchdog.shutdownNow();
  }
}
