package dev.tsumugi.identity.shell;

import dev.tsumugi.identity.IssuerEndpoints;
import dev.tsumugi.identity.SmartConfiguration;
import dev.tsumugi.kernel.Json;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * {@code GET [base]/.well-known/smart-configuration}: open to everybody, from every origin, and
 * JSON whatever {@code Accept} says (<a
 * href="https://hl7.org/fhir/smart-app-launch/STU2.2/conformance.html">SMART App Launch 2.2</a>).
 */
public final class SmartConfigurationServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  private final byte[] document;

  SmartConfigurationServlet(IssuerEndpoints issuer) {
    document = Json.bytes(SmartConfiguration.of(issuer));
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setHeader("Access-Control-Allow-Origin", "*");
    switch (request.getMethod()) {
      case "GET", "HEAD" -> {
        response.setContentType("application/json");
        response.setContentLength(document.length);
        response.setHeader("Cache-Control", "public, max-age=300");
        response.setHeader("X-Content-Type-Options", "nosniff");
        if (request.getMethod().equals("GET")) response.getOutputStream().write(document);
      }
      case "OPTIONS" -> {
        response.setStatus(HttpServletResponse.SC_NO_CONTENT);
        response.setHeader("Allow", "GET, HEAD, OPTIONS");
        response.setHeader("Access-Control-Allow-Methods", "GET, HEAD");
        response.setHeader("Access-Control-Allow-Headers", "*");
        response.setHeader("Access-Control-Max-Age", "600");
      }
      default -> {
        response.setStatus(HttpServletResponse.SC_METHOD_NOT_ALLOWED);
        response.setHeader("Allow", "GET, HEAD, OPTIONS");
      }
    }
  }
}
