package dev.tsumugi.fhirserver.shell.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is left of a body that was refused before its end (RFC 9112 section 9.6). A connection that
 * is closed over unread bytes is reset, and a client that is still writing then loses the answer
 * that was on its way. So the refusal is sent, and what still comes is read and thrown away, for
 * some time and up to some size; whoever has not listened by then is cut off.
 */
final class Remains {
  private static final Logger LOG = LoggerFactory.getLogger(Remains.class);
  private static final long MOST_BYTES = 256L << 20;
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private Remains() {}

  /** Sends what was answered, then reads on. */
  static void discard(HttpServletRequest request, HttpServletResponse response) {
    long start = System.nanoTime();
    byte[] thrownAway = new byte[16 << 10];
    try {
      response.flushBuffer();
      InputStream body = request.getInputStream();
      long left = MOST_BYTES;
      while (left > 0 && System.nanoTime() - start < PATIENCE.toNanos()) {
        int read = body.read(thrownAway);
        if (read < 0) return;
        left -= read;
      }
    } catch (IOException gone) {
      LOG.debug("who sent a refused body has gone", gone);
    }
  }
}
