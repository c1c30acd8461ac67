package dev.tsumugi.hub.shell;

import dev.tsumugi.kernel.Json;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** {@code /kit/config.json}: where the screens find the rest. Nothing secret. */
final class ConfigServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  private final byte[] config;

  /**
   * @param lockMinutes how long a screen that nobody touches stays open
   */
  ConfigServlet(HubSettings settings, int lockMinutes) {
    if (lockMinutes < 2 || lockMinutes > 480) {
      throw new IllegalArgumentException("hub.screens.lock-minutes must be from 2 to 480");
    }
    config =
        Json.bytes(
            Json.object()
                .put("demo", settings.demo())
                .put("fhir", settings.fhir())
                .put("issuer", settings.issuer())
                .put("version", settings.version())
                .put("lockMinutes", lockMinutes)
                .build());
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setContentType("application/json;charset=UTF-8");
    response.setHeader("Cache-Control", "no-cache");
    response.getOutputStream().write(config);
  }
}
