package dev.tsumugi.fhirserver;

/**
 * By which of the hub's connections the present request is served: by those that all share, or by
 * those kept for emergencies, which nothing else can use up ({@code docs/adr/0039}). It belongs to
 * the thread that serves the request, so that whatever a request does, in whichever module, is done
 * in its lane; threads of the hub's own are in the common one.
 */
public enum Lane {
  COMMON,
  URGENT;

  private static final ThreadLocal<Lane> HERE = ThreadLocal.withInitial(() -> COMMON);

  /** The one of this thread. */
  public static Lane here() {
    return HERE.get();
  }

  /** Until it is closed, this thread is in this lane; lanes do not nest. */
  public Stay enter() {
    HERE.set(this);
    return HERE::remove;
  }

  /** A time in a lane. */
  public interface Stay extends AutoCloseable {
    @Override
    void close();
  }
}
