package dev.tsumugi.bench.shell;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.startup.Tomcat;

/** {@code GET /fhir/plain/[id]}: the bytes of one row, in a process of its own. */
final class PlainServlet extends HttpServlet {
  static final String COMMAND = "plain-servlet";
  private static final long serialVersionUID = 1L;

  // As many threads and connections as the hub has for reading.
  private static final int THREADS = 64;
  private static final int CONNECTIONS = 8;

  private final transient HikariDataSource pool;

  private PlainServlet(HikariDataSource pool) {
    this.pool = pool;
  }

  /** Serves until the process ends. */
  static void serve(Map<String, String> environment) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(environment.get("PLAIN_DB_URL"));
    config.setUsername(environment.get("PLAIN_DB_USER"));
    config.setPassword(environment.get("PLAIN_DB_PASSWORD"));
    config.setMaximumPoolSize(CONNECTIONS);
    try {
      Tomcat tomcat = new Tomcat();
      tomcat.setBaseDir(Files.createTempDirectory("bench-plain-").toString());
      tomcat.setPort(Integer.parseInt(environment.getOrDefault("PLAIN_PORT", "0")));
      tomcat.getConnector().setProperty("maxThreads", String.valueOf(THREADS));
      Context context = tomcat.addContext("", null);
      Tomcat.addServlet(context, "plain", new PlainServlet(new HikariDataSource(config)));
      context.addServletMappingDecoded("/fhir/*", "plain");
      tomcat.start();
      tomcat.getServer().await();
    } catch (IOException | LifecycleException failure) {
      throw new Failure("The plain servlet cannot be started: " + failure.getMessage(), failure);
    }
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    String path = String.valueOf(request.getPathInfo());
    if (path.equals("/metadata")) return; // that it answers is all that is asked
    try (Connection connection = pool.getConnection();
        PreparedStatement select =
            connection.prepareStatement("select body from plain where id = ?")) {
      select.setString(1, path.substring(path.lastIndexOf('/') + 1));
      ResultSet row = select.executeQuery();
      if (!row.next()) {
        response.setStatus(404);
        return;
      }
      byte[] body = row.getBytes(1);
      response.setContentType("application/fhir+json;charset=UTF-8");
      response.setContentLength(body.length);
      response.getOutputStream().write(body);
    } catch (SQLException failure) {
      throw new ServletException(failure);
    }
  }
}
