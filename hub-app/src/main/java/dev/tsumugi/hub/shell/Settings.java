package dev.tsumugi.hub.shell;

import dev.tsumugi.fhirserver.Anomalies;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What the environment asks for, checked. {@code docs/configuration.md} and {@code ./hub run
 * --help} list the same names (a test compares).
 *
 * @param dbPort port of the embedded PostgreSQL; 0 for any free one
 * @param node name of this hub among those on one database: its journal chain
 * @param url where the world finds the hub; null for this process's own address
 * @param external a PostgreSQL of its own to use instead; null for the embedded one
 * @param oidcIssuer an issuer to use instead of the Keycloak child; null for the child
 * @param origins from which pages of other apps may call, beside those of assessed clients
 * @param referentialIntegrity whether references must lead to what is here
 * @param unusual from when on a line of the journal is marked
 * @param cdsClients by the issuer that a CDS client's JWT names, where its key set is
 */
record Settings(
    int port,
    int idpPort,
    int dbPort,
    String node,
    @Nullable String url,
    Path data,
    Path cache,
    boolean demo,
    @Nullable ExternalDatabase external,
    @Nullable String oidcIssuer,
    @Nullable Tls tls,
    Hooks hooks,
    Set<String> origins,
    boolean referentialIntegrity,
    Anomalies.Thresholds unusual,
    Map<String, String> cdsClients) {

  /**
   * A server that is already there.
   *
   * @param app the login of the application; the owner's if none was named
   */
  record ExternalDatabase(String jdbcUrl, Login owner, Login app) {}

  /**
   * Where notifications of subscriptions may go.
   *
   * @param hosts {@code name} for its port 443, or {@code name:port}
   */
  record Hooks(Set<String> hosts, boolean loopback) {}

  record Tls(Path certificate, Path key) {}

  /** Every variable the hub reads. */
  static final List<String> NAMES =
      List.of(
          "HUB_PORT",
          "HUB_IDP_PORT",
          "HUB_DB_PORT",
          "HUB_NODE",
          "HUB_URL",
          "HUB_DATA",
          "HUB_DEMO",
          "HUB_DB_URL",
          "HUB_DB_USER",
          "HUB_DB_PASSWORD",
          "HUB_DB_APP_USER",
          "HUB_DB_APP_PASSWORD",
          "HUB_OIDC_ISSUER",
          "HUB_TLS_CERT",
          "HUB_TLS_KEY",
          "HUB_CORS_ORIGINS",
          "HUB_SUBSCRIPTION_HOSTS",
          "HUB_SUBSCRIPTION_LOOPBACK",
          "HUB_RECORDS_REFERENTIAL_INTEGRITY",
          "HUB_JOURNAL_UNUSUAL",
          "HUB_CDS_CLIENTS",
          "HUB_LOAD_CLIENT",
          "HUB_LOAD_SECRET",
          "HUB_CACHE",
          "HUB_JAVA_OPTS");

  /**
   * @throws Failure naming the variable that is wrong
   */
  static Settings of(Map<String, String> environment) {
    int port = port(environment, "HUB_PORT", 8080);
    int idpPort = port(environment, "HUB_IDP_PORT", 8180);
    if (port == idpPort) {
      throw new Failure("HUB_PORT and HUB_IDP_PORT are both " + port + "; they must differ.");
    }
    String cache = value(environment, "HUB_CACHE");
    return new Settings(
        port,
        idpPort,
        value(environment, "HUB_DB_PORT") == null ? 0 : port(environment, "HUB_DB_PORT", 0),
        node(environment),
        base(environment),
        path(environment, "HUB_DATA", "data"),
        cache == null
            ? Path.of(System.getProperty("user.home"), ".cache", "tsumugi")
            : path(environment, "HUB_CACHE", cache),
        flag(environment, "HUB_DEMO", true),
        external(environment),
        url(environment, "HUB_OIDC_ISSUER"),
        tls(environment),
        hooks(environment),
        origins(environment),
        flag(environment, "HUB_RECORDS_REFERENTIAL_INTEGRITY", true),
        unusual(environment),
        cdsClients(environment));
  }

  private static Anomalies.Thresholds unusual(Map<String, String> environment) {
    String text = value(environment, "HUB_JOURNAL_UNUSUAL");
    if (text == null) return Anomalies.Thresholds.USUAL;
    try {
      return Anomalies.Thresholds.parse(text);
    } catch (IllegalArgumentException wrong) {
      throw new Failure(
          "HUB_JOURNAL_UNUSUAL is written patients=100 times=3 least=15 past=5 refusals=5: "
              + wrong.getMessage()
              + ".",
          wrong);
    }
  }

  /** {@code issuer=address}: neither may hold a comma, and an issuer no equals sign. */
  private static Map<String, String> cdsClients(Map<String, String> environment) {
    String listed = value(environment, "HUB_CDS_CLIENTS");
    Map<String, String> keys = new TreeMap<>();
    for (String one : listed == null ? new String[0] : listed.split(",", -1)) {
      String[] parts = one.strip().split("=", 2);
      boolean whole = parts.length == 2 && !parts[0].isBlank();
      if (!whole || !parts[1].matches("https?://[^/\\s]+(/\\S*)?")) {
        throw new Failure(
            "HUB_CDS_CLIENTS must be issuers with the addresses of their key sets,"
                + " issuer=https://host/jwks.json, with commas between.");
      }
      keys.put(parts[0].strip(), parts[1]);
    }
    return keys;
  }

  /** Without a slash at the end: paths are put behind it. */
  private static @Nullable String base(Map<String, String> environment) {
    String url = url(environment, "HUB_URL");
    return url == null ? null : url.replaceFirst("/+$", "");
  }

  /** Part of the journal's rows for ever, so a plain word. */
  private static String node(Map<String, String> environment) {
    String name = value(environment, "HUB_NODE");
    if (name == null) return "node-1";
    if (name.matches("[A-Za-z0-9-]{1,40}")) return name;
    throw new Failure("HUB_NODE must be 1 to 40 letters, digits or hyphens.");
  }

  private static @Nullable ExternalDatabase external(Map<String, String> environment) {
    String url = value(environment, "HUB_DB_URL");
    if (url == null) {
      for (String name : List.of("HUB_DB_USER", "HUB_DB_PASSWORD", "HUB_DB_APP_USER")) {
        if (value(environment, name) != null) {
          throw new Failure(name + " is set but HUB_DB_URL is not; set both or neither.");
        }
      }
      return null;
    }
    if (!url.startsWith("jdbc:postgresql:")) {
      throw new Failure("HUB_DB_URL must look like jdbc:postgresql://host:5432/database.");
    }
    Login owner =
        new Login(needed(environment, "HUB_DB_USER"), needed(environment, "HUB_DB_PASSWORD"));
    if (value(environment, "HUB_DB_APP_USER") == null) {
      return new ExternalDatabase(url, owner, owner);
    }
    Login app =
        new Login(
            needed(environment, "HUB_DB_APP_USER"), needed(environment, "HUB_DB_APP_PASSWORD"));
    return new ExternalDatabase(url, owner, app);
  }

  private static Hooks hooks(Map<String, String> environment) {
    Set<String> hosts = new TreeSet<>();
    String listed = value(environment, "HUB_SUBSCRIPTION_HOSTS");
    for (String one : listed == null ? new String[0] : listed.split(",", -1)) {
      String host = one.strip().toLowerCase(Locale.ROOT);
      if (!host.matches("[a-z0-9][a-z0-9.-]*(:[1-9][0-9]{0,4})?")) {
        throw new Failure(
            "HUB_SUBSCRIPTION_HOSTS must be names of hosts, host or host:port, with commas between.");
      }
      hosts.add(host);
    }
    boolean loopback = flag(environment, "HUB_SUBSCRIPTION_LOOPBACK", false);
    if (loopback && !flag(environment, "HUB_DEMO", true)) {
      throw new Failure("HUB_SUBSCRIPTION_LOOPBACK is for the demo; HUB_DEMO is false.");
    }
    return new Hooks(hosts, loopback);
  }

  private static Set<String> origins(Map<String, String> environment) {
    Set<String> origins = new TreeSet<>();
    String listed = value(environment, "HUB_CORS_ORIGINS");
    for (String one : listed == null ? new String[0] : listed.split(",", -1)) {
      String origin = one.strip().toLowerCase(Locale.ROOT);
      boolean plain = origin.matches("http://(localhost|127\\.0\\.0\\.1)(:[1-9][0-9]{0,4})?");
      if (!plain && !origin.matches("https://[a-z0-9][a-z0-9.-]*(:[1-9][0-9]{0,4})?")) {
        throw new Failure(
            "HUB_CORS_ORIGINS must be origins, https://host or https://host:port, with commas"
                + " between; http is for localhost alone.");
      }
      origins.add(origin);
    }
    return origins;
  }

  static @Nullable Tls tls(Map<String, String> environment) {
    String certificate = value(environment, "HUB_TLS_CERT");
    String key = value(environment, "HUB_TLS_KEY");
    if (certificate == null && key == null) return null;
    if (certificate == null || key == null) {
      throw new Failure("HUB_TLS_CERT and HUB_TLS_KEY belong together; one of them is not set.");
    }
    return new Tls(Path.of(certificate), Path.of(key));
  }

  private static @Nullable String url(Map<String, String> environment, String name) {
    String url = value(environment, name);
    if (url == null) return null;
    boolean http = url.startsWith("http://") || url.startsWith("https://");
    if (!http || URI.create(url.replace(' ', '_')).getHost() == null) {
      throw new Failure(name + " must be an http or https address, not \"" + url + "\".");
    }
    return url;
  }

  private static boolean flag(Map<String, String> environment, String name, boolean absent) {
    String text = value(environment, name);
    if (text == null) return absent;
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true", "yes", "1" -> true;
      case "false", "no", "0" -> false;
      default -> throw new Failure(name + " must be true or false, not \"" + text + "\".");
    };
  }

  private static Path path(Map<String, String> environment, String name, String absent) {
    String text = value(environment, name);
    try {
      return Path.of(text == null ? absent : text).toAbsolutePath().normalize();
    } catch (InvalidPathException wrong) {
      throw new Failure(name + " is no path of this system: \"" + text + "\".");
    }
  }

  private static int port(Map<String, String> environment, String name, int absent) {
    String text = value(environment, name);
    if (text == null) return absent;
    try {
      int port = Integer.parseInt(text);
      if (port >= 1 && port <= 65535) return port;
    } catch (NumberFormatException wrong) {
      throw new Failure(name + " must be a port from 1 to 65535, not \"" + text + "\".");
    }
    throw new Failure(name + " must be a port from 1 to 65535, not \"" + text + "\".");
  }

  private static String needed(Map<String, String> environment, String name) {
    String text = value(environment, name);
    if (text == null) throw new Failure("HUB_DB_URL is set, so " + name + " is needed too.");
    return text;
  }

  /** An empty variable is an unset one: that is how shells and compose files switch one off. */
  private static @Nullable String value(Map<String, String> environment, String name) {
    String text = environment.get(name);
    return text == null || text.isBlank() ? null : text.strip();
  }
}
