package dev.tsumugi.fhirserver.shell.http;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is left of a body that was refused before its end (RFC 9112 section 9.6). A connection that
 * is closed over unread bytes is reset, and a client that is still writing, or that listens only
 * when it has written all, then loses the answer. So what still comes is read and thrown away
 * first, for some time and up to some size; whoever has not ended by then is cut off. Afterwards is
 * too late: the server closes the body with the answer.
 */
final class Remains {
  private static final Logger LOG = LoggerFactory.getLogger(Remains.class);
  private static final long MOST_BYTES = 256L << 20;
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private Remains() {}

  /** Before the answer is sent. */
  static void discard(HttpServletRequest request) {
    // Who asks before it sends (RFC 9110 section 10.1.1) has sent nothing, and need not.
    if (request.getHeader("Expect") != null) return;
    long start = System.nanoTime();
    byte[] thrownAway = new byte[16 << 10];
    try {
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
