package dev.tsumugi.hub.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.tsumugi.hub.shell.Wire.Answer;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * One table of what should never come: each has a clear refusal, stores nothing, and leaves a hub
 * that answers.
 */
class MalformedTest {
  private static final TestHub HUB = TestHub.start();
  private static final Wire WIRE = new Wire(HUB.base());
  private static final String LOADER = HUB.loaderToken();
  private static final String XML = "application/fhir+xml";
  private static final String JSON = "application/fhir+json";
  private static final String NS = " xmlns=\"http://hl7.org/fhir\"";

  @BeforeAll
  static void somethingIsHere() {
    Answer put =
        WIRE.send(
            "PUT",
            "/fhir/Basic/malformed",
            LOADER,
            utf8("{\"resourceType\":\"Basic\",\"id\":\"malformed\",\"code\":{\"text\":\"a\"}}"));
    assertThat(put.status()).isIn(200, 201);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** One row of the table. */
  private record Row(String name, Set<Integer> allowed, Supplier<Answer> request) {}

  private static Row row(String name, int status, Supplier<Answer> request) {
    return new Row(name, Set.of(status), request);
  }

  private static Row body(String name, int status, byte[] body, String type) {
    return row(name, status, () -> post(body, "Content-Type", type, "Accept", JSON));
  }

  private static Row json(String name, String body) {
    return body("JSON: " + name, 400, utf8(body), JSON);
  }

  private static Row xml(String name, String body) {
    return body("XML: " + name, 400, utf8(body.replace("#", NS)), XML);
  }

  private static Answer post(byte[] body, String... headers) {
    return WIRE.send("POST", "/fhir/Basic", LOADER, body, headers);
  }

  /** A request as it stands: clients refuse to send some of these. */
  private static Row raw(String name, int status, String method, String path, String... headers) {
    StringBuilder request = new StringBuilder(method + " " + path + " HTTP/1.1\r\n");
    request.append("Host: localhost\r\nConnection: close\r\nAuthorization: Bearer " + LOADER);
    for (String header : headers) request.append("\r\n").append(header);
    return row(name, status, () -> WIRE.raw(request + "\r\n\r\n"));
  }

  @TestFactory
  Stream<DynamicTest> eachIsRefusedAndTheHubGoesOn() {
    List<Row> rows = new ArrayList<>();
    rows.addAll(jsonRows());
    rows.addAll(xmlRows());
    rows.addAll(encodings());
    rows.addAll(addresses());
    rows.addAll(heads());
    rows.addAll(sizes());
    return rows.stream().map(row -> dynamicTest(row.name(), () -> check(row)));
  }

  private static void check(Row row) {
    int before = stored();

    Answer answer = row.request().get();

    assertThat(row.allowed()).as(answer.text()).contains(answer.status());
    Wire.assertRefused(answer, answer.status());
    assertThat(answer.headers()).doesNotContainKey("server");
    assertThat(WIRE.get(LOADER, "/fhir/Basic/malformed").status()).isEqualTo(200);
    assertThat(stored()).isEqualTo(before);
  }

  private static int stored() {
    Answer count = WIRE.get(LOADER, "/fhir/Basic?_summary=count");
    return Integer.parseInt(count.json().get("total").toString().replaceAll("[^0-9]", ""));
  }

  private static List<Row> jsonRows() {
    String deep = "{\"extension\":[".repeat(10_000) + "]}".repeat(10_000);
    return List.of(
        json("cut off", "{\"resourceType\":\"Basic\",\"code\":{\"text\":\"a"),
        json("double names", "{\"resourceType\":\"Basic\",\"id\":\"a\",\"id\":\"b\"}"),
        json("double resource types", "{\"resourceType\":\"Basic\",\"resourceType\":\"Patient\"}"),
        json(
            "10,000 levels of objects",
            "{\"resourceType\":\"Basic\",\"extension\":[" + deep + "]}"),
        json("10,000 levels of arrays", "[".repeat(10_000)),
        json("NUL as it stands", "{\"resourceType\":\"Basic\",\"code\":{\"text\":\"a\0b\"}}"),
        json("NUL escaped", "{\"resourceType\":\"Basic\",\"code\":{\"text\":\"a\\u0000b\"}}"),
        json("a lone surrogate", "{\"resourceType\":\"Basic\",\"code\":{\"text\":\"\\uD83D\"}}"),
        json("XML instead", "<Basic" + NS + "/>"),
        body(
            "JSON: a number of a million digits",
            422,
            utf8("{\"resourceType\":" + "1".repeat(1 << 20) + "}"),
            JSON));
  }

  private static List<Row> xmlRows() {
    String laughs =
        "<!DOCTYPE b [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\"><!ENTITY c"
            + " \"&b;&b;&b;&b;&b;&b;&b;&b;\">]>";
    return List.of(
        xml("document type", "<!DOCTYPE Basic><Basic#><code><text value=\"a\"/></code></Basic>"),
        xml("billion laughs", laughs + "<Basic#><code><text value=\"&c;\"/></code></Basic>"),
        xml(
            "external entity",
            "<!DOCTYPE b [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><Basic#><code>"
                + "<text value=\"&x;\"/></code></Basic>"),
        xml(
            "external DTD",
            "<!DOCTYPE b SYSTEM \"http://127.0.0.1:9/x.dtd\"><Basic#><id value=\"a\"/></Basic>"),
        xml("unknown entity", "<Basic#><code><text value=\"&nbsp;\"/></code></Basic>"),
        xml("unknown element", "<Basic#><code><txet value=\"a\"/></code></Basic>"),
        xml("unknown attribute", "<Basic#><code><text valeu=\"a\"/></code></Basic>"),
        xml("no namespace", "<Basic><code><text value=\"a\"/></code></Basic>"),
        xml("unclosed", "<Basic#><code><text value=\"a\">"),
        xml("10,000 levels", "<Basic#>" + "<extension url=\"a\">".repeat(10_000)),
        xml("10,000 levels of narrative", "<Basic#><text>" + "<div>".repeat(10_000)),
        xml("a character XML forbids", "<Basic#><code><text value=\"a\0b\"/></code></Basic>"),
        xml("JSON instead", "{\"resourceType\":\"Basic\"}"),
        body(
            "XML: a script in a narrative",
            422,
            utf8(narrative("<script>alert(1)</script>").replace("#", NS)),
            XML),
        xml("an entity in a narrative", narrative("&nbsp;")));
  }

  private static String narrative(String content) {
    return "<Basic#><text><status value=\"generated\"/><div"
        + " xmlns=\"http://www.w3.org/1999/xhtml\">"
        + content
        + "</div></text><code><text value=\"a\"/></code></Basic>";
  }

  private static List<Row> encodings() {
    String basic = "{\"resourceType\":\"Basic\",\"code\":{\"text\":\"é\"}}";
    String xml = "<Basic" + NS + "><code><text value=\"é\"/></code></Basic>";
    return List.of(
        body("JSON in ISO 8859-1", 400, basic.getBytes(StandardCharsets.ISO_8859_1), JSON),
        body("JSON in UTF-16 with its mark", 400, basic.getBytes(StandardCharsets.UTF_16), JSON),
        body("JSON in UTF-16 without", 400, basic.getBytes(StandardCharsets.UTF_16LE), JSON),
        body("XML in ISO 8859-1", 400, xml.getBytes(StandardCharsets.ISO_8859_1), XML),
        body("XML in UTF-16 with its mark", 400, xml.getBytes(StandardCharsets.UTF_16), XML),
        body("XML in UTF-16 without", 400, xml.getBytes(StandardCharsets.UTF_16BE), XML),
        body("stated as UTF-16", 415, utf8(basic), JSON + "; charset=utf-16"),
        body("another version of FHIR", 415, utf8(basic), JSON + "; fhirVersion=5.0"),
        body("no FHIR", 415, utf8(basic), "text/plain"),
        body("a form", 415, utf8("a=b"), "application/x-www-form-urlencoded"),
        row(
            "a bomb in gzip",
            415,
            () -> post(bomb(), "Content-Type", JSON, "Content-Encoding", "gzip")),
        row(
            "a search that is no form",
            415,
            () ->
                WIRE.send(
                    "POST", "/fhir/Basic/_search", LOADER, utf8(basic), "Content-Type", JSON)));
  }

  private static byte[] bomb() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      for (int i = 0; i < 64; i++) gzip.write(new byte[1 << 20]);
    } catch (java.io.IOException impossible) {
      throw new java.io.UncheckedIOException(impossible);
    }
    return out.toByteArray();
  }

  private static List<Row> addresses() {
    return List.of(
        raw("a slash in an id", 400, "GET", "/fhir/Basic/a%2Fb"),
        raw("dots and slashes", 400, "GET", "/fhir/Basic/..%2F..%2Fetc%2Fpasswd"),
        raw("dots above the root", 400, "GET", "/fhir/../../etc/passwd"),
        raw("dots as an id", 404, "GET", "/fhir/Basic/..."),
        raw("NUL in the path", 400, "GET", "/fhir/Basic/%00"),
        raw("a backslash", 400, "GET", "/fhir/Basic/a\\b"),
        raw("braces in the query", 400, "GET", "/fhir/Basic?code=a|b{c}"),
        raw("a broken escape in the path", 400, "GET", "/fhir/Basic/%zz"),
        raw("a broken escape in the query", 400, "GET", "/fhir/Basic?code=%zz"),
        raw("half an escape", 400, "GET", "/fhir/Basic?code=%4"),
        raw("bad UTF-8 in the query", 400, "GET", "/fhir/Basic?code=%FF%FE"),
        raw("NUL in the query", 400, "GET", "/fhir/Basic?code=%00"),
        raw("an id that is too long", 404, "GET", "/fhir/Basic/" + "a".repeat(65)),
        raw("an address that is too long", 414, "GET", "/fhir/Basic?code=" + "a".repeat(40_000)));
  }

  private static List<Row> heads() {
    return List.of(
        raw(
            "a header that is too long",
            431,
            "GET",
            "/fhir/Basic/malformed",
            "X-A: " + "a".repeat(40_000)),
        raw("many headers", 400, "GET", "/fhir/Basic/malformed", headers(4_000)),
        raw("an unknown method", 405, "FROB", "/fhir/Basic/malformed"),
        raw("a method of HTTP's own", 405, "TRACE", "/fhir/Basic/malformed"),
        raw("OPTIONS", 405, "OPTIONS", "/fhir/Basic/malformed"),
        raw("a line that is no HTTP", 400, "GE T", "/fhir/Basic/malformed"),
        raw("an unknown format", 406, "GET", "/fhir/Basic/malformed?_format=html"),
        raw("an unknown type", 406, "GET", "/fhir/Basic/malformed", "Accept: image/png"),
        raw("two lengths", 400, "POST", "/fhir/Basic", "Content-Length: 1", "Content-Length: 2"),
        raw("no length at all", 400, "POST", "/fhir/Basic", "Content-Length: many"));
  }

  private static String[] headers(int count) {
    return Collections.nCopies(count, "X-Many: aaaaaaaa").toArray(String[]::new);
  }

  private static List<Row> sizes() {
    long size = 100L << 20;
    return List.of(
        row(
            "100 MB with their length",
            413,
            () -> WIRE.stream("/fhir/Basic", LOADER, size, () -> filler(size))),
        row(
            "100 MB in chunks",
            413,
            () -> WIRE.stream("/fhir/Basic", LOADER, -1, () -> filler(size))),
        row(
            "millions of values",
            413,
            () -> {
              byte[] values = utf8("{\"resourceType\":[" + "1,".repeat(5_000_000) + "1]}");
              return post(values, "Content-Type", JSON);
            }),
        row(
            "millions of elements",
            413,
            () -> {
              byte[] values = utf8("<Basic" + NS + ">" + "<a/>".repeat(5_000_000) + "</Basic>");
              return post(values, "Content-Type", XML, "Accept", JSON);
            }),
        row(
            "a Binary that is too large",
            413,
            () ->
                WIRE.send(
                    "POST",
                    "/fhir/Binary",
                    LOADER,
                    new byte[33 << 20],
                    "Content-Type",
                    "image/png")));
  }

  /** A JSON text that never ends. */
  private static InputStream filler(long size) {
    return new InputStream() {
      private long left = size;

      @Override
      public int read() {
        return left-- > 0 ? '[' : -1;
      }

      @Override
      public int read(byte[] into, int from, int length) {
        if (left <= 0) return -1;
        int part = (int) Math.min(length, left);
        java.util.Arrays.fill(into, from, from + part, (byte) '[');
        left -= part;
        return part;
      }
    };
  }

  @Test
  void whatIsRefusedIsNotKeptInMemory() {
    long before = used();

    for (int i = 0; i < 5; i++) {
      long size = 100L << 20;
      Wire.assertRefused(WIRE.stream("/fhir/Basic", LOADER, -1, () -> filler(size)), 413);
    }

    assertThat(used() - before).isLessThan(32L << 20);
  }

  private static long used() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  @Test
  void aRefusedMethodComesWithThoseThatAreOffered() {
    Answer instance = WIRE.send("POST", "/fhir/Basic/malformed", LOADER, utf8("{}"));
    Answer type = WIRE.send("PUT", "/fhir/Basic", LOADER, utf8("{}"));
    Answer history = WIRE.send("DELETE", "/fhir/Basic/malformed/_history", LOADER, new byte[0]);

    for (Answer answer : List.of(instance, type, history)) Wire.assertRefused(answer, 405);
    assertThat(instance.headers().get("allow")).contains("GET", "HEAD", "PUT", "DELETE");
    assertThat(type.headers().get("allow")).contains("GET", "HEAD", "POST");
    assertThat(history.headers()).containsEntry("allow", "GET, HEAD");
  }
}
