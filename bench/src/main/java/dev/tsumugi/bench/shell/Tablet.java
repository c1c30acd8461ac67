package dev.tsumugi.bench.shell;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;

/**
 * A crew's tablet, which proves with each request that it holds its key (RFC 9449). A proof takes
 * the tablet longer to make than the hub to answer, so that they are made before the clock runs:
 * each is good once, for a minute.
 */
final class Tablet {
  private final RSAKey key;
  private final Clock clock;

  Tablet(Clock clock) {
    this.clock = clock;
    try {
      key = new RSAKeyGenerator(2048).generate();
    } catch (JOSEException failure) {
      throw new Failure("No key can be made for the tablet.", failure);
    }
  }

  String thumbprint() {
    try {
      return key.computeThumbprint().toString();
    } catch (JOSEException failure) {
      throw new Failure("A thumbprint cannot be made.", failure);
    }
  }

  /** Proofs for posting to one address with one token. */
  final class Proofs implements Wire.Credentials {
    private final Queue<String> ready = new ConcurrentLinkedQueue<>();
    private final String token;
    private final String address;

    Proofs(URI base, String path, String token) {
      this.address = base + "/" + path;
      this.token = token;
    }

    /** So many, now; those of before are too old by then. */
    void make(int count) {
      ready.clear();
      IntStream.range(0, count).parallel().forEach(i -> ready.add(proof(address, token)));
    }

    @Override
    public String lines(String method, String target) {
      String next = ready.poll();
      String proof = next == null ? proof(address, token) : next;
      return "Authorization: DPoP " + token + "\r\nDPoP: " + proof + "\r\n";
    }
  }

  private String proof(String address, String token) {
    JWSHeader header =
        new JWSHeader.Builder(JWSAlgorithm.PS256)
            .type(new JOSEObjectType("dpop+jwt"))
            .jwk(key.toPublicJWK())
            .build();
    Map<String, Object> claims =
        Map.of(
            "jti",
            UUID.randomUUID().toString(),
            "htm",
            "POST",
            "htu",
            address,
            "iat",
            clock.instant().getEpochSecond(),
            "ath",
            hash(token));
    JWSObject proof = new JWSObject(header, new Payload(claims));
    try {
      proof.sign(new RSASSASigner(key));
    } catch (JOSEException failure) {
      throw new Failure("A proof could not be signed.", failure);
    }
    return proof.serialize();
  }

  private static String hash(String token) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      return Base64URL.encode(sha.digest(token.getBytes(StandardCharsets.US_ASCII))).toString();
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }
}
