package dev.tsumugi.hub.shell;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

/**
 * Whether somebody can sign on now: the issuer answers. A status of its own, which the hub's whole
 * health passes over: who has signed on is served without the issuer until the token ends.
 */
final class SignOnHealth implements HealthIndicator {
  /** Nobody can sign on; the records are not concerned. */
  static final Status AWAY = new Status("AWAY");

  private static final Duration PATIENCE = Duration.ofSeconds(2);
  // Health is open to everybody: nobody makes us ask the issuer more often than this.
  private static final long PAUSE = Duration.ofSeconds(1).toNanos();

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
  private final HttpRequest question;
  private boolean asked;
  private boolean answered;
  private long at;

  SignOnHealth(String issuer) {
    question =
        HttpRequest.newBuilder(URI.create(issuer + "/.well-known/openid-configuration"))
            .timeout(PATIENCE)
            .build();
  }

  @Override
  public synchronized Health health() {
    if (!asked || System.nanoTime() - at > PAUSE) {
      answered = answers();
      asked = true;
      at = System.nanoTime();
    }
    return answered ? Health.up().build() : Health.status(AWAY).build();
  }

  private boolean answers() {
    try {
      return http.send(question, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException away) {
      return false; // that is the answer
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
