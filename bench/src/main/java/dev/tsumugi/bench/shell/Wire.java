package dev.tsumugi.bench.shell;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One kept-alive HTTP/1.1 connection (RFC 9112), for one thread. Why our own: the load generator
 * shares the machine with what it measures, and a full client costs more than some of the requests.
 */
final class Wire implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 600_000;
  private static final int BUFFER = 64 << 10;

  private final URI base;
  private final Credentials credentials;
  private @Nullable Socket socket;
  private @Nullable InputStream in;

  /** As whom a request comes. */
  interface Credentials {
    /** Header lines, each with its end; empty for nobody. */
    String lines(String method, String target);
  }

  /**
   * @param token of the Authorization header; an empty one sends none
   */
  Wire(URI base, Supplier<String> token) {
    this(base, bearer(token));
  }

  Wire(URI base, Credentials credentials) {
    this.base = base;
    this.credentials = credentials;
  }

  static Credentials bearer(Supplier<String> token) {
    return (method, target) -> {
      String bearer = token.get();
      return bearer.isEmpty() ? "" : "Authorization: Bearer " + bearer + "\r\n";
    };
  }

  /**
   * @param firstByteNanos from sending to the first byte
   */
  record Answer(int status, byte[] body, long firstByteNanos) {
    boolean succeeded() {
      return status >= 200 && status < 300;
    }

    String text() {
      return new String(body, StandardCharsets.UTF_8);
    }
  }

  /**
   * @param target path and query as they go on the wire
   * @param json empty for none
   */
  Answer send(String method, String target, String json) throws IOException {
    boolean fresh = socket == null;
    try {
      return exchange(method, target, json);
    } catch (IOException broken) {
      close();
      // An idle connection may have been closed by the other side; nothing was answered on it then.
      if (fresh || !method.equals("GET")) throw broken;
      return exchange(method, target, json);
    }
  }

  private Answer exchange(String method, String target, String json) throws IOException {
    Socket connected = connect();
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    StringBuilder head = new StringBuilder(512);
    head.append(method).append(' ').append(target).append(" HTTP/1.1\r\nHost: ");
    head.append(base.getHost()).append(':').append(base.getPort());
    head.append("\r\nAccept: application/fhir+json\r\n");
    head.append(credentials.lines(method, target));
    if (body.length > 0) {
      head.append("Content-Type: application/fhir+json\r\nPrefer: return=minimal\r\n");
      head.append("Content-Length: ").append(body.length).append("\r\n");
    }
    head.append("\r\n");
    long sent = System.nanoTime();
    var out = connected.getOutputStream();
    ByteArrayOutputStream whole = new ByteArrayOutputStream(head.length() + body.length);
    whole.write(head.toString().getBytes(StandardCharsets.UTF_8));
    whole.write(body);
    whole.writeTo(out);
    return answer(sent);
  }

  private Answer answer(long sent) throws IOException {
    InputStream stream = in;
    if (stream == null) throw new IllegalStateException("not connected");
    String status = line(stream);
    long firstByte = System.nanoTime() - sent;
    long length = 0;
    boolean chunked = false;
    boolean closes = false;
    for (String header = line(stream); !header.isEmpty(); header = line(stream)) {
      String lower = header.toLowerCase(Locale.ROOT);
      if (lower.startsWith("content-length:")) length = Long.parseLong(value(lower));
      if (lower.startsWith("transfer-encoding:")) chunked = value(lower).equals("chunked");
      if (lower.startsWith("connection:")) closes = value(lower).equals("close");
    }
    byte[] body = chunked ? chunks(stream) : exactly(stream, (int) length);
    if (closes) close();
    return new Answer(Integer.parseInt(status.substring(9, 12)), body, firstByte);
  }

  private Socket connect() throws IOException {
    Socket open = socket;
    if (open != null) return open;
    Socket fresh = new Socket();
    fresh.setTcpNoDelay(true);
    fresh.setSoTimeout(PATIENCE_MILLIS);
    fresh.connect(new InetSocketAddress(base.getHost(), base.getPort()), 10_000);
    in = new BufferedInputStream(fresh.getInputStream(), BUFFER);
    socket = fresh;
    return fresh;
  }

  private static String value(String header) {
    return header.substring(header.indexOf(':') + 1).strip();
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) throw new EOFException("the server closed the connection");
      if (next != '\r') line.append((char) next);
    }
    return line.toString();
  }

  private static byte[] chunks(InputStream in) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream(BUFFER);
    while (true) {
      int size = Integer.parseInt(line(in).strip(), 16);
      body.write(exactly(in, size));
      line(in);
      if (size == 0) return body.toByteArray();
    }
  }

  private static byte[] exactly(InputStream in, int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) throw new EOFException("the answer ended early");
    return bytes;
  }

  @Override
  public void close() throws IOException {
    Socket open = socket;
    socket = null;
    in = null;
    if (open != null) open.close();
  }
}
