package dev.tsumugi.fhirserver;

/**
 * Signs what the hub gives out as documents, with a key of its own (ES256, RFC 7518 section 3.4).
 */
public interface DocumentSigner {
  /** 64 bytes, R and S one after the other. */
  byte[] sign(byte[] input);

  /** The public key: its point on P-256. */
  Point key();

  /** Coordinates as base64url (RFC 7518 section 6.2.1). */
  record Point(String x, String y) {}
}
