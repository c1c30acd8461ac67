package dev.tsumugi.hub.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tsumugi.hub.shell.Wire.Answer;
import dev.tsumugi.identity.shell.TokenFilter;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.testkit.TestDatabase;
import jakarta.servlet.Filter;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.catalina.Context;
import org.apache.tomcat.util.descriptor.web.FilterMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringApplicationRunListener;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.tomcat.TomcatWebServer;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Import;
import org.springframework.core.io.ClassPathResource;

/** How the application is put together, and what each request passes on its way. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WiringTest {
  private final AtomicReference<ConfigurableApplicationContext> context = new AtomicReference<>();
  private final HubPart part = new HubPart();
  private TestIssuer issuer;
  private Wire wire;
  private String base;

  /** A hub of its own, as only the one who starts it sees its context. */
  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    base = "http://localhost:" + port;
    issuer = TestIssuer.start(base + "/fhir");
    Settings settings =
        Settings.of(
            Map.of(
                "HUB_PORT", Integer.toString(port),
                "HUB_DATA", folder.toString(),
                "HUB_OIDC_ISSUER", issuer.address()));
    PrintStream nowhere = new PrintStream(new ByteArrayOutputStream());
    Run run = new Run(settings, new DataFolder(folder), new Console(nowhere, nowhere));
    TestDatabase database = TestDatabase.fresh();
    run.useDatabase(
        new Database(
            database.url(),
            new Login(database.owner().user(), database.owner().password()),
            new Login(database.app().user(), database.app().password()),
            null));
    SpringApplicationRunListener listener =
        new SpringApplicationRunListener() {
          @Override
          public void contextLoaded(ConfigurableApplicationContext loaded) {
            context.set(loaded);
          }
        };
    SpringApplication.withHook(application -> listener, () -> part.start(run));
    wire = new Wire(java.net.URI.create(base));
  }

  @AfterAll
  void stop() {
    part.stop();
  }

  @Test
  void theOrderOfFiltersIsThis() {
    WebServerApplicationContext web = (WebServerApplicationContext) context.get();
    Context tomcat =
        (Context) ((TomcatWebServer) web.getWebServer()).getTomcat().getHost().findChildren()[0];
    List<String> order = new ArrayList<>();
    for (FilterMap map : tomcat.findFilterMaps()) {
      order.add(map.getFilterName() + " " + String.join(" ", map.getURLPatterns()));
    }

    assertThat(order)
        .containsExactly(
            "characterEncodingFilter /*",
            "webMvcObservationFilter /*",
            "requestContextFilter /*",
            "securityHeaders /*",
            "lanes /*",
            "crossOrigin /fhir/* /smart/*",
            "urlTokens /*",
            "whoAsks /fhir/* /smart/* /actuator/prometheus",
            "operatorsOnly /actuator/prometheus",
            "Tomcat WebSocket (JSR356) Filter /*");
    assertThat(context.get().getBeansOfType(Filter.class).values())
        .as("no filter of ours that nobody placed")
        .filteredOn(filter -> filter.getClass().getName().startsWith("dev.tsumugi"))
        .allMatch(TokenFilter.class::isInstance);
  }

  @Test
  void everyBeanOfOursComesFromTheOneList() {
    Set<String> listed =
        Arrays.stream(HubApplication.class.getAnnotation(Import.class).value())
            .map(Class::getName)
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> makers = new TreeSet<>();
    var beans = context.get().getBeanFactory();
    for (String name : beans.getBeanDefinitionNames()) {
      Class<?> type = beans.getType(name);
      boolean ours = type != null && type.getName().startsWith("dev.tsumugi");
      if (!ours) continue;
      String factory = beans.getBeanDefinition(name).getFactoryBeanName();
      Class<?> maker = factory == null ? type : beans.getType(factory);
      makers.add(org.springframework.util.ClassUtils.getUserClass(maker).getName());
    }
    // What the start itself hands in.
    makers.removeAll(
        Set.of(
            HubApplication.class.getName(),
            HubSettings.class.getName(),
            Origins.Configured.class.getName(),
            CodeTableConnections.class.getName(),
            SignOnConnections.class.getName(),
            AcpPool.class.getName(),
            dev.tsumugi.acp.shell.AcpConnections.class.getName(),
            dev.tsumugi.identity.shell.IdentityConnections.class.getName(),
            dev.tsumugi.terminology.shell.Connections.class.getName(),
            dev.tsumugi.fhirserver.shell.FhirServerSettings.class.getName(),
            dev.tsumugi.acp.AcpSettings.class.getName(),
            dev.tsumugi.identity.ClientIssuers.class.getName(),
            dev.tsumugi.identity.IdentitySettings.class.getName()));
    assertThat(listed).containsAll(makers);
    assertThat(HubApplication.class.isAnnotationPresent(ComponentScan.class)).isFalse();
    assertThat(HubApplication.class.isAnnotationPresent(EnableAutoConfiguration.class)).isTrue();
  }

  @Test
  void noModuleOfOursConfiguresItselfFromTheClassPath() {
    List<String> automatic = new ArrayList<>();
    ImportCandidates.load(org.springframework.boot.autoconfigure.AutoConfiguration.class, null)
        .forEach(automatic::add);

    assertThat(automatic).isNotEmpty().noneMatch(name -> name.startsWith("dev.tsumugi"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/index.html",
        "/kit/config.json",
        "/fhir/metadata",
        "/fhir/Patient/x",
        "/fhir/.well-known/smart-configuration",
        "/actuator/health",
        "/actuator/prometheus",
        "/nothing/here"
      })
  void everyAnswerHasTheSecurityHeaders(String path) {
    Answer answer =
        wire.raw("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

    assertSecure(answer);
  }

  @Test
  void alsoWhatTheServerRefusesBeforeAnyFilter() {
    Answer answer =
        wire.raw("TRACE /fhir/metadata HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

    assertThat(answer.status()).isEqualTo(405);
    assertSecure(answer);
  }

  private void assertSecure(Answer answer) {
    assertThat(answer.headers())
        .containsEntry("x-content-type-options", "nosniff")
        .containsEntry("referrer-policy", "no-referrer")
        .containsEntry("x-frame-options", "DENY")
        .containsEntry("cross-origin-opener-policy", "same-origin")
        .containsEntry("cross-origin-resource-policy", "same-origin")
        .hasEntrySatisfying(
            "permissions-policy",
            policy -> assertThat(policy).contains("camera=(self)", "geolocation=()"))
        .doesNotContainKey("strict-transport-security") // it is the demo, without TLS
        .doesNotContainKeys("server", "x-powered-by");
    String realm = issuer.address().replace("/realms/tsumugi", "");
    assertThat(answer.headers().get("content-security-policy"))
        .contains("default-src 'self'", "frame-ancestors 'none'", "connect-src 'self' " + realm)
        .doesNotContain("unsafe");
  }

  @Test
  void theScreensAreToldWhereThingsAre() {
    Json.Obj config = wire.get("", "/kit/config.json").json();

    assertThat(config.text("fhir")).isEqualTo(base + "/fhir");
    assertThat(config.text("issuer")).isEqualTo(issuer.address());
    assertThat(config.bool("demo")).isTrue();
    assertThat(config.toString()).contains("\"lockMinutes\":15");
    assertThat(config.toString()).doesNotContainIgnoringCase("secret").doesNotContain("password");
  }

  @Test
  void theStartPageIsThere() {
    Answer page = wire.get("", "/");

    assertThat(page.status()).isEqualTo(200);
    assertThat(page.headers().get("content-type")).startsWith("text/html");
  }

  @Test
  void everyModuleThatTheScreensMayImportIsServed() throws Exception {
    Json.Obj map = importMap();
    for (int i = 0; i < map.size(); i++) {
      String address = ((Json.Text) map.value(i)).value();
      // A folder stands for its files; the element Lit takes from there stands for all.
      String file = address.endsWith("lit-element/4.2.2/") ? address + "lit-element.js" : address;
      if (file.endsWith("/")) continue;
      Answer module = wire.get("", file);

      assertThat(module.status()).as(file).isEqualTo(200);
      assertThat(module.headers().get("content-type")).as(file).startsWith("text/javascript");
      assertThat(module.headers().get("cache-control")).contains("max-age=31536000", "immutable");
    }
  }

  private static Json.Obj importMap() throws Exception {
    Json.Obj map =
        Json.parseObject(
            new ClassPathResource("META-INF/resources/kit/import-map.json")
                .getContentAsByteArray());
    return Objects.requireNonNull(map.obj("imports"));
  }

  @Test
  void thePolicyLetsTheSharedImportMapRunAndNoOtherText() throws Exception {
    Answer page = wire.get("", "/care/");
    Matcher inline =
        Pattern.compile("<script type=\"importmap\">([^<]*)</script>").matcher(page.text());
    assertThat(inline.find()).isTrue();
    byte[] hash =
        MessageDigest.getInstance("SHA-256")
            .digest(inline.group(1).getBytes(StandardCharsets.UTF_8));

    assertThat(page.headers().get("content-security-policy"))
        .contains("script-src 'self' 'sha256-" + Base64.getEncoder().encodeToString(hash) + "';");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/care/", "/care/launch.html", "/care/step-up.html", "/my/", "/kit/signin.js"})
  void aScreensFileIsAskedForAnewAndToldApartByItsContent(String path) {
    Answer first = wire.get("", path);
    String tag = first.headers().get("etag");

    assertThat(first.status()).isEqualTo(200);
    assertThat(first.headers()).containsEntry("cache-control", "no-cache");
    // Every file of a reproducible build bears the same date.
    assertThat(first.headers()).doesNotContainKey("last-modified");
    Answer again = wire.send("GET", path, "", new byte[0], "If-None-Match", tag);
    assertThat(again.status()).isEqualTo(304);
  }

  @Test
  void healthIsOpenAndSaysNoMoreThanItself() {
    Answer health = wire.get("", "/actuator/health");

    assertThat(health.status()).isEqualTo(200);
    assertThat(health.json().text("status")).isEqualTo("UP");
    assertThat(health.text()).doesNotContain("components", "details", "jdbc", "PostgreSQL");
  }

  @Test
  void anIssuerThatIsAwayStopsNobodyWhoIsSignedOnAndComesBackByItself() {
    String token = issuer.sign(issuer.claims("citizen", "user/*.rs", null));
    assertThat(wire.get(token, "/fhir/Organization?_count=1").status()).isEqualTo(200);
    assertThat(untilSignOnAnswers(200).json().text("status")).isEqualTo("UP");

    issuer.goesAway(true);
    try {
      assertThat(untilSignOnAnswers(503).json().text("status")).isEqualTo("AWAY");
      assertThat(wire.get("", "/actuator/health").status()).isEqualTo(200);
      assertThat(wire.get("", "/actuator/health").json().text("status")).isEqualTo("UP");
      assertThat(wire.get(token, "/fhir/Organization?_count=1").status()).isEqualTo(200);
      String fresh = issuer.sign(issuer.claims("citizen", "user/*.rs", null));
      assertThat(wire.get(fresh, "/fhir/Organization?_count=1").status())
          .as("a token made before it went away, by a key that is known")
          .isEqualTo(200);
    } finally {
      issuer.goesAway(false);
    }
    assertThat(untilSignOnAnswers(200).json().text("status")).isEqualTo("UP");
  }

  /** The issuer is asked once in a few seconds. */
  private Answer untilSignOnAnswers(int status) {
    Instant patience = Instant.now().plusSeconds(30);
    Answer health = wire.get("", "/actuator/health/sign-on");
    while (health.status() != status && Instant.now().isBefore(patience)) {
      health = wire.get("", "/actuator/health/sign-on");
    }
    assertThat(health.status()).as(health.text()).isEqualTo(status);
    return health;
  }

  @Test
  void metricsAreForTheOperatorAlone() {
    String metrics = "/actuator/prometheus";
    assertThat(wire.get("", metrics).status()).isEqualTo(401);
    assertThat(wire.get("garbage", metrics).status()).isEqualTo(401);
    for (String user : List.of("citizen", "physician", "officer", "registrar")) {
      assertThat(wire.get(token(user), metrics).status()).as(user).isEqualTo(403);
    }
    Answer answer = wire.get(token("admin"), metrics);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text()).contains("jvm_memory_used_bytes");
  }

  private String token(String user) {
    return issuer.sign(issuer.claims(user, "openid", null));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/actuator/env", "/actuator/beans", "/actuator/heapdump", "/actuator/loggers"})
  void noOtherEndpointIsThere(String path) {
    assertThat(wire.get(token("admin"), path).status()).isEqualTo(404);
  }
}
