package dev.tsumugi.hub.shell;

import dev.tsumugi.acp.AcpSettings;
import dev.tsumugi.acp.shell.AcpConnections;
import dev.tsumugi.fhirserver.shell.FhirServerSettings;
import dev.tsumugi.fhirserver.shell.store.KeyStore;
import dev.tsumugi.fhirserver.shell.store.Schema;
import dev.tsumugi.identity.ClientIssuers;
import dev.tsumugi.identity.IdentitySettings;
import dev.tsumugi.identity.shell.IdentityConnections;
import dev.tsumugi.terminology.shell.Connections;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.Banner;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/** The application itself as a part of a run. */
final class HubPart implements RunPart {
  private @Nullable ConfigurableApplicationContext context;

  @Override
  public synchronized String start(Run run) {
    Settings settings = run.settings();
    Addresses addresses = Addresses.of(settings);
    try {
      Schema.migrate(
          run.database().jdbcUrl(),
          run.database().owner().user(),
          run.database().owner().password(),
          run.database().app().user());
      if (settings.demo()) demoServices(run);
      context =
          new SpringApplicationBuilder(HubApplication.class)
              .bannerMode(Banner.Mode.OFF)
              .registerShutdownHook(false)
              .properties(properties(settings))
              .initializers(
                  (GenericApplicationContext fresh) -> {
                    fresh.registerBean(Clock.class, Clock::systemUTC);
                    Settings.Tls tls = settings.tls();
                    if (tls != null) {
                      fresh.registerBean(HubTls.class, () -> tls(tls, run));
                    }
                    fresh.registerBean(FhirServerSettings.class, () -> records(run, addresses));
                    fresh.registerBean(
                        Connections.class, () -> new CodeTableConnections(run.database()));
                    fresh.registerBean(
                        IdentityConnections.class, () -> new SignOnConnections(run.database()));
                    fresh.registerBean(AcpConnections.class, () -> new AcpPool(run.database()));
                    fresh.registerBean(
                        IdentitySettings.class,
                        () ->
                            new IdentitySettings(
                                addresses.issuer(), addresses.fhir(), settings.demo()));
                    fresh.registerBean(
                        ClientIssuers.class, () -> new ClientIssuers(settings.cdsClients()));
                    fresh.registerBean(
                        AcpSettings.class,
                        () -> new AcpSettings(addresses.hub(), addresses.fhir()));
                    fresh.registerBean(
                        Origins.Configured.class, () -> new Origins.Configured(settings.origins()));
                    fresh.registerBean(
                        HubSettings.class,
                        () ->
                            new HubSettings(
                                settings.demo(),
                                addresses.fhir(),
                                addresses.issuer(),
                                Addresses.VERSION));
                  })
              .run();
      return "The hub answers at " + addresses.here();
    } catch (RuntimeException failure) {
      throw translate(failure, settings);
    }
  }

  /** The files are looked at every few seconds: nobody waits for a renewal. */
  private static HubTls tls(Settings.Tls files, Run run) {
    return new HubTls(files, Duration.ofSeconds(5), run.console()::say, run.certificates());
  }

