package dev.tsumugi.hub.shell;

import dev.tsumugi.fhirserver.Lane;
import dev.tsumugi.fhirserver.Outcome;
import dev.tsumugi.kernel.Json;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/**
 * Keeps a lane free for emergencies ({@code docs/adr/0039}). What crews and desks need at the scene
 * is served by threads and connections of its own; of all else so many requests at once, and beyond
 * that a quick 503.
 */
final class Lanes extends HttpFilter {
  private static final long serialVersionUID = 1L;

  /** Operations of the emergency, of the whole server and of one patient. */
  static final Set<String> OPERATIONS =
      Set.of(
          "$emergency-lookup",
          "$emergency-handover",
          "$handovers",
          "$handover",
          "$acknowledge-handover",
          "$end-handover",
          "$incidents",
          "$open-incident",
          "$close-incident",
          "$incident-log",
          "$incident-patient",
          "$decode-qr",
          "$seal-sheets",
          "$sealed-sheets",
          "$report-openings",
          "$device-key");

  // The dispatch centre and the tablet's own files; what a tablet's sign-on asks of the hub; what
  // tells a balancer that this node serves.
  private static final List<String> BEGINNINGS = List.of("/ems/", "/smart/", "/actuator/health");

  private static final byte[] BUSY =
      Json.bytes(
          Outcome.of(
              List.of(
                  Outcome.issue(
                      "error",
                      "throttled",
                      "",
                      "the hub serves as many requests as it can; try again in a moment"))));

  /**
   * How many are served at once.
   *
   * @param emergency beside all others
   */
  record Places(int others, int emergency) {
    Places {
      if (others < 1 || emergency < 1) {
        throw new IllegalArgumentException("hub.load.others and hub.load.emergency are at least 1");
      }
    }

    /** As many as may be inside or wait. */
    int threads() {
      return 2 * others + 2 * emergency;
    }
  }

  private final transient Admission others;
  private final transient Admission emergency;
  private final transient Counter refusedOthers;
  private final transient Counter refusedEmergency;

  Lanes(Places places, MeterRegistry meters) {
    others = new Admission(places.others());
    emergency = new Admission(places.emergency());
    refusedOthers = refused("common", meters);
    refusedEmergency = refused("emergency", meters);
    Gauge.builder("hub.load.free", others, Admission::free).tag("lane", "common").register(meters);
    Gauge.builder("hub.load.free", emergency, Admission::free)
        .tag("lane", "emergency")
        .register(meters);
  }

  private static Counter refused(String lane, MeterRegistry meters) {
    return Counter.builder("hub.load.refused")
        .description("requests answered with 503 as all places were taken")
        .tag("lane", lane)
        .register(meters);
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    boolean urgent = isUrgent(request.getRequestURI());
    Admission entered = urgent ? emergency : others;
    if (!entered.enter()) {
      (urgent ? refusedEmergency : refusedOthers).increment();
      refuse(response);
      return;
    }
    try (Lane.Stay stay = (urgent ? Lane.URGENT : Lane.COMMON).enter()) {
      chain.doFilter(request, response);
    } finally {
      entered.leave();
    }
  }

  /**
   * By the address alone: to be turned away must cost nothing, and who asks without a right is
   * refused inside before anything is read.
   */
  static boolean isUrgent(String address) {
    if (address == null) return false;
    if (BEGINNINGS.stream().anyMatch(address::startsWith)) return true;
    int slash = address.lastIndexOf('/');
    String last = address.substring(slash + 1).replace("%24", "$");
    return address.startsWith("/fhir/") && OPERATIONS.contains(last);
  }

  private static void refuse(HttpServletResponse response) throws IOException {
    response.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
    response.setHeader("Retry-After", "2");
    response.setHeader("Cache-Control", "no-store");
    response.setContentType("application/fhir+json;charset=UTF-8");
    response.setContentLength(BUSY.length);
    response.getOutputStream().write(BUSY);
  }
}
