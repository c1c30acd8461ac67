package dev.tsumugi.fhirserver;

import java.net.URI;
import java.util.List;

/**
 * Where a subscription's notifications go.
 *
 * @param headers lines as the subscriber wrote them, {@code Name: value}
 * @param payload whether the resource itself is sent
 */
public record HookTarget(URI endpoint, List<String> headers, boolean payload) {
  public HookTarget {
    headers = List.copyOf(headers);
  }

  public boolean tls() {
    return "https".equals(endpoint.getScheme());
  }

  /** Without the brackets of an IPv6 address. */
  public String host() {
    return endpoint.getHost().replaceAll("[\\[\\]]", "");
  }

  public int port() {
    if (endpoint.getPort() >= 0) return endpoint.getPort();
    return tls() ? 443 : 80;
  }
}
