package dev.tsumugi.fhirserver.shell.http;

import dev.tsumugi.consent.Requester;
import dev.tsumugi.fhirserver.Query;
import dev.tsumugi.fhirserver.QueryParser;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Page links: the question, where its page ended, and for whom, under a MAC. They hold no result;
 * the page behind one is decided anew.
 */
final class Cursors {
  static final String WORD = "_page";
  private static final String MAC = "HmacSHA256";

  private final SecretKeySpec key;

  Cursors(byte[] key) {
    this.key = new SecretKeySpec(key, MAC);
  }

  record Place(String text, Query.Position position) {}

  static String query(String text) {
    if (text.isEmpty()) return "";
    return QueryParser.words(text).stream()
        .map(word -> encode(word.name()) + "=" + encode(word.value()))
        .collect(Collectors.joining("&", "?", ""));
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  String seal(String type, String text, Query.Position position, Requester requester) {
    Json.Obj content =
        Json.object()
            .put("type", type)
            .put("query", text)
            .put("values", position.values().stream().map(Json::text).toList())
            .put("row", position.row())
            .put("for", owner(requester))
            .build();
    byte[] bytes = Json.bytes(content);
    Base64.Encoder url = Base64.getUrlEncoder().withoutPadding();
    return url.encodeToString(bytes) + "." + url.encodeToString(mac(bytes));
  }

  Place open(String cursor, String type, Requester requester) {
    int dot = cursor.indexOf('.');
    if (dot < 0) throw broken();
    byte[] bytes;
    byte[] mac;
    try {
      bytes = Base64.getUrlDecoder().decode(cursor.substring(0, dot));
      mac = Base64.getUrlDecoder().decode(cursor.substring(dot + 1));
    } catch (IllegalArgumentException notBase64) {
      throw broken();
    }
    if (!MessageDigest.isEqual(mac, mac(bytes))) throw broken();
    Json.Obj content = Json.parseObject(bytes);
    boolean fits =
        type.equals(content.text("type")) && owner(requester).equals(content.text("for"));
    String text = content.text("query");
    if (!fits || text == null || !(content.get("row") instanceof Json.Num row)) throw broken();
    List<String> values = content.texts("values");
    return new Place(text, new Query.Position(values, Long.parseLong(row.literal())));
  }

  private static String owner(Requester requester) {
    return requester.subject() + "\n" + requester.client();
  }

  private static Problem broken() {
    return Problem.invalid(WORD, "this page link is not yours or not whole; search again");
  }

  private byte[] mac(byte[] bytes) {
    try {
      Mac mac = Mac.getInstance(MAC);
      mac.init(key);
      return mac.doFinal(bytes);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible); // every Java platform has it
    }
  }
}
