package dev.tsumugi.hub.shell;

import dev.tsumugi.acp.shell.CdsServices;
import dev.tsumugi.acp.shell.paper.CurrentServlet;
import dev.tsumugi.acp.shell.paper.SmartLinkServlet;
import dev.tsumugi.fhirserver.Operation;
import dev.tsumugi.fhirserver.QueryParser;
import dev.tsumugi.fhirserver.Records;
import dev.tsumugi.fhirserver.r4.R4;
import dev.tsumugi.fhirserver.shell.http.ExportFiles;
import dev.tsumugi.fhirserver.shell.http.FhirServlet;
import dev.tsumugi.fhirserver.shell.store.Store;
import dev.tsumugi.identity.Issuer;
import dev.tsumugi.identity.shell.DevicesServlet;
import dev.tsumugi.identity.shell.IdentityConnections;
import dev.tsumugi.identity.shell.LaunchServlet;
import dev.tsumugi.identity.shell.LinkServlet;
import dev.tsumugi.identity.shell.LogoutServlet;
import dev.tsumugi.identity.shell.ServiceServlet;
import dev.tsumugi.identity.shell.SessionsServlet;
import dev.tsumugi.identity.shell.SmartConfigurationServlet;
import dev.tsumugi.identity.shell.TokenFilter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.DispatcherType;
import java.time.Clock;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * What stands at which address, and what each request passes on its way, in this order: security
 * headers, in which lane ({@link Lanes}), from which page ({@link CrossOrigin}), no token in the
 * address, who asks ({@link TokenFilter}), what only the operator may see, the servlet.
 */
@Configuration(proxyBeanMethods = false)
class WebModule {
  private static final String METRICS = "/actuator/prometheus";

  /** Threads for those who are just being turned away: a large body is read to its end first. */
  private static final int SPARE = 40;

  @Bean
  FilterRegistrationBean<SecurityHeaders> securityHeaders(HubSettings settings) {
    FilterRegistrationBean<SecurityHeaders> headers =
        filter(new SecurityHeaders(settings), 1, "/*");
    // What Tomcat refuses before any filter comes back as an error, and is an answer too.
    headers.setDispatcherTypes(DispatcherType.REQUEST, DispatcherType.ERROR);
    return headers;
  }

  /** After Spring Boot's own valve, so that it stands inside and speaks first. */
  @Bean
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> outcomes(HubSettings settings) {
    SecurityHeaders headers = new SecurityHeaders(settings);
    return factory ->
        factory.addContextCustomizers(
            context -> context.getParent().getPipeline().addValve(new OutcomeValve(headers)));
  }

  @Bean
  Lanes.Places places(
      @Value("${hub.load.others:64}") int others,
      @Value("${hub.load.emergency:32}") int emergency) {
    return new Lanes.Places(others, emergency);
  }

  @Bean
  FilterRegistrationBean<Lanes> lanes(Lanes.Places places, MeterRegistry meters) {
    return filter(new Lanes(places, meters), 2, "/*");
  }

  /** Whoever may be inside or wait has a thread: a place that is kept free can be reached. */
  @Bean
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> threads(Lanes.Places places) {
    return factory ->
        factory.addConnectorCustomizers(
            connector ->
                connector.setProperty("maxThreads", String.valueOf(places.threads() + SPARE)));
  }

  @Bean
  Origins origins(Origins.Configured configured, IdentityConnections connections, Clock clock) {
    return new Origins(configured, connections, clock);
  }

  /** Before anybody is asked who they are: a browser's question about origins has no token. */
  @Bean
  FilterRegistrationBean<CrossOrigin> crossOrigin(Origins origins) {
    return filter(new CrossOrigin(origins), 3, "/fhir/*", "/smart/*");
  }

  @Bean
  FilterRegistrationBean<UrlTokens> urlTokens() {
    return filter(new UrlTokens(), 4, "/*");
  }

  @Bean
  FilterRegistrationBean<TokenFilter> whoAsks(TokenFilter tokens) {
    return filter(tokens, 5, "/fhir/*", "/smart/*", METRICS);
  }

  @Bean
  FilterRegistrationBean<OperatorsOnly> operatorsOnly() {
    return filter(new OperatorsOnly(), 6, METRICS);
  }

