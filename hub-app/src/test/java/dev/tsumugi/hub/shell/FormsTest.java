package dev.tsumugi.hub.shell;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import dev.tsumugi.hub.shell.Wire.Answer;
import dev.tsumugi.kernel.Json;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.CapabilityStatement;
import org.hl7.fhir.r4.model.Patient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The forms an answer can have: XML, pretty, in part, raw, or not at all since the client has it.
 */
class FormsTest {
  private static final TestHub HUB = TestHub.start();
  private static final Wire WIRE = new Wire(HUB.base());
  private static final String LOADER = HUB.loaderToken();
  private static final FhirContext HAPI = FhirContext.forR4Cached();
  private static final byte[] NOTHING = new byte[0];

  /** A resident of the test's own, in whom nobody but the loader and the custodian has a part. */
  private static String patient() {
    String id = "forms-" + UUID.randomUUID();
    String json =
        "{'resourceType':'Patient','id':'#','meta':{'tag':[{'system':'urn:t','code':'t'}]},"
            + "'text':{'status':'generated','div':'<div xmlns=\\'http://www.w3.org/1999/xhtml\\'>"
            + "日<br/></div>'},'active':true,'name':[{'family':'形','given':['一','二']}],"
            + "'_birthDate':{'extension':[{'url':'urn:x','valueDecimal':1.00}]},"
            + "'maritalStatus':{'text':'single'}}";
    String quoted = json.replace("\\'", "\u0001").replace('\'', '"').replace("\u0001", "\\\"");
    Answer put = WIRE.send("PUT", "/fhir/Patient/" + id, LOADER, utf8(quoted.replace("#", id)));
    assertThat(put.status()).as(put.text()).isEqualTo(201);
    return id;
  }

