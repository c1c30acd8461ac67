package dev.tsumugi.identity.shell;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tsumugi.identity.Claims;
import dev.tsumugi.identity.IdentitySettings;
import dev.tsumugi.kernel.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A realm on loopback that shows its public keys, and can go away, hang or change them. */
final class TestIssuer implements AutoCloseable {
  static final String BASE = "http://hub.test/fhir";
  // Keys take long to make: one of each kind for all tests.
  static final RSAKey RSA = rsa("rsa-1");
  static final RSAKey RSA_LATER = rsa("rsa-2");
  static final RSAKey RSA_FORGED = rsa("rsa-1");
  static final ECKey EC = ec("ec-1");

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer server;
  private final AtomicInteger asked = new AtomicInteger();
  private volatile byte[] shown = new byte[0];
  private volatile int status = 200;
  private volatile CountDownLatch gate = new CountDownLatch(0);

  TestIssuer() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    server.createContext("/realms/tsumugi/protocol/openid-connect/certs", this::answer);
    server.setExecutor(threads);
    server.start();
    shows(RSA, EC);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      asked.incrementAndGet();
      gate.await();
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(status, shown.length);
      exchange.getResponseBody().write(shown);
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    }
  }

  String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/realms/tsumugi";
  }

  IdentitySettings settings(boolean demo) {
    return new IdentitySettings(address(), BASE, demo);
  }

  Json.Obj crew() {
    return Claims.crew(address(), BASE);
  }

  void shows(JWK... keys) {
    shown = new JWKSet(List.of(keys)).toString(true).getBytes(StandardCharsets.UTF_8);
  }

  void showsText(String text) {
    shown = text.getBytes(StandardCharsets.UTF_8);
  }

  void answersWith(int code) {
    status = code;
  }

  /** Holds every answer back until the latch is counted down. */
  CountDownLatch hangs() {
    gate = new CountDownLatch(1);
    return gate;
  }

  /** How often the keys were asked for. */
  int asked() {
    return asked.get();
  }

  @Override
  public void close() {
    gate.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  static String signed(Json.Obj claims, JWSAlgorithm algorithm, JWK key) {
    JWSHeader header =
        new JWSHeader.Builder(algorithm).type(JOSEObjectType.JWT).keyID(key.getKeyID()).build();
    return signed(claims, header, signer(key));
  }

  static String signed(Json.Obj claims) {
    return signed(claims, JWSAlgorithm.RS256, RSA);
  }

  static String signed(Json.Obj claims, JWSHeader header, JWSSigner signer) {
    try {
      JWSObject jws = new JWSObject(header, new Payload(Json.bytes(claims)));
      jws.sign(signer);
      return jws.serialize();
    } catch (JOSEException failure) {
      throw new IllegalStateException(failure);
    }
  }

  static JWSSigner signer(JWK key) {
    try {
      return key instanceof RSAKey rsa ? new RSASSASigner(rsa) : new ECDSASigner((ECKey) key);
    } catch (JOSEException failure) {
      throw new IllegalStateException(failure);
    }
  }

  static RSAKey rsa(String id) {
    return rsa(id, 2048);
  }

  static RSAKey rsa(String id, int bits) {
    try {
      return new RSAKeyGenerator(bits, true).keyID(id).generate();
    } catch (JOSEException failure) {
      throw new IllegalStateException(failure);
    }
  }

  private static ECKey ec(String id) {
    try {
      return new ECKeyGenerator(Curve.P_256).keyID(id).generate();
    } catch (JOSEException failure) {
      throw new IllegalStateException(failure);
    }
  }
}
