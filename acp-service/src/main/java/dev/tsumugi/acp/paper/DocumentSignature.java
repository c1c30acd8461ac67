package dev.tsumugi.acp.paper;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tsumugi.fhirserver.DocumentSigner;
import dev.tsumugi.kernel.FhirTime;
import dev.tsumugi.kernel.Json;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/**
 * {@code Bundle.signature}: a detached JWS (RFC 7515 appendix F, ES256) over the document's {@link
 * CanonicalJson}. It says that this hub gave the document out as it is; the resident's own
 * signature is what the document tells of.
 */
public final class DocumentSignature {
  private static final Base64.Encoder URL = Base64.getUrlEncoder().withoutPadding();

  /** ASTM E1762-95: the signer has seen that the document is what was registered. */
  private static final String VERIFICATION = "1.2.840.10065.1.12.1.5";

  private DocumentSignature() {}

  /**
   * The bundle with its signature.
   *
   * @param who Reference to the hub as Organization
   */
  public static Json.Obj sign(Json.Obj bundle, DocumentSigner signer, Json who, Instant at) {
    String when = FhirTime.instant(at);
    String header =
        URL.encodeToString(
            Json.bytes(
                Json.object()
                    .put("alg", "ES256")
                    .put("kid", keyId(signer.key()))
                    .put("typ", "JOSE")
                    .put("canon", CanonicalJson.METHOD)
                    .put("sigT", when)
                    .build()));
    byte[] signature = signer.sign(input(header, bundle));
    String jws = header + ".." + URL.encodeToString(signature);
    Json type =
        Json.object()
            .put("system", "urn:iso-astm:E1762-95:2013")
            .put("code", VERIFICATION)
            .put("display", "Verification Signature")
            .build();
    Json signed =
        Json.object()
            .put("type", Json.array(type))
            .put("when", when)
            .put("who", who)
            .put("targetFormat", "application/fhir+json")
            .put("sigFormat", "application/jose")
            .put("data", Base64.getEncoder().encodeToString(jws.getBytes(US_ASCII)))
            .build();
    return bundle.with("signature", signed);
  }

  /** What a signature is over, and what tells one document from another. */
  public static byte[] canonical(Json.Obj bundle) {
    return CanonicalJson.of(bundle);
  }

  private static byte[] input(String header, Json.Obj bundle) {
    return (header + "." + URL.encodeToString(CanonicalJson.of(bundle))).getBytes(US_ASCII);
  }

  /** Whether this key signed the bundle as it is. False for one without such a signature. */
  public static boolean holds(Json.Obj bundle, DocumentSigner.Point key) {
    Optional<String[]> jws = jws(bundle);
    if (jws.isEmpty()) return false;
    try {
      byte[] signature = Base64.getUrlDecoder().decode(jws.get()[2]);
      Json.Obj header = Json.parseObject(Base64.getUrlDecoder().decode(jws.get()[0]));
      if (!"ES256".equals(header.text("alg"))) return false;
      Signature check = Signature.getInstance("SHA256withECDSAinP1363Format");
      check.initVerify(publicKey(key));
      check.update(input(jws.get()[0], bundle));
      return check.verify(signature);
    } catch (GeneralSecurityException | RuntimeException unreadable) {
      return false; // what cannot even be read was not signed by us
    }
  }

  private static Optional<String[]> jws(Json.Obj bundle) {
    Json.Obj signature = bundle.obj("signature");
    String data = signature == null ? null : signature.text("data");
    if (data == null || data.length() > 10_000) return Optional.empty();
    try {
      String[] parts = new String(Base64.getMimeDecoder().decode(data), US_ASCII).split("\\.", -1);
      return parts.length == 3 && parts[1].isEmpty() ? Optional.of(parts) : Optional.empty();
    } catch (IllegalArgumentException noBase64) {
      return Optional.empty();
    }
  }

  private static PublicKey publicKey(DocumentSigner.Point key) throws GeneralSecurityException {
    AlgorithmParameters curve = AlgorithmParameters.getInstance("EC");
    curve.init(new ECGenParameterSpec("secp256r1"));
    ECPoint point = new ECPoint(number(key.x()), number(key.y()));
    return KeyFactory.getInstance("EC")
        .generatePublic(new ECPublicKeySpec(point, curve.getParameterSpec(ECParameterSpec.class)));
  }

  private static BigInteger number(String coordinate) {
    return new BigInteger(1, Base64.getUrlDecoder().decode(coordinate));
  }

  /** Thumbprint of the key (RFC 7638). */
  public static String keyId(DocumentSigner.Point key) {
    String members =
        "{\"crv\":\"P-256\",\"kty\":\"EC\",\"x\":\"" + key.x() + "\",\"y\":\"" + key.y() + "\"}";
    try {
      return URL.encodeToString(
          MessageDigest.getInstance("SHA-256").digest(members.getBytes(UTF_8)));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }

  /** The keys by which documents are checked (RFC 7517). */
  public static Json.Obj keys(DocumentSigner.Point key) {
    Json one =
        Json.object()
            .put("kty", "EC")
            .put("crv", "P-256")
            .put("use", "sig")
            .put("alg", "ES256")
            .put("kid", keyId(key))
            .put("x", key.x())
            .put("y", key.y())
            .build();
    return Json.object().put("keys", Json.array(one)).build();
  }
}
