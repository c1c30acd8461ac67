package dev.tsumugi.hub.shell;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One run: what its parts share, and the order in which they come and go. */
final class Run {
  private final Settings settings;
  private final DataFolder folder;
  private final Console console;
  private final Deque<RunPart> begun = new ArrayDeque<>();
  private final CompletableFuture<Failure> end = new CompletableFuture<>();
  private boolean stopping;
  private volatile @Nullable Database database;
  private volatile @Nullable KnownCertificates certificates;

  Run(Settings settings, DataFolder folder, Console console) {
    this.settings = settings;
    this.folder = folder;
    this.console = console;
  }

  Settings settings() {
    return settings;
  }

  DataFolder folder() {
    return folder;
  }

  Console console() {
    return console;
  }

  /** The database of this run; the database's part comes first and sets it. */
  Database database() {
    Database ready = database;
    if (ready == null) throw new IllegalStateException("no part has brought a database yet");
    return ready;
  }

  /** What this process trusts; its part comes first where the hub has a certificate. */
  KnownCertificates certificates() {
    KnownCertificates ready = certificates;
    if (ready == null) throw new IllegalStateException("no part has read a certificate yet");
    return ready;
  }

  void useCertificates(KnownCertificates ready) {
    certificates = ready;
  }

  void useDatabase(Database ready) {
    database = ready;
  }

  /** A part died, and the run with it. */
  void fail(Failure failure) {
    end.complete(failure);
  }

  /** Starts the parts in order; a line each. Ends early if the run is being stopped. */
  void start(List<RunPart> parts) {
    for (RunPart part : parts) {
      if (!begin(part)) return;
      try {
        console.step(() -> part.start(this));
      } catch (Failure failure) {
        // Being stopped makes a start fail, and that is no news.
        if (isStopping()) return;
        throw failure;
      }
    }
  }

  /**
   * Waits until a part dies. A run that goes well ends by a signal, not here.
   *
   * @throws Failure what the part died of
   */
  void await() {
    throw end.join();
  }

  /**
   * Stops what was begun, the last first; what cannot be stopped is named, and the rest goes on.
   */
  void stop() {
    while (true) {
      RunPart part;
      synchronized (this) {
        stopping = true;
        part = begun.pollLast();
      }
      if (part == null) return;
      try {
        part.stop();
      } catch (Failure failure) {
        console.fail(failure);
      }
    }
  }

  private synchronized boolean begin(RunPart part) {
    if (stopping) return false;
    begun.addLast(part);
    return true;
  }

  private synchronized boolean isStopping() {
    return stopping;
  }
}
