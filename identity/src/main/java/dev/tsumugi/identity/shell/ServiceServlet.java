package dev.tsumugi.identity.shell;

import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Objects;

/**
 * {@code GET /smart/services/{client}}: how the service behind a client was assessed, for whoever
 * is signed on. A consent page tells it; the gate decides by the same row. 404 where there is no
 * assessment at all.
 */
public final class ServiceServlet extends SmartServlet {
  private static final long serialVersionUID = 1L;

  private final transient IdentityConnections connections;
  private final transient Clock clock;

  ServiceServlet(IdentityConnections connections, Clock clock) {
    this.connections = connections;
    this.clock = clock;
  }

  @Override
  Answer answer(HttpServletRequest request) {
    Objects.requireNonNull(requester(request));
    if (!request.getMethod().equals("GET")) {
      throw Problem.of(Problem.Kind.NOT_ALLOWED, "services are read by GET");
    }
    String path = request.getPathInfo();
    String client = path == null ? "" : path.substring(1);
    try (Connection connection = connections.open();
        PreparedStatement query =
            connection.prepareStatement("select name, valid_until from service where client = ?")) {
      query.setString(1, client);
      try (ResultSet row = query.executeQuery()) {
        if (!row.next()) {
          throw Problem.of(Problem.Kind.NOT_FOUND, "no service of this client was assessed");
        }
        Instant until = row.getObject(2, OffsetDateTime.class).toInstant();
        return new Answer(
            200,
            Json.object()
                .put("client", client)
                .put("name", row.getString(1))
                .put("assessed", clock.instant().isBefore(until))
                .put("validUntil", until.toString())
                .build());
      }
    } catch (SQLException failure) {
      throw new IllegalStateException("the assessment could not be read", failure);
    }
  }
}