  private static Failure translate(RuntimeException failure, Settings settings) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof Failure known) return known;
      if (cause instanceof Schema.NewerSchema newer) {
        return new Failure(newer.sentence(), failure);
      }
      if (cause instanceof PortInUseException) {
        return new Failure(
            "Port " + settings.port() + " is in use; stop what listens there or set HUB_PORT.",
            failure);
      }
    }
    return new Failure("The hub does not start; its log says why.", failure);
  }

  private static FhirServerSettings records(Run run, Addresses addresses) {
    Database database = run.database();
    return new FhirServerSettings(
        database.jdbcUrl(),
        new FhirServerSettings.Role(database.app().user(), database.app().password()),
        run.settings().node(),
        run.folder().keys(),
        addresses.fhir(),
        Addresses.VERSION,
        addresses.issuer() + "/protocol/openid-connect/auth",
        addresses.issuer() + "/protocol/openid-connect/token",
        new FhirServerSettings.Hooks(
            run.settings().hooks().hosts(), run.settings().hooks().loopback()),
        run.settings().referentialIntegrity(),
        run.settings().unusual());
  }

  private static Map<String, Object> properties(Settings settings) {
    Map<String, Object> properties = new LinkedHashMap<>();
    properties.put("server.port", settings.port());
    // The demo's passwords are known to everybody: nobody else may reach it.
    if (settings.demo()) properties.put("server.address", "127.0.0.1");
    properties.put("server.shutdown", "graceful");
    properties.put("spring.lifecycle.timeout-per-shutdown-phase", "10s");
    properties.put("server.error.whitelabel.enabled", false);
    properties.put("server.server-header", "");
    // system|code: RFC 3986 wants the bar escaped, and hardly anybody who types an address does.
    properties.put("server.tomcat.relaxed-query-chars", "|");
    // Idle browsers hold connections too: a tablet must find one free.
    properties.put("server.tomcat.max-connections", 8_192);
    properties.put("server.tomcat.max-swallow-size", "2MB");
    properties.put("server.max-http-request-header-size", "32KB");
    properties.put("server.compression.enabled", false);
    properties.put("spring.threads.virtual.enabled", true);
    properties.put("spring.main.log-startup-info", false);
    properties.put("spring.flyway.enabled", false);
    // It would read form bodies of any size before anybody is asked who they are.
    properties.put("spring.mvc.formcontent.filter.enabled", false);
    properties.put("management.endpoints.web.exposure.include", "health,prometheus");
    properties.put("management.endpoint.health.show-details", "never");
    properties.put("management.health.defaults.enabled", false);
    String signOn = "management.endpoint.health.group.sign-on.";
    properties.put(signOn + "include", "signOn");
    // Of statuses that stand in no order, none counts: AWAY does here, and not in the whole.
    properties.put(signOn + "status.order", "away,up");
    properties.put(signOn + "status.http-mapping.away", 503);
    if (settings.tls() != null) properties.put("server.ssl.bundle", HubTls.BUNDLE);
    return properties;
  }

  /** The demo's clients count as assessed for a year; in a city the office decides that. */
  private static void demoServices(Run run) {
    String upsert =
        "insert into service (client, name, classes, scopes, valid_until) values (?, ?, ?, ?, ?) on"
            + " conflict (client) do update set classes = excluded.classes, scopes ="
            + " excluded.scopes, valid_until = excluded.valid_until";
    try (Connection owner = run.database().connectAsOwner();
        var statement = owner.prepareStatement(upsert)) {
      for (Map.Entry<String, String> service : DemoService.CLIENTS.entrySet()) {
        statement.setString(1, service.getKey());
        statement.setString(2, "demo town: " + service.getKey());
        statement.setArray(3, owner.createArrayOf("text", DemoService.CLASSES));
        statement.setString(4, service.getValue());
        statement.setObject(5, Instant.now().atOffset(ZoneOffset.UTC).plusYears(1));
        statement.executeUpdate();
      }
      DispatchCommand.demo(owner, KeyStore.open(run.folder().keys()), Instant.now());
    } catch (SQLException failure) {
      throw new Failure("The demo's clients cannot be entered: " + failure.getMessage(), failure);
    }
  }

  @Override
  public synchronized void stop() {
    if (context != null) context.close();
  }

  /** Where things stand for those outside. */
  /**
   * @param here where this process answers
   * @param hub where the world finds the hub: a balancer's address, if there is one
   */
  record Addresses(String here, String hub, String fhir, String issuer, String idp) {
    static final String VERSION = "0.1.0";

    static Addresses of(Settings settings) {
      String scheme = settings.tls() == null ? "http" : "https";
      String here = scheme + "://localhost:" + settings.port();
      String hub = settings.url() != null ? settings.url() : here;
      String idp = idp(settings);
      String external = settings.oidcIssuer();
      String issuer = external != null ? external : idp + "/realms/tsumugi";
      return new Addresses(here, hub, hub + "/fhir", issuer, idp);
    }

    /** A page that came by https may speak to nobody by http: the two go together. */
    private static String idp(Settings settings) {
      if (settings.tls() == null) return "http://localhost:" + settings.idpPort();
      String host = settings.url() == null ? "localhost" : URI.create(settings.url()).getHost();
      return "https://" + host + ":" + settings.idpPort();
    }
  }
}
