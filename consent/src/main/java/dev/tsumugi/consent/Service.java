package dev.tsumugi.consent;

import java.time.Instant;
import java.util.Set;

/**
 * What the privacy impact assessment of one client covers.
 *
 * @param scopes the resource scopes it may use, space separated; {@code user/} covers the narrower
 *     {@code patient/}
 * @param validUntil the first instant at which it no longer holds
 * @param onDevices whether it may be used on registered devices alone
 */
public record Service(
    String client, Set<DataClass> classes, String scopes, Instant validUntil, boolean onDevices) {
  public Service {
    classes = Set.copyOf(classes);
  }

  /** Of an app that runs on whatever device. */
  public Service(String client, Set<DataClass> classes, String scopes, Instant validUntil) {
    this(client, classes, scopes, validUntil, false);
  }
}
