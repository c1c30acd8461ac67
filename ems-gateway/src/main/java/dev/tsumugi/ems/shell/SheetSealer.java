package dev.tsumugi.ems.shell;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDHEncrypter;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.util.Base64URL;
import dev.tsumugi.ems.Hit;
import dev.tsumugi.ems.SealedContent;
import dev.tsumugi.fhirserver.DocumentSigner;
import dev.tsumugi.fhirserver.SealedSheets;
import dev.tsumugi.fhirserver.SealedSheets.Key;
import dev.tsumugi.fhirserver.SealedSheets.Terms;
import dev.tsumugi.fhirserver.Sheets.Lookup;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.kernel.Ref;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Signs a sheet with the hub's key for documents (JWS, ES256) and encrypts it to a device's key
 * (JWE, RFC 7516, compact: ECDH-ES, A256GCM).
 */
final class SheetSealer {
  private static final String REPLACED = "replaced-by";

  private final DocumentSigner signer;

  SheetSealer(DocumentSigner signer) {
    this.signer = signer;
  }

  /**
   * Seals the sheets of these.
   *
   * @param people how each was found
   */
  SealedSheets.Cover of(Map<Ref, Hit> people) {
    return new SealedSheets.Cover() {
      /** A record that another one replaces stands for nobody of its own. */
      @Override
      public boolean fits(Json.Obj patient) {
        return patient.objects("link").stream()
            .noneMatch(link -> REPLACED.equals(link.text("type")));
      }

      @Override
      public Set<String> lines(Lookup.Found sheet, Instant at) {
        return SealedContent.lines(sheet);
      }

      @Override
      public String close(Lookup.Found sheet, Terms terms) {
        Hit hit = Objects.requireNonNull(people.get(terms.patient()), "nobody asked for");
        return encrypted(SealedContent.bytes(sheet, hit, terms), terms.key());
      }
    };
  }

  private String encrypted(byte[] content, Key key) {
    JWEHeader header =
        new JWEHeader.Builder(JWEAlgorithm.ECDH_ES, EncryptionMethod.A256GCM)
            .keyID(key.id())
            .contentType("JOSE")
            .build();
    try {
      JWEObject jwe = new JWEObject(header, new Payload(signed(content)));
      jwe.encrypt(new ECDHEncrypter(point(key.x(), key.y())));
      return jwe.serialize();
    } catch (JOSEException failure) {
      throw new IllegalStateException("a sheet could not be sealed", failure);
    }
  }

  private String signed(byte[] content) throws JOSEException {
    DocumentSigner.Point own = signer.key();
    JWSHeader header =
        new JWSHeader.Builder(JWSAlgorithm.ES256)
            .keyID(point(own.x(), own.y()).computeThumbprint().toString())
            .build();
    String input = header.toBase64URL() + "." + Base64URL.encode(content);
    byte[] signature = signer.sign(input.getBytes(StandardCharsets.US_ASCII));
    return input + "." + Base64URL.encode(signature);
  }

  /** Refuses what is no point on the curve. */
  private static ECKey point(String x, String y) {
    return new ECKey.Builder(Curve.P_256, new Base64URL(x), new Base64URL(y)).build();
  }

  /**
   * A device's key out of its JWK (RFC 7517).
   *
   * <p>Throws {@code Problem} INVALID for anything but a public key on P-256.
   */
  static Key key(String jwk) {
    try {
      ECKey key = ECKey.parse(jwk);
      if (!Curve.P_256.equals(key.getCurve()) || key.isPrivate()) {
        throw Problem.invalid("key", "is a public key on P-256");
      }
      return new Key(
          key.computeThumbprint().toString(), key.getX().toString(), key.getY().toString());
    } catch (ParseException | JOSEException | IllegalArgumentException unreadable) {
      throw Problem.invalid("key", "is a public JWK of kty EC on P-256, as a string");
    }
  }
}
