package dev.tsumugi.consent;

import java.time.Instant;
import java.util.Set;

/**
 * What the privacy impact assessment of one client covers.
 *
 * @param scopes the resource scopes it may use, space separated; {@code user/} covers the narrower
 *     {@code patient/}
 * @param validUntil the first instant at which it no longer holds
 */
public record Service(String client, Set<DataClass> classes, String scopes, Instant validUntil) {
  public Service {
    classes = Set.copyOf(classes);
  }
}
