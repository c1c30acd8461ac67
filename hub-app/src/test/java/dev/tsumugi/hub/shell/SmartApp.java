package dev.tsumugi.hub.shell;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tsumugi.hub.shell.Idp.Answer;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpResponse;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One tab of a browser in which an app that somebody else wrote is being launched. */
final class SmartApp {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final String REDIRECT = "http://localhost:4711/app";
  private static final Pattern ACTION = Pattern.compile("<form[^>]* action=\"([^\"]+)\"");
  private static final Pattern PATIENT = Pattern.compile("name=\"patient\" value=\"([^\"]+)\"");

  private final Idp browser;
  private final String verifier = verifier();
  private final Map<String, String> query = new HashMap<>();
  private HttpResponse<String> page;
  private boolean allows = true;

  SmartApp(Idp browser, String fhirBase, String client, String scope) {
    this.browser = browser;
    query.put("response_type", "code");
    query.put("client_id", client);
    query.put("redirect_uri", REDIRECT);
    query.put("scope", scope);
    query.put("state", "0123456789abcdef0123456789abcdef");
    query.put("aud", fhirBase);
    query.put("code_challenge", challenge(verifier));
    query.put("code_challenge_method", "S256");
  }

  /** Another value for a parameter; null leaves it out. */
  SmartApp with(String parameter, String value) {
    if (value == null) query.remove(parameter);
    else query.put(parameter, value);
    return this;
  }

  /** Stays on the consent page, which is allowed without a look otherwise. */
  SmartApp reading() {
    allows = false;
    return this;
  }

  /** Presses one of the consent page's buttons. */
  SmartApp answer(boolean yes) throws Exception {
    return submit(Map.of(yes ? "accept" : "cancel", "pressed"));
  }

  SmartApp open() throws Exception {
    page = follow(browser.authorize(query));
    return this;
  }

  /** As apps do that ask for much (capability {@code authorize-post}). */
  SmartApp post() throws Exception {
    page = follow(browser.submit(browser.openid("tsumugi", "auth"), query));
    return this;
  }

  SmartApp signOn(String user) throws Exception {
    return submit(Map.of("username", user, "password", "demo", "credentialId", ""));
  }

  SmartApp submit(Map<String, String> form) throws Exception {
    Matcher action = ACTION.matcher(page.body());
    assertThat(action.find()).as("a form in %s", page.body()).isTrue();
    URI target = page.uri().resolve(action.group(1).replace("&amp;", "&"));
    page = follow(browser.submit(target, form));
    return this;
  }

  SmartApp choose(String patient) throws Exception {
    return submit(Map.of("patient", patient));
  }

  /** The patients that the page offers; empty if it is another page. */
  List<String> offered() {
    List<String> ids = new ArrayList<>();
    Matcher patient = PATIENT.matcher(page.body());
    while (patient.find()) ids.add(patient.group(1));
    return ids;
  }

  String page() {
    return page.body();
  }

  /** Whether the browser was sent back to the app. */
  boolean isBack() {
    return page.headers().firstValue("Location").orElse("").startsWith(REDIRECT);
  }

  /** A parameter of the address to which the browser was sent back. */
  String returned(String parameter) {
    String location = page.headers().firstValue("Location").orElse("");
    assertThat(location).as("after %s: %s", page.uri(), page.body()).startsWith(REDIRECT);
    Matcher matcher = Pattern.compile("[?&]" + parameter + "=([^&]+)").matcher(location);
    return matcher.find() ? URLDecoder.decode(matcher.group(1), UTF_8) : null;
  }

  Answer token() throws Exception {
    return token(Map.of());
  }

  /**
   * @param more what authenticates the client
   */
  Answer token(Map<String, String> more) throws Exception {
    Map<String, String> form = new HashMap<>(more);
    form.put("grant_type", "authorization_code");
    form.put("client_id", query.get("client_id"));
    form.put("redirect_uri", REDIRECT);
    form.put("code", returned("code"));
    form.put("code_verifier", verifier);
    return browser.token("tsumugi", form);
  }

  Answer refresh(Answer before, Map<String, String> more) throws Exception {
    Map<String, String> form = new HashMap<>(more);
    form.put("grant_type", "refresh_token");
    form.put("client_id", query.get("client_id"));
    form.put("refresh_token", before.body().text("refresh_token"));
    return browser.token("tsumugi", form);
  }

  /** Through Keycloak's own redirects, to a page or to the app's door. */
  private HttpResponse<String> follow(HttpResponse<String> response)
      throws IOException, InterruptedException {
    HttpResponse<String> now = response;
    while (now.statusCode() / 100 == 3) {
      String location = now.headers().firstValue("Location").orElseThrow();
      if (location.startsWith(REDIRECT)) return now;
      now = browser.visit(now.uri().resolve(location));
    }
    if (!allows || !now.body().contains("name=\"accept\"")) return now;
    Matcher action = ACTION.matcher(now.body());
    assertThat(action.find()).isTrue();
    URI consent = URI.create(action.group(1).replace("&amp;", "&"));
    return follow(browser.submit(now.uri().resolve(consent), Map.of("accept", "pressed")));
  }

  private static String verifier() {
    byte[] bytes = new byte[32];
    RANDOM.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static String challenge(String verifier) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(UTF_8));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
