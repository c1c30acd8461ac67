package dev.tsumugi.hub.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tsumugi.hub.shell.Wire.Answer;
import dev.tsumugi.kernel.Json;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes that are not what they should be: each has its status, and the hub goes on. */
class BytesTest {
  private static final TestHub HUB = TestHub.start();
  private static final Wire WIRE = new Wire(HUB.base());
  private static final String LOADER = HUB.loaderToken();
  private static final byte[] NOTHING = new byte[0];

  @BeforeAll
  static void somethingIsHere() {
    for (int i = 0; i < 3; i++) put("bytes-" + i, "note");
  }

  private static Answer put(String id, String text, String... headers) {
    return WIRE.send("PUT", "/fhir/Basic/" + id, LOADER, utf8(basic(id, text)), headers);
  }

  private static String basic(String id, String text) {
    return "{\"resourceType\":\"Basic\",\"id\":\""
        + id
        + "\",\"code\":{\"text\":\""
        + text
        + "\"}}";
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @AfterEach
  void theHubStillAnswers() {
    assertThat(WIRE.get(LOADER, "/fhir/Basic/bytes-0").status()).isEqualTo(200);
  }

  private static Answer post(byte[] body, String... headers) {
    return WIRE.send("POST", "/fhir/Basic", LOADER, body, headers);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "{}",
        "[]",
        "null",
        "\"text\"",
        "17",
        "{\"resourceType\":\"Basic\"",
        "{\"resourceType\":\"Basic\"}}",
        "{\"resourceType\":\"Basic\",}",
        "{'resourceType':'Basic'}",
        "{\"resourceType\":\"Basic\",\"code\":{\"text\":\"a\",\"text\":\"b\"}}",
        "{\"resourceType\":\"Basic\",\"resourceType\":\"Patient\"}",
        "{\"resourceType\":\"Basic\",\"code\":{\"text\":\"a\\u0000b\"}}",
        "{\"resourceType\":\"Basic\",\"code\":{\"text\":\"\\ud800\"}}",
        "{\"resourceType\":\"Basic\",\"code\":{\"text\":\"a\tb\"}}",
        "{\"resourceType\":\"Basic\",\"code\":NaN}",
        "{\"resourceType\":17}",
        "\uFEFF\uFEFF{\"resourceType\":\"Basic\"}",
        "<Basic xmlns=\"http://hl7.org/fhir\"/>",
        "\\u0000",
        "{\"resourceType\":\"Basic\",\"code\":{\"text\":\"\\udc00\\ud800\"}}"
      })
  void whatIsNotFhirJsonIsRefused(String body) {
    Answer answer = post(utf8(body));

    Wire.assertRefused(answer, answer.status());
    assertThat(answer.status()).isIn(400, 422);
  }

  @Test
  void rawNulAndBrokenUtf8AreRefused() {
    byte[] whole = utf8(basic("x", "#"));
    for (int bad : List.of(0x00, 0xC0, 0xFF, 0x80)) {
      byte[] broken = whole.clone();
      broken[new String(whole, StandardCharsets.UTF_8).indexOf('#')] = (byte) bad;
      Wire.assertRefused(post(broken), 400);
    }
  }

  @Test
  void depthHasALimitThatIsNoStackOverflow() {
    String deep = "{\"extension\":[".repeat(10_000) + "]}".repeat(10_000);

    Answer answer = post(utf8("{\"resourceType\":\"Basic\",\"extension\":[" + deep + "]}"));

    Wire.assertRefused(answer, 400);
  }

  @Test
  void whatIsTooLongIsRefusedHoweverItComes() {
    long size = 70L << 20;

    Wire.assertRefused(WIRE.stream("/fhir/Basic", LOADER, -1, () -> spaces(size)), 413);
    Wire.assertRefused(WIRE.stream("/fhir/Basic", LOADER, size, () -> spaces(size)), 413);
  }

