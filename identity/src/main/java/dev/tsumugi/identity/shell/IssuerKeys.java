package dev.tsumugi.identity.shell;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import dev.tsumugi.identity.Issuer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The issuer's public keys by their id.
 *
 * <p>They are fetched when a token needs one that is not known, and once in a while so that a key
 * which the issuer withdrew stops counting. What is known stays known while the issuer is away. One
 * fetch runs at a time and the next not before {@link #PAUSE}: forged key ids cannot make us flood
 * the issuer.
 */
final class IssuerKeys implements Issuer {
  static final Duration PAUSE = Duration.ofSeconds(3);
  static final Duration FRESH = Duration.ofMinutes(5);
  private static final Logger log = LoggerFactory.getLogger(IssuerKeys.class);

  sealed interface Found {
    record Key(IssuerKey key) implements Found {}

    /** The issuer was asked and does not show it. */
    record Unknown() implements Found {}

    /** The issuer could not be asked. */
    record Away() implements Found {}
  }

  private record Known(Map<String, IssuerKey> keys, Instant since) {}

  private final HttpRequest request;
  private final Clock clock;
  private final Duration patience;
  private final HttpClient client;

  private volatile Known known = new Known(Map.of(), Instant.EPOCH);
  // Whether the issuer answered; guarded by this, as is its time.
  private CompletableFuture<Boolean> attempt = CompletableFuture.completedFuture(false);
  private @Nullable Instant attempted;

  /**
   * @param patience how long one fetch may take, body included
   */
  IssuerKeys(String address, Clock clock, Duration patience) {
    request =
        HttpRequest.newBuilder(URI.create(address))
            .timeout(patience)
            .header("Accept", "application/json")
            .build();
    this.clock = clock;
    this.patience = patience;
    // No redirects, by default: the keys come from where the operator said and nowhere else.
    client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(patience)
            .build();
  }

  /** Waits for the issuer, at most {@code patience}, only if the key is not known. */
  Found find(String id) {
    IssuerKey key = current().get(id);
    if (key != null) return new Found.Key(key);
    boolean answered = fetch().join();
    key = known.keys().get(id);
    if (key != null) return new Found.Key(key);
    return answered ? new Found.Unknown() : new Found.Away();
  }

  @Override
  public boolean answers() {
    return fetch().join();
  }

  /** Whether the issuer still shows this very key, as far as we know. */
  boolean shows(String id, IssuerKey key) {
    IssuerKey now = current().get(id);
    return now != null && now.jwk().equals(key.jwk());
  }

  /** What is known; if that is old, it is renewed behind the request's back. */
  private Map<String, IssuerKey> current() {
    Known now = known;
    if (!now.keys().isEmpty() && !within(FRESH, now.since())) fetch();
    return now.keys();
  }

  /** The fetch under way, the one just done, or a new one. It always completes, never throws. */
  private synchronized CompletableFuture<Boolean> fetch() {
    boolean justDone = attempted != null && within(PAUSE, attempted);
    if (!attempt.isDone() || justDone) return attempt;
    attempted = clock.instant();
    attempt = ask();
    return attempt;
  }

  /** A clock that was set back does not make anything young for hours. */
  private boolean within(Duration span, Instant since) {
    Duration age = Duration.between(since, clock.instant());
    return !age.isNegative() && age.compareTo(span) < 0;
  }

  private CompletableFuture<Boolean> ask() {
    CompletableFuture<HttpResponse<byte[]>> sent =
        client.sendAsync(request, BodyHandlers.ofByteArray());
    return sent.thenApply(IssuerKeys::read)
        .orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
        .handle(
            (keys, failure) -> {
              if (failure == null) {
                known = new Known(keys, clock.instant());
                log.debug("{} keys from {}", keys.size(), request.uri());
                return true;
              }
              sent.cancel(true);
              log.warn(
                  "the issuer's keys could not be had from {}: {}", request.uri(), why(failure));
              return false;
            });
  }

  private static String why(Throwable failure) {
    boolean wrapped = failure instanceof CompletionException && failure.getCause() != null;
    return String.valueOf(wrapped ? failure.getCause() : failure);
  }

  private static Map<String, IssuerKey> read(HttpResponse<byte[]> response) {
    if (response.statusCode() != 200) {
      throw new IllegalStateException("it answered status " + response.statusCode());
    }
    Map<String, IssuerKey> keys = new HashMap<>();
    try {
      JWKSet set = JWKSet.parse(new String(response.body(), StandardCharsets.UTF_8));
      for (JWK jwk : set.getKeys()) {
        IssuerKey.of(jwk).ifPresent(key -> keys.put(jwk.getKeyID(), key));
      }
    } catch (ParseException | JOSEException unreadable) {
      throw new UncheckedIOException(new IOException("its answer is no key set", unreadable));
    }
    if (keys.isEmpty()) throw new IllegalStateException("it shows no key that signs tokens");
    return Map.copyOf(keys);
  }
}
