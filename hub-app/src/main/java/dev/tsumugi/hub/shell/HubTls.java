package dev.tsumugi.hub.shell;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.springframework.boot.autoconfigure.ssl.SslBundleRegistrar;
import org.springframework.boot.ssl.SslBundleRegistry;

/**
 * The hub's certificate: shown to whoever connects, and taken anew when its files change, without a
 * stop. New files that cannot be used are named once, and the hub goes on with what it has.
 */
final class HubTls implements SslBundleRegistrar, AutoCloseable {
  static final String BUNDLE = "hub";

  private final Settings.Tls files;
  private final Duration pause;
  private final Consumer<String> say;
  private final KnownCertificates known;
  private final CountDownLatch closed = new CountDownLatch(1);

  /**
   * @param pause between two looks at the files; files count as whole when one look finds them as
   *     the last one did
   * @param say told of each change, good or bad
   */
  HubTls(Settings.Tls files, Duration pause, Consumer<String> say, KnownCertificates known) {
    this.files = files;
    this.pause = pause;
    this.say = say;
    this.known = known;
  }

  @Override
  public void registerBundles(SslBundleRegistry registry) {
    List<Object> seen = state();
    TlsFiles first = TlsFiles.read(files);
    known.trust(first.chain());
    registry.registerBundle(BUNDLE, first.bundle());
    Thread watcher = new Thread(() -> watch(registry, seen), "tls");
    watcher.setDaemon(true);
    watcher.start();
  }

  private void watch(SslBundleRegistry registry, List<Object> first) {
    List<Object> used = first;
    List<Object> last = first;
    while (!isClosedAfter(pause)) {
      List<Object> now = state();
      if (!now.equals(used) && now.equals(last)) {
        used = now;
        take(registry);
      }
      last = now;
    }
  }

  private void take(SslBundleRegistry registry) {
    try {
      TlsFiles fresh = TlsFiles.read(files);
      registry.updateBundle(BUNDLE, fresh.bundle());
      known.trust(fresh.chain());
      say.accept(
          "The certificate was replaced; the new one is valid until "
              + fresh.chain().get(0).getNotAfter().toInstant()
              + ".");
    } catch (RuntimeException unusable) {
      String why = unusable instanceof Failure failure ? failure.sentence() : "It cannot be used.";
      say.accept("The new certificate is not taken, the one before stays in use. " + why);
    }
  }

  /** What tells one content of the files from another; links are followed. */
  private List<Object> state() {
    try {
      FileTime certificate = Files.getLastModifiedTime(files.certificate());
      FileTime key = Files.getLastModifiedTime(files.key());
      return List.of(certificate, key, Files.size(files.certificate()), Files.size(files.key()));
    } catch (IOException away) {
      return List.of();
    }
  }

  private boolean isClosedAfter(Duration wait) {
    try {
      return closed.await(wait.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  @Override
  public void close() {
    closed.countDown();
  }
}