  /** Many a client writes its whole body before it looks whether there is an answer. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whoSendsAllBeforeListeningReadsTheRefusalToo(boolean chunked) {
    int size = 70 << 20;
    String how = chunked ? "Transfer-Encoding: chunked" : "Content-Length: " + size;
    String head =
        "POST /fhir/Basic HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/fhir+json\r\n"
            + ("Authorization: Bearer " + LOADER + "\r\n" + how + "\r\n\r\n");
    for (int i = 0; i < 10; i++) {
      Wire.assertRefused(WIRE.sendAll(head, spaces(size), chunked), 413);
    }
  }

  @Test
  void aStrangersBodyIsNotRead() {
    AtomicLong made = new AtomicLong();
    InputStream endless =
        new InputStream() {
          @Override
          public int read() {
            made.incrementAndGet();
            return ' ';
          }
        };

    // Two MB are swallowed before the line is cut; the rest is what buffers on the way hold.
    Wire.assertRefused(WIRE.stream("/fhir/Basic", "", -1, () -> endless), 401);
    assertThat(made).hasValueLessThan(32 << 20);
  }

  private static InputStream spaces(long size) {
    return new InputStream() {
      private long left = size;

      @Override
      public int read() {
        return left-- > 0 ? ' ' : -1;
      }

      @Override
      public int read(byte[] into, int from, int length) {
        if (left <= 0) return -1;
        int part = (int) Math.min(length, left);
        java.util.Arrays.fill(into, from, from + part, (byte) ' ');
        left -= part;
        return part;
      }
    };
  }

  @ParameterizedTest
  @CsvSource({
    "text/plain, 415",
    "application/fhir+json; fhirVersion=3.0, 415",
    "application/fhir+json; charset=utf-16, 415",
    "application/fhir+xml; fhirVersion=5.0, 415",
    "application/json-patch+json, 415",
    "nonsense, 415",
    "application/x-www-form-urlencoded, 415",
    "multipart/form-data; boundary=x, 415",
    "application/json, 201",
    "text/json, 201",
    "application/fhir+json; fhirVersion=4.0; charset=utf-8, 201",
  })
  void onlyFhirIsRead(String type, int status) {
    Answer answer =
        post(
            utf8("{\"resourceType\":\"Basic\",\"code\":{\"text\":\"a\"}}"),
            "Content-Type",
            type,
            "Accept",
            "application/fhir+json");

    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    if (status >= 400) Wire.assertRefused(answer, status);
  }

  @ParameterizedTest
  @CsvSource({
    "text/html, 406",
    "application/fhir+json; fhirVersion=3.0, 406",
    "nonsense, 406",
    "application/fhir+xml, 200",
    "text/xml, 200",
    "application/fhir+json, 200",
    "*/*, 200",
    "'text/html, application/fhir+json;q=0.5', 200",
  })
  void onlyFhirIsWritten(String accepted, int status) {
    Answer answer = WIRE.send("GET", "/fhir/Basic/bytes-0", LOADER, NOTHING, "Accept", accepted);

    assertThat(answer.status()).isEqualTo(status);
    if (status >= 400) Wire.assertRefused(answer, status);
  }

  @ParameterizedTest
  @CsvSource({
    "PUT, /fhir, 405",
    "DELETE, /fhir/, 405",
    "GET, /fhir?code=1, 400",
    "GET, /fhir/_search, 405",
    "POST, /fhir/_history, 405",
    "GET, /fhir/_history?_since=yesterday, 400",
    "PUT, /fhir/Basic, 405",
    "PATCH, /fhir/Basic, 405",
    "PATCH, /fhir/Basic/bytes-0, 415",
    "DELETE, /fhir/Basic?code=, 400",
    "DELETE, /fhir/Basic?_count=1, 400",
    "POST, /fhir/Basic/bytes-0, 405",
    "DELETE, /fhir/Basic, 405",
    "GET, /fhir/Basic/_search, 405",
    "FROB, /fhir/Basic/bytes-0, 405",
    "DELETE, /fhir/metadata, 404",
    "GET, /fhir/Nonsense, 404",
    "GET, /fhir/Nonsense/x, 404",
    "GET, /fhir/basic/bytes-0, 404",
    "GET, /fhir/$nonsense, 404",
    "GET, /fhir/Basic/bytes-0/$nonsense, 404",
    "GET, /fhir/Basic/bytes-0/_history/0, 404",
    "GET, /fhir/Basic/bytes-0/_history/-1, 404",
    "GET, /fhir/Basic/bytes-0/_history/99999999999, 404",
    "GET, /fhir/Basic/bytes-0/nonsense, 404",
    "GET, /fhir/Basic/a_b, 404",
    "GET, /fhir/Basic/%E3%81%82, 404",
    "GET, /fhir/Basic/%20, 404",
    "GET, /fhir/Basic/..., 404",
    "GET, /fhir/Basic/12345678901234567890123456789012345678901234567890123456789012345, 404",
    "GET, /fhir/Basic?nonsense=1, 400",
    "GET, /fhir/Basic?_nonsense=1, 400",
    "GET, /fhir/Basic?code:nonsense=1, 400",
    "GET, /fhir/Basic?_include=Basic:nonsense, 400",
    "GET, /fhir/Basic?_count=-1, 400",
    "GET, /fhir/Basic?_count=many, 400",
    "GET, /fhir/Basic?_sort=nonsense, 400",
    "GET, /fhir/Basic?_page=nonsense, 400",
    "GET, /fhir/Basic?_lastUpdated=yesterday, 400",
    "GET, /fhir/Basic?code=%FF, 400",
    "GET, /fhir/Basic?code=%00, 400",
    "GET, /fhir/Basic?code=%zz, 400",
  })
  void whatIsNotOfferedHereIsSaidSo(String method, String path, int status) {
    // As it stands: java's client refuses some of these itself.
    Answer answer =
        WIRE.raw(
            method
                + " "
                + path
                + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer "
                + LOADER
                + "\r\n\r\n");

    Wire.assertRefused(answer, status);
  }

  /** As it is typed: token searches are full of bars. */
  @Test
  void aBarInASearchNeedsNoEscape() {
    Answer answer =
        WIRE.raw(
            "GET /fhir/Organization?identifier=urn:x|1 HTTP/1.1\r\nHost: localhost\r\nConnection:"
                + " close\r\nAuthorization: Bearer "
                + LOADER
                + "\r\n\r\n");

    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
  }

  /** Addresses that no router of ours ever sees, because the server refuses them first. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/fhir/Basic/a%2Fb",
        "/fhir/Basic/..%2F..%2Fetc",
        "/fhir/Basic/%00",
        "/fhir/Basic/a\\b",
        "/fhir/Basic?code=a|b{c}",
        "/fhir/Basic/%zz",
        "/fhir/../../etc/passwd"
      })
  void brokenAddressesTellNothing(String path) {
    Answer answer =
        WIRE.raw(
            "GET "
                + path
                + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer "
                + LOADER
                + "\r\n\r\n");

    assertThat(answer.status()).isIn(400, 404);
    assertThat(answer.headers()).doesNotContainKey("server");
    assertThat(answer.text()).doesNotContain("Tomcat", "Exception", "dev.tsumugi", "passwd");
  }

  @ParameterizedTest
  @ValueSource(strings = {"W/\"1", "nonsense", "*", "W/\"-\"", "W/\"1\", W/\"2\"", "\"\"", "99e9"})
  void anIfMatchThatCannotBeReadIsNotIgnored(String header) {
    Answer answer = put("bytes-0", "changed", "If-Match", header);

    assertThat(answer.status()).as(answer.text()).isIn(400, 412);
    Wire.assertRefused(answer, answer.status());
    assertThat(WIRE.get(LOADER, "/fhir/Basic/bytes-0").text()).doesNotContain("changed");
  }

  @Test
  void aPageLinkIsForOneRequesterAndWhole() {
    Answer page = WIRE.get(LOADER, "/fhir/Basic?_id=bytes-0,bytes-1,bytes-2&_count=1");
    String next =
        page.json().objects("link").stream()
            .filter(link -> "next".equals(link.text("relation")))
            .findFirst()
            .orElseThrow()
            .text("url")
            .replace(HUB.base().toString(), "");

    assertThat(WIRE.get(LOADER, next).status()).isEqualTo(200);
    Wire.assertRefused(WIRE.get(HUB.token("crew", "user/*.rs"), next), 400);
    Wire.assertRefused(WIRE.get(LOADER, next.replace("/Basic?", "/Patient?")), 400);
    Wire.assertRefused(WIRE.get(LOADER, next.substring(0, next.length() - 3)), 400);
    int middle = next.indexOf("_page=") + 30;
    char other = next.charAt(middle) == 'A' ? 'B' : 'A';
    String altered = next.substring(0, middle) + other + next.substring(middle + 1);
    Wire.assertRefused(WIRE.get(LOADER, altered), 400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'resourceType':'Bundle'}",
        "{'resourceType':'Bundle','type':'nonsense'}",
        "{'resourceType':'Bundle','type':'batch','entry':[{}]}",
        "{'resourceType':'Bundle','type':'transaction','entry':[{'request':{'method':'FROB','url':'Basic'}}]}",
        "{'resourceType':'Bundle','type':'transaction','entry':[{'request':{'method':'PUT','url':'Basic/x'}}]}",
        "{'resourceType':'Bundle','type':'transaction','entry':[{'request':{'method':'DELETE','url':'../x'}}]}",
        "{'resourceType':'Bundle','type':'transaction','entry':[{'request':{'method':'POST','url':'Nonsense'},"
            + "'resource':{'resourceType':'Nonsense'}}]}",
        "{'resourceType':'Basic','code':{'text':'no bundle'}}"
      })
  void aBundleThatCannotBeCarriedOutIsRefused(String body) {
    Answer answer =
        WIRE.send("POST", "/fhir", LOADER, Json.parseObject(utf8(body.replace('\'', '"'))));

    assertThat(answer.status()).as(answer.text()).isIn(400, 404, 422);
    Wire.assertRefused(answer, answer.status());
  }
}
