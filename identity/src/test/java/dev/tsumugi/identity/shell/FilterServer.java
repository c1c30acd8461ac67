package dev.tsumugi.identity.shell;

import dev.tsumugi.consent.Requester;
import dev.tsumugi.identity.IdentitySettings;
import dev.tsumugi.kernel.Problem;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;

/** The filter in the container that the hub uses, and behind it a servlet that says who asks. */
final class FilterServer implements AutoCloseable {
  private final Tomcat tomcat = new Tomcat();
  // Held, as the logging system holds its loggers weakly: the container's start is no news here.
  private final java.util.logging.Logger container =
      java.util.logging.Logger.getLogger("org.apache");

  /** Sessions that were ended, for what does not go through the gate. */
  final Set<String> ended = ConcurrentHashMap.newKeySet();

  /** Sessions as they were first seen. */
  final Set<String> seen = ConcurrentHashMap.newKeySet();

  private static final class Echo extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      Object who = request.getAttribute(Requester.class.getName());
      response.setContentType("text/plain;charset=UTF-8");
      if (who instanceof Problem problem) {
        response.setStatus(problem.kind().status());
        if (!problem.challenge().isEmpty()) {
          response.setHeader("WWW-Authenticate", problem.challenge());
        }
        response.getWriter().write(problem.getMessage());
      } else if (who instanceof Requester requester) {
        response.getWriter().write(requester.role() + " " + requester.purpose());
      } else {
        response.getWriter().write("nobody said anything: " + who);
      }
    }
  }

  FilterServer(Path folder, TestIssuer issuer, Clock clock) {
    IdentitySettings settings = issuer.settings(false);
    IssuerKeys keys = new IssuerKeys(settings.endpoints().keys(), clock, Duration.ofSeconds(20));
    TokenDesk desk =
        new TokenDesk(
            settings,
            keys,
            new VerifiedTokens(64),
            (who, issued) -> seen.add(who.signOn().session()),
            clock);
    Set<String> shown = ConcurrentHashMap.newKeySet();
    ProofDesk proofs = new ProofDesk(settings, (what, until) -> shown.add(what), clock);
    TokenFilter filter =
        new TokenFilter(desk, proofs, who -> !ended.contains(who.signOn().session()));
    container.setLevel(java.util.logging.Level.SEVERE);
    tomcat.setBaseDir(folder.toString());
    tomcat.setPort(0);
    tomcat.getConnector().setProperty("address", "127.0.0.1");
    tomcat.getConnector().setProperty("maxHttpHeaderSize", "32768");
    Context context = tomcat.addContext("", folder.toString());
    FilterDef definition = new FilterDef();
    definition.setFilterName("token");
    definition.setFilter(filter);
    context.addFilterDef(definition);
    FilterMap map = new FilterMap();
    map.setFilterName("token");
    map.addURLPattern("/*");
    context.addFilterMap(map);
    add(context, "/fhir/*", new Echo());
    add(context, "/smart/*", new Echo());
    add(
        context,
        "/fhir/.well-known/smart-configuration",
        new SmartConfigurationServlet(settings.endpoints()));
    try {
      tomcat.start();
    } catch (LifecycleException failure) {
      throw new IllegalStateException(failure);
    }
  }

  private static void add(Context context, String path, HttpServlet servlet) {
    Tomcat.addServlet(context, path, servlet);
    context.addServletMappingDecoded(path, path);
  }

  int port() {
    return tomcat.getConnector().getLocalPort();
  }

  String base() {
    return "http://127.0.0.1:" + port() + "/fhir";
  }

  @Override
  public void close() {
    try {
      tomcat.stop();
      tomcat.destroy();
    } catch (LifecycleException failure) {
      throw new IllegalStateException(failure);
    }
  }
}
