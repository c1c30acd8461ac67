package dev.tsumugi.fhirserver.shell.http;

import dev.tsumugi.fhirserver.QueryParser.Word;
import dev.tsumugi.fhirserver.r4.Subsets;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
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
  static final String FORM = "application/x-www-form-urlencoded";

  /** Those we look at. */
  private static final List<String> HEADERS =
      List.of(
          "accept",
          "accept-language",
          "content-encoding",
          "content-type",
          "if-match",
          "if-modified-since",
          "if-none-exist",
          "if-none-match",
          "prefer",
          "x-security-context");

  /** Those of them that may come on several lines. */
  private static final Set<String> LISTS =
      Set.of("accept", "accept-language", "if-none-match", "prefer");

  // RFC 9110 section 8.8.3; weak or not makes no difference to a version.
  private static final Pattern ENTITY_TAG =
      Pattern.compile("(?:W/)?\"(\\d{1,9})(?:\\.\\d{1,9})?\"");

  /** All but the body, which is read only for those who may ask at all. */
  static Exchange head(HttpServletRequest request) {
    Map<String, String> headers = new TreeMap<>();
    for (String name : HEADERS) {
      String value = request.getHeader(name);
      if (value == null) continue;
      boolean list = LISTS.contains(name);
      headers.put(
          name, list ? String.join(",", Collections.list(request.getHeaders(name))) : value);
    }
    String below = Optional.ofNullable(request.getPathInfo()).orElse("/");
    List<String> path = new ArrayList<>();
    for (String segment : below.split("/", -1)) if (!segment.isEmpty()) path.add(segment);
    List<Word> words = words(Optional.ofNullable(request.getQueryString()).orElse(""));
    return new Exchange(request.getMethod(), path, words, headers, new byte[0]);
  }

  Exchange withBody(HttpServletRequest request, int maxBody) {
    byte[] read = body(request, maxBody);
    boolean form = MediaType.of(contentType()).name().equals(FORM);
    boolean search =
        !path.isEmpty() && path.size() < 3 && path.get(path.size() - 1).equals("_search");
    if (!form || !search) {
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

  /** The same request with another body, as stated by {@code headers}. */
  Exchange with(Map<String, String> stated, byte[] changed) {
    Map<String, String> all = new TreeMap<>(headers);
    all.putAll(stated);
    return new Exchange(method, path, words, all, changed);
  }

  /** What the body is stated to be; FHIR JSON if nothing is stated. */
  String contentType() {
    return headers.getOrDefault("content-type", "application/fhir+json");
  }

  boolean isGet() {
    return method.equals("GET") || method.equals("HEAD");
  }

  boolean asks(String name) {
    for (Word word : words) if (word.name().equals(name)) return true;
    return false;
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

  /**
   * For an address that takes no parameters but these.
   *
   * @throws Problem NOT_SUPPORTED, naming the first other one
   */
  void refuseWordsBut(Set<String> known) {
    for (Word word : searchWords()) {
      if (known.contains(word.name())) continue;
      throw Problem.at(
          Problem.Kind.NOT_SUPPORTED, word.name(), "'" + word.name() + "' is not supported here");
    }
  }

  /** What a link to the next page repeats, so that it is shown as this one. */
  String shape() {
    StringBuilder shape = new StringBuilder();
    for (Word word : words) {
      if (!View.WORDS.contains(word.name()) || word.value().isEmpty()) continue;
      String value = URLEncoder.encode(word.value(), StandardCharsets.UTF_8);
      shape.append('&').append(word.name()).append('=').append(value);
    }
    return shape.toString();
  }

  Json.Obj json() {
    if (!contentType().toLowerCase(Locale.ROOT).contains("json")) {
      throw Problem.of(
          Problem.Kind.UNSUPPORTED_MEDIA,
          "send FHIR as application/fhir+json; this is another type");
    }
    if (body.length == 0) throw Problem.of(Problem.Kind.INVALID, "a body in FHIR JSON is needed");
    return Json.parseObject(body);
  }

  /** Written in place of the whole, a part would lose the rest. */
  static void demandWhole(Json.Obj resource) {
    if (!Subsets.isSubset(resource)) return;
    throw Problem.at(
        Problem.Kind.UNPROCESSABLE,
        "meta.tag",
        "SUBSETTED: this is a part of a resource (_summary, _elements); send the whole");
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
}