  private static <T extends jakarta.servlet.Filter> FilterRegistrationBean<T> filter(
      T filter, int order, String... paths) {
    FilterRegistrationBean<T> registration = new FilterRegistrationBean<>(filter);
    registration.addUrlPatterns(paths);
    registration.setOrder(order);
    return registration;
  }

  @Bean
  ServletRegistrationBean<FhirServlet> fhir(FhirServlet servlet) {
    ServletRegistrationBean<FhirServlet> registration =
        new ServletRegistrationBean<>(servlet, "/fhir/*");
    registration.setName("fhir");
    registration.setLoadOnStartup(1);
    return registration;
  }

  @Bean
  ServletRegistrationBean<ExportFiles> exports(ExportFiles servlet) {
    ServletRegistrationBean<ExportFiles> registration =
        new ServletRegistrationBean<>(servlet, "/fhir" + ExportFiles.ADDRESS + "/*");
    registration.setName("exports");
    return registration;
  }

  @Bean
  ServletRegistrationBean<SmartConfigurationServlet> smart(SmartConfigurationServlet servlet) {
    ServletRegistrationBean<SmartConfigurationServlet> registration =
        new ServletRegistrationBean<>(servlet, "/fhir/.well-known/smart-configuration");
    registration.setName("smart-configuration");
    return registration;
  }

  @Bean
  ServletRegistrationBean<CdsServices> cds(CdsServices servlet) {
    return named("cds-services", servlet, "/cds-services", "/cds-services/*");
  }

  @Bean
  ServletRegistrationBean<CurrentServlet> current(CurrentServlet servlet) {
    return named("current", servlet, "/acp/current", "/acp/current/*", "/acp/keys.json", "/c");
  }

  @Bean
  ServletRegistrationBean<SmartLinkServlet> smartLinks(SmartLinkServlet servlet) {
    return named("smart-links", servlet, "/shl/*");
  }

  @Bean
  ServletRegistrationBean<ServiceServlet> services(ServiceServlet servlet) {
    return named("services", servlet, "/smart/services/*");
  }

  @Bean
  ServletRegistrationBean<LaunchServlet> launches(LaunchServlet servlet) {
    return named("launch", servlet, "/smart/launch", "/smart/launch/*");
  }

  @Bean
  ServletRegistrationBean<LinkServlet> links(LinkServlet servlet) {
    return named("link", servlet, "/smart/link", "/smart/link/*");
  }

  /** Here, because the records know no rules of identity, and identity knows no records. */
  @Bean
  Operation patientMatch(Records records, R4 r4) {
    return new MatchOperation(records, new QueryParser(r4));
  }

  @Bean
  ServletRegistrationBean<SessionsServlet> sessions(SessionsServlet servlet) {
    return named("sessions", servlet, "/smart/sessions", "/smart/sessions/*");
  }

  @Bean
  ServletRegistrationBean<DevicesServlet> devices(DevicesServlet servlet) {
    return named("devices", servlet, "/smart/devices", "/smart/devices/*");
  }

  @Bean
  ServletRegistrationBean<LogoutServlet> logout(LogoutServlet servlet) {
    return named("backchannel-logout", servlet, "/smart/backchannel-logout");
  }

  private static <T extends jakarta.servlet.Servlet> ServletRegistrationBean<T> named(
      String name, T servlet, String... paths) {
    ServletRegistrationBean<T> registration = new ServletRegistrationBean<>(servlet, paths);
    registration.setName(name);
    return registration;
  }

  @Bean
  ServletRegistrationBean<ConfigServlet> config(
      HubSettings settings, @Value("${hub.screens.lock-minutes:15}") int lockMinutes) {
    ServletRegistrationBean<ConfigServlet> registration =
        new ServletRegistrationBean<>(new ConfigServlet(settings, lockMinutes), "/kit/config.json");
    registration.setName("config");
    return registration;
  }

  @Bean
  ScreenFiles screenFiles() {
    return new ScreenFiles();
  }

  /** Healthy means that the records answer; Keycloak away stops sign-on, not the records. */
  @Bean
  HealthIndicator recordsHealth(Store store) {
    return () -> store.answers() ? Health.up().build() : Health.down().build();
  }

  /**
   * Told apart, at {@code /actuator/health/sign-on}: AWAY is no status of the hub's, which is as
   * healthy as its records.
   */
  @Bean
  HealthIndicator signOn(Issuer issuer) {
    return () -> issuer.answers() ? Health.up().build() : Health.status("AWAY").build();
  }
}
