package dev.tsumugi.fhirserver.shell.http;

import dev.tsumugi.fhirserver.QueryParser.Word;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One request as data: from the socket, or from an entry of a bundle.
 *
 * @param path segments below the base, decoded
 * @param headers by lower-case name
 */
@SuppressWarnings("ArrayRecordComponent") // the body is read once
record Exchange(
    String method, List<String> path, List<Word> words, Map<String, String> headers, byte[] body) {
  // RFC 9110 section 8.8.3; weak or not makes no difference to a version.
  private static final Pattern ENTITY_TAG = Pattern.compile("(?:W/)?\"(\\d{1,9})\"");

  /** All but the body, which is read only for those who may ask at all. */
  static Exchange head(HttpServletRequest request) {
    Map<String, String> headers = new TreeMap<>();
    for (String name :
        List.of("accept", "content-type", "if-match", "if-none-exist", "if-none-match")) {
      String value = request.getHeader(name);
      if (value != null) headers.put(name, value);
    }
    // The one header of these that may come on several lines.
    String prefer = String.join(",", Collections.list(request.getHeaders("prefer")));
    if (!prefer.isEmpty()) headers.put("prefer", prefer);
    String below = Optional.ofNullable(request.getPathInfo()).orElse("/");
    List<String> path = new ArrayList<>();
    for (String segment : below.split("/", -1)) if (!segment.isEmpty()) path.add(segment);
    List<Word> words = words(Optional.ofNullable(request.getQueryString()).orElse(""));
    return new Exchange(request.getMethod(), path, words, headers, new byte[0]);
  }

  Exchange withBody(HttpServletRequest request, int maxBody) {
    byte[] read = body(request, maxBody);
    boolean form =
        headers.getOrDefault("content-type", "").startsWith("application/x-www-form-urlencoded");
    if (!form || path.size() != 2 || !path.get(1).equals("_search")) {
      return new Exchange(method, path, words, headers, read);
    }
    List<Word> all = new ArrayList<>(words);
    all.addAll(words(new String(read, StandardCharsets.UTF_8)));
    return new Exchange(method, path, all, headers, body);
  }

  private static byte[] body(HttpServletRequest request, int maxBody) {
    try {
      if (request.getContentLengthLong() > maxBody) throw tooLarge(maxBody);
      byte[] body = request.getInputStream().readNBytes(maxBody + 1);
      if (body.length > maxBody) throw tooLarge(maxBody);
      return body;
    } catch (IOException broken) {
      throw Problem.of(Problem.Kind.INVALID, "the request's body broke off");
    }
  }

  private static Problem tooLarge(int maxBody) {
    return Problem.of(
        Problem.Kind.TOO_LARGE, "the body is larger than " + (maxBody >> 20) + " MB; split it");
  }

  static List<Word> words(String query) {
    List<Word> words = new ArrayList<>();
    if (query.isEmpty()) return words;
    for (String pair : query.split("&", -1)) {
      if (pair.isEmpty()) continue;
      int equals = pair.indexOf('=');
      String name = equals < 0 ? pair : pair.substring(0, equals);
      words.add(new Word(decode(name), equals < 0 ? "" : decode(pair.substring(equals + 1))));
    }
    return words;
  }

  private static String decode(String text) {
    try {
      String decoded = URLDecoder.decode(text, StandardCharsets.UTF_8);
      if (decoded.indexOf('\0') < 0 && decoded.indexOf('\uFFFD') < 0 && decoded.indexOf('\n') < 0) {
        return decoded;
      }
    } catch (IllegalArgumentException badEscape) {
      throw badAddress();
    }
    throw badAddress();
  }

  private static Problem badAddress() {
    return Problem.of(
        Problem.Kind.INVALID, "the address holds broken %-escapes or control characters");
  }

  boolean isGet() {
    return method.equals("GET") || method.equals("HEAD");
  }

  Optional<String> word(String name) {
    return words.stream().filter(w -> w.name().equals(name)).map(Word::value).findFirst();
  }

  /** The parameters that search, without those that shape the answer's form. */
  List<Word> searchWords() {
    return words.stream()
        .filter(w -> !w.name().equals("_format") && !w.name().equals("_pretty"))
        .toList();
  }

  Json.Obj json() {
    String type = headers.getOrDefault("content-type", "application/fhir+json");
    if (!type.toLowerCase(Locale.ROOT).contains("json")) {
      throw Problem.of(
          Problem.Kind.UNSUPPORTED_MEDIA,
          "send FHIR as application/fhir+json; this is another type");
    }
    if (body.length == 0) throw Problem.of(Problem.Kind.INVALID, "a body in FHIR JSON is needed");
    return Json.parseObject(body);
  }

  /** The version of {@code If-Match: W/"3"}. */
  OptionalInt ifMatch() {
    String header = headers.get("if-match");
    if (header == null) return OptionalInt.empty();
    Matcher version = ENTITY_TAG.matcher(header.trim());
    if (version.matches()) return OptionalInt.of(Integer.parseInt(version.group(1)));
    // Half read, a condition could hold that the client never stated.
    throw Problem.invalid("If-Match", "is written W/\"3\", with the versionId between the quotes");
  }

  Prefer prefer() {
    return Prefer.of(headers.getOrDefault("prefer", ""));
  }

  /** Refuses what we cannot write. */
  void demandJson() {
    String wanted = word("_format").orElse(headers.getOrDefault("accept", "*/*"));
    String lower = wanted.toLowerCase(Locale.ROOT);
    boolean fits =
        lower.contains("json") || lower.contains("*/*") || lower.contains("application/*");
    if (!fits) {
      throw Problem.of(
          Problem.Kind.NOT_ACCEPTABLE, "this server answers in application/fhir+json only");
    }
  }
}