  private static String observation(String patient, String text) {
    String json =
        "{'resourceType':'Observation','status':'final','code':{'text':'#'},'subject':{'reference':"
            + "'Patient/@'},'valueQuantity':{'value':1.00},'note':[{'text':'n'}]}";
    Answer post =
        WIRE.send(
            "POST",
            "/fhir/Observation",
            LOADER,
            utf8(json.replace('\'', '"').replace("#", text).replace("@", patient)));
    assertThat(post.status()).as(post.text()).isEqualTo(201);
    return post.json().text("id");
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static Answer get(String path, String... headers) {
    return WIRE.send("GET", path, LOADER, NOTHING, headers);
  }

  private static Set<String> names(Json.Obj object) {
    Set<String> names = new TreeSet<>();
    for (int i = 0; i < object.size(); i++) names.add(object.name(i));
    return names;
  }

  private static void assertSubset(Json.Obj resource) {
    assertThat(resource.obj("meta").objects("tag"))
        .anySatisfy(tag -> assertThat(tag.text("code")).isEqualTo("SUBSETTED"));
  }

  private static String xml(Answer answer) {
    assertThat(answer.headers())
        .containsEntry("content-type", "application/fhir+xml;charset=UTF-8");
    return answer.text();
  }

  @Test
  void whatIsReadAsXmlCanBePutBackAndIsTheSame() {
    String id = patient();
    Answer read = get("/fhir/Patient/" + id, "Accept", "application/fhir+xml");

    Patient parsed = HAPI.newXmlParser().parseResource(Patient.class, xml(read));
    assertThat(parsed.getNameFirstRep().getFamily()).isEqualTo("形");
    Answer back =
        WIRE.send(
            "PUT",
            "/fhir/Patient/" + id,
            LOADER,
            read.body(),
            "Content-Type",
            "application/fhir+xml");

    assertThat(back.status()).as(back.text()).isEqualTo(200);
    assertThat(xml(back)).isEqualTo(read.text());
    assertThat(get("/fhir/Patient/" + id).headers()).containsEntry("etag", "W/\"1\"");
  }

  @Test
  void everyAnswerCanBeXml() {
    String id = patient();
    observation(id, "x");

    Bundle found =
        HAPI.newXmlParser()
            .parseResource(
                Bundle.class, xml(get("/fhir/Observation?subject=Patient/" + id + "&_format=xml")));
    assertThat(found.getEntry()).hasSize(1);
    HAPI.newXmlParser()
        .parseResource(Bundle.class, xml(get("/fhir/Patient/" + id + "/_history?_format=xml")));
    HAPI.newXmlParser()
        .parseResource(CapabilityStatement.class, xml(get("/fhir/metadata?_format=xml")));
    Answer absent = get("/fhir/Patient/absent?_format=xml");
    assertThat(absent.status()).isEqualTo(404);
    assertThat(xml(absent)).contains("<OperationOutcome xmlns=\"http://hl7.org/fhir\">");
    assertThat(xml(get("/fhir/Patient/" + id + "/$access-journal?_format=xml")))
        .contains("<Parameters xmlns=\"http://hl7.org/fhir\">");
  }

  @Test
  void transactionsAreTakenInXml() {
    String urn = "urn:uuid:" + UUID.randomUUID();
    String xml =
        "<Bundle xmlns=\"http://hl7.org/fhir\"><type value=\"transaction\"/><entry><fullUrl"
            + " value=\""
            + urn
            + "\"/><resource><Patient><active value=\"true\"/></Patient></resource><request>"
            + "<method value=\"POST\"/><url value=\"Patient\"/></request></entry></Bundle>";

    Answer answer =
        WIRE.send("POST", "/fhir", LOADER, utf8(xml), "Content-Type", "text/xml; charset=utf-8");

    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(xml(answer)).contains("<status value=\"201").contains("<active value=\"true\"/>");
  }

  @Test
  void prettyIsTheSameInLines() {
    String id = patient();
    Answer plain = get("/fhir/Patient/" + id);
    Answer pretty = get("/fhir/Patient/" + id + "?_pretty=true");

    assertThat(pretty.json()).isEqualTo(plain.json());
    assertThat(pretty.text()).contains("\n  \"active\": true,\n");
    assertThat(plain.text()).doesNotContain("\n");
    assertThat(get("/fhir/Patient/" + id + "?_pretty=true&_format=xml").text())
        .contains("\n  <active value=\"true\"/>\n");
    Wire.assertRefused(get("/fhir/Patient/" + id + "?_pretty=maybe"), 400);
  }

  @ParameterizedTest
  @CsvSource({
    "_summary=true, 'active id meta name resourceType _birthDate'",
    "_summary=text, 'active id meta resourceType text'",
    "_summary=data, 'active id meta name resourceType _birthDate maritalStatus'",
    "_summary=false, 'active id meta name resourceType _birthDate maritalStatus text'",
    "_elements=name, 'active id meta name resourceType'",
    "'_elements=birthDate,Patient.maritalStatus', "
        + "'active id meta resourceType _birthDate maritalStatus'",
  })
  void aPartHoldsWhatWasAskedFor(String word, String elements) {
    String id = patient();
    Set<String> wanted = new TreeSet<>(List.of(elements.split(" ")));

    for (String path :
        List.of("/fhir/Patient/" + id + "?", "/fhir/Patient/" + id + "/_history/1?")) {
      Json.Obj one = get(path + word).json();
      assertThat(names(one)).isEqualTo(wanted);
      if (!word.endsWith("false")) assertSubset(one);
      assertThat(one.obj("meta").objects("tag").get(0).text("code")).isEqualTo("t");
    }
    for (String path :
        List.of("/fhir/Patient?_id=" + id + "&", "/fhir/Patient/" + id + "/_history?")) {
      Json.Obj bundle = get(path + word).json();
      assertThat(bundle.objects("entry")).hasSize(1);
      assertThat(names(bundle.objects("entry").get(0).obj("resource"))).isEqualTo(wanted);
    }
    Answer posted =
        WIRE.send(
            "POST",
            "/fhir/Patient/_search",
            LOADER,
            utf8("_id=" + id + "&" + word),
            "Content-Type",
            "application/x-www-form-urlencoded");
    assertThat(names(posted.json().objects("entry").get(0).obj("resource"))).isEqualTo(wanted);
  }

  @Test
  void countIsTheTotalAlone() {
    String id = patient();
    observation(id, "a");
    observation(id, "b");

    for (String path :
        List.of(
            "/fhir/Observation?subject=Patient/" + id + "&_count=1&_summary=count",
            "/fhir/Observation?_summary=count&_total=none&_count=5&subject=Patient/" + id)) {
      Json.Obj bundle = get(path).json();
      assertThat(bundle.get("total").toString()).contains("2");
      assertThat(bundle.has("entry")).isFalse();
    }
    assertThat(names(get("/fhir/Patient/" + id + "/_history?_summary=count").json()))
        .contains("total")
        .doesNotContain("entry");
    Wire.assertRefused(get("/fhir/Patient/" + id + "?_summary=count"), 400);
  }

  @Test
  void pagesAndLinksKeepTheForm() {
    String id = patient();
    for (String code : List.of("a", "b", "c")) observation(id, code);
    String asked =
        "/fhir/Observation?subject=Patient/" + id + "&_count=1&_elements=code&_pretty=true";
    int seen = 0;

    for (String path = asked; path != null; seen++) {
      Answer page = get(path);
      Json.Obj resource = page.json().objects("entry").get(0).obj("resource");
      assertThat(names(resource)).containsExactly("code", "id", "meta", "resourceType", "status");
      assertThat(page.text()).contains("\n");
      assertThat(link(page.json(), "self")).contains("_elements=code");
      String next = link(page.json(), "next");
      path = next == null ? null : next.replace(HUB.base().toString(), "");
    }

    assertThat(seen).isEqualTo(3);
  }

  private static String link(Json.Obj bundle, String relation) {
    return bundle.objects("link").stream()
        .filter(link -> relation.equals(link.text("relation")))
        .map(link -> link.text("url"))
        .findFirst()
        .orElse(null);
  }

  @Test
  void includedResourcesAreCutByTheirOwnNamesOnly() {
    String id = patient();
    String observation = observation(id, "a");
    String path =
        "/fhir/Observation?_id=" + observation + "&_include=Observation:subject&_elements=";

    List<Json.Obj> whole = get(path + "code").json().objects("entry");
    List<Json.Obj> cut = get(path + "code,Patient.name").json().objects("entry");

    assertThat(whole.get(1).obj("resource").has("maritalStatus")).isTrue();
    assertThat(cut.get(1).obj("resource").has("maritalStatus")).isFalse();
    assertThat(cut.get(1).obj("resource").has("name")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Patient?_elements=nonsense",
        "Patient?_elements=name.family",
        "Patient?_elements=Observation.name",
        "Patient?_elements=name,,id",
        "Patient?_summary=nonsense",
        "Patient?_summary=true&_elements=name",
        "Patient?_summary=true&_summary=data",
        "Observation?_summary=text&_include=Observation:subject",
        "Patient?_summary=text&_revinclude=Observation:subject",
        "Patient/p/$access-journal?_summary=true",
      })
  void whatCannotBeShownSoIsRefusedByName(String path) {
    String id = patient();

    Answer answer = get("/fhir/" + path.replace("/p/", "/" + id + "/"));

    Wire.assertRefused(answer, 400);
    assertThat(answer.json().objects("issue").get(0).texts("expression").get(0)).startsWith("_");
  }

  @Test
  void aWriteIsNotShapedAndAPartIsNotWrittenForTheWhole() {
    String id = patient();
    byte[] part = get("/fhir/Patient/" + id + "?_summary=true").body();
    byte[] whole = get("/fhir/Patient/" + id).body();

    Wire.assertRefused(WIRE.send("PUT", "/fhir/Patient/" + id, LOADER, part), 422);
    for (String word : List.of("_summary=true", "_elements=name")) {
      Wire.assertRefused(WIRE.send("PUT", "/fhir/Patient/" + id + "?" + word, LOADER, whole), 400);
      Wire.assertRefused(WIRE.send("POST", "/fhir/Patient?" + word, LOADER, whole), 400);
      Wire.assertRefused(
          WIRE.send("DELETE", "/fhir/Patient/" + id + "?" + word, LOADER, NOTHING), 400);
    }
    assertThat(get("/fhir/Patient/" + id).headers()).containsEntry("etag", "W/\"1\"");
  }

  @Test
  void anEntryOfABatchHasItsOwnPart() {
    String id = patient();
    String batch =
        "{'resourceType':'Bundle','type':'batch','entry':[{'request':{'method':'GET','url':'Patient/#"
            + "?_summary=true'}},{'request':{'method':'GET','url':'Patient/#','ifNoneMatch':'W/\\\"1"
            + "\\\"'}},{'request':{'method':'GET','url':'Binary/#'}}]}";
    Answer binary = upload("POST", "/fhir/Binary", new byte[] {1}, "image/png");
    String body =
        batch
            .replace("Binary/#", "Binary/" + binary.json().text("id"))
            .replace("#", id)
            .replace('\'', '"');

    List<Json.Obj> entries = WIRE.send("POST", "/fhir", LOADER, utf8(body)).json().objects("entry");

    assertSubset(entries.get(0).obj("resource"));
    assertThat(entries.get(1).obj("response").text("status")).isEqualTo("304");
    assertThat(entries.get(1).has("resource")).isFalse();
    assertThat(entries.get(2).obj("resource").text("resourceType")).isEqualTo("Binary");
  }

  private static Answer upload(String method, String path, byte[] content, String... headers) {
    String[] typed = java.util.Arrays.copyOf(headers, headers.length + 1);
    System.arraycopy(headers, 0, typed, 1, headers.length);
    typed[0] = "Content-Type";
    return WIRE.send(method, path, LOADER, content, typed);
  }

  @Test
  void aBinaryComesBackAsTheBytesThatWentIn() {
    byte[] content = new byte[1 << 20];
    new java.util.Random(7).nextBytes(content);
    String patient = patient();

    Answer made =
        upload(
            "POST",
            "/fhir/Binary",
            content,
            "image/png",
            "X-Security-Context",
            "Patient/" + patient,
            "Prefer",
            "return=minimal");
    String path = made.headers().get("location").replaceFirst(".*/fhir/", "/fhir/");
    String id = path.split("/")[3];

    assertThat(made.status()).as(made.text()).isEqualTo(201);
    for (Answer raw :
        List.of(
            get("/fhir/Binary/" + id),
            get(path),
            get("/fhir/Binary/" + id, "Accept", "*/*"),
            get("/fhir/Binary/" + id, "Accept", "text/html, application/xml;q=0.9, */*;q=0.8"),
            get("/fhir/Binary/" + id, "Accept", "image/png, image/*"))) {
      assertThat(raw.status()).isEqualTo(200);
      assertThat(raw.body()).isEqualTo(content);
      assertThat(raw.headers())
          .containsEntry("content-type", "image/png")
          .containsEntry("content-disposition", "attachment")
          .containsEntry("x-content-type-options", "nosniff")
          .containsEntry("x-security-context", "Patient/" + patient)
          .containsEntry("etag", "W/\"1\"");
      assertThat(raw.headers().get("content-security-policy")).contains("sandbox");
    }
    Json.Obj resource = get("/fhir/Binary/" + id, "Accept", "application/fhir+json").json();
    assertThat(resource.text("contentType")).isEqualTo("image/png");
    assertThat(resource.obj("securityContext").text("reference")).isEqualTo("Patient/" + patient);
    assertThat(xml(get("/fhir/Binary/" + id + "?_format=xml"))).contains("<contentType value=");
    Answer head = WIRE.send("HEAD", "/fhir/Binary/" + id, LOADER, NOTHING);
    assertThat(head.body()).isEmpty();
    assertThat(head.headers()).containsEntry("content-length", Integer.toString(1 << 20));
  }

  @Test
  void aBinaryOfAPatientIsAsHiddenAsThePatient() {
    String patient = patient();
    Answer made =
        upload(
            "POST",
            "/fhir/Binary",
            utf8("secret"),
            "text/plain",
            "X-Security-Context",
            "Patient/" + patient);
    String path = "/fhir/Binary/" + made.json().text("id");
    String crew = HUB.token("crew", "user/*.rs");

    Answer hidden = WIRE.get(crew, path);
    Answer absent = WIRE.get(crew, "/fhir/Binary/absent");

    Wire.assertRefused(hidden, 404);
    Wire.assertRefused(absent, 404);
    assertThat(hidden.headers().keySet()).isEqualTo(absent.headers().keySet());
    Wire.assertRefused(
        upload(
            "POST",
            "/fhir/Binary",
            utf8("x"),
            "text/plain",
            "X-Security-Context",
            "Patient/absent-" + UUID.randomUUID()),
        422);
  }

  @Test
  void anUploadedPageDoesNotRunHere() {
    Answer made = upload("POST", "/fhir/Binary", utf8("<script>alert(1)</script>"), "text/html");
    String id = made.json().text("id");

    Answer raw = get("/fhir/Binary/" + id, "Accept", "text/html");

    assertThat(raw.headers())
        .containsEntry("content-disposition", "attachment")
        .containsEntry("content-security-policy", "default-src 'none'; sandbox");
    Answer changed = upload("PUT", "/fhir/Binary/" + id, utf8("<p>2</p>"), "text/html");
    assertThat(changed.status()).as(changed.text()).isEqualTo(200);
    assertThat(get("/fhir/Binary/" + id).text()).isEqualTo("<p>2</p>");
    assertThat(get("/fhir/Binary/" + id + "/_history/1").text()).contains("script");
  }

  @Test
  void aTypeThatIsNoTypeIsNotRepeatedInAHeader() {
    Json.Obj binary =
        Json.object()
            .put("resourceType", "Binary")
            .put("contentType", "text/html\nSet-Cookie: a=b")
            .put("data", "AAAA")
            .build();
    Answer made = WIRE.send("POST", "/fhir/Binary", LOADER, binary);

    Answer raw = get("/fhir/Binary/" + made.json().text("id"));

    assertThat(raw.status()).isEqualTo(200);
    assertThat(raw.headers())
        .containsEntry("content-type", "application/octet-stream")
        .doesNotContainKey("set-cookie");
  }

  @Test
  void whatTheClientHasIsNotSentAgain() {
    String id = patient();
    String path = "/fhir/Patient/" + id;
    String modified = get(path).headers().get("last-modified");

    for (String[] condition :
        new String[][] {
          {"If-None-Match", "W/\"1\""},
          {"If-None-Match", "\"1\""},
          {"If-None-Match", "W/\"7\", W/\"1\""},
          {"If-None-Match", "*"},
          {"If-Modified-Since", modified},
          {"If-Modified-Since", "Fri, 01 Jan 2100 00:00:00 GMT"},
          {"If-None-Match", "W/\"1\"", "If-Modified-Since", "Sat, 01 Jan 2000 00:00:00 GMT"},
        }) {
      Answer had = get(path, condition);
      assertThat(had.status()).isEqualTo(304);
      assertThat(had.body()).isEmpty();
      assertThat(had.headers()).containsEntry("etag", "W/\"1\"");
    }
    for (String[] condition :
        new String[][] {
          {"If-None-Match", "W/\"2\""},
          {"If-None-Match", "nonsense"},
          {"If-Modified-Since", "Sat, 01 Jan 2000 00:00:00 GMT"},
          {"If-Modified-Since", "yesterday"},
          {"If-None-Match", "W/\"2\"", "If-Modified-Since", "Fri, 01 Jan 2100 00:00:00 GMT"},
        }) {
      assertThat(get(path, condition).status()).isEqualTo(200);
    }
  }

  @Test
  void notModifiedTellsNothingOfWhatIsHiddenAndIsJournalled() throws SQLException {
    String id = patient();
    String path = "/fhir/Patient/" + id;
    String crew = HUB.token("crew", "user/*.rs");

    Answer hidden = WIRE.send("GET", path, crew, NOTHING, "If-None-Match", "*");
    Answer absent = WIRE.send("GET", "/fhir/Patient/absent", crew, NOTHING, "If-None-Match", "*");
    Wire.assertRefused(hidden, 404);
    Wire.assertRefused(absent, 404);

    long before = journalled();
    assertThat(get(path, "If-None-Match", "W/\"1\"").status()).isEqualTo(304);
    assertThat(journalled()).isEqualTo(before + 1);
  }

  private static long journalled() throws SQLException {
    try (Connection owner = HUB.database().asSuperuser();
        var rows = owner.createStatement().executeQuery("select count(*) from journal")) {
      rows.next();
      return rows.getLong(1);
    }
  }

  @Test
  void headIsGetWithoutItsBody() {
    String id = patient();
    for (String path :
        List.of(
            "/fhir/Patient/" + id,
            "/fhir/Patient/" + id + "?_format=xml",
            "/fhir/Patient/" + id + "?_summary=true")) {
      Answer get = get(path);
      Answer head = WIRE.send("HEAD", path, LOADER, NOTHING);

      assertThat(head.status()).isEqualTo(200);
      assertThat(head.body()).isEmpty();
      assertThat(head.headers())
          .containsEntry("content-length", Integer.toString(get.body().length))
          .containsEntry("content-type", get.headers().get("content-type"))
          .containsEntry("etag", "W/\"1\"");
    }
  }
}
