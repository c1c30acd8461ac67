package dev.tsumugi.hub.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.tsumugi.consent.SecurityLabels;
import dev.tsumugi.hub.LoadFile;
import dev.tsumugi.hub.shell.Wire.Answer;
import dev.tsumugi.kernel.Json;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Records that a public generator made, whole, through {@code ./hub load} into the real hub and out
 * again. What the hub answers is held against plain Java over the files. Needs the public test
 * input beside the project.
 */
class SharedDataTest {
  private static final Path DATA =
      Path.of(System.getProperty("tsumugi.root", "."), "../shared/data").normalize();

  /** Elements that say whose a resource is, in the resources that the generator makes. */
  private static final List<String> OWNERS = List.of("subject", "patient", "beneficiary");

  private final Map<String, Json.Obj> inFiles = new LinkedHashMap<>();
  private final Map<String, Long> typesInFiles = new TreeMap<>();
  private TestHub hub;
  private Wire wire;
  private String loader;
  private Map<String, Long> before;
  private String firstReport;

  @TestFactory
  List<DynamicTest> theHubHoldsWhatTheFilesHold(@TempDir Path folder) throws IOException {
    if (!Files.isDirectory(DATA.resolve("synthea"))) return List.of();
    hub = TestHub.start();
    wire = new Wire(hub.base());
    loader = hub.loaderToken();
    readFiles();
    before = counts();
    firstReport = load(files("synthea"));
    return List.of(
        dynamicTest("everything is stored, and twice is once", this::everythingOnce),
        dynamicTest("every read is what the files hold", this::everyRead),
        dynamicTest("search by patient", this::searchByPatient),
        dynamicTest("search by code", this::searchByCode),
        dynamicTest("search by identifier", this::searchByIdentifier),
        dynamicTest("another patient's physician finds none", this::hiddenFromStrangers),
        dynamicTest("documents come back equal", () -> documents(folder)));
  }

  private static List<Path> files(String folder) throws IOException {
    try (Stream<Path> files = Files.list(DATA.resolve(folder))) {
      return files.sorted().toList();
    }
  }

  private String load(List<Path> files) {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
    List<String> words = new ArrayList<>(List.of("--url", hub.base().toString()));
    for (Path file : files) words.add(file.toString());

    int status = LoadCommand.execute(words, Map.of(), new Console(out, out));

    String report = said.toString(StandardCharsets.UTF_8);
    assertThat(status).as(report).isZero();
    return report;
  }

  /** The files as plain JSON: every reference resolved, by what the files themselves say. */
  private void readFiles() throws IOException {
    Map<String, String> byUrn = new HashMap<>();
    Map<String, String> byIdentifier = new HashMap<>();
    List<Json.Obj> resources = new ArrayList<>();
    for (Path file : files("synthea")) {
      for (LoadFile.Line line : LoadCommand.read(file).lines()) {
        for (Json.Obj entry : line.resource().objects("entry")) {
          Json.Obj resource = entry.obj("resource");
          String type = resource.text("resourceType");
          String ref = type + "/" + resource.text("id");
          byUrn.put(entry.text("fullUrl"), ref);
          for (Json.Obj identifier : resource.objects("identifier")) {
            String value = identifier.text("system") + "|" + identifier.text("value");
            byIdentifier.put(type + "?identifier=" + value, ref);
          }
          resources.add(resource);
          typesInFiles.merge(type, 1L, Long::sum);
        }
      }
    }
    for (Json.Obj resource : resources) {
      Json resolved =
          Json.mapTexts(
              resource,
              "reference",
              text -> byUrn.getOrDefault(text, byIdentifier.getOrDefault(text, text)));
      inFiles.put(ref(resource), (Json.Obj) resolved);
    }
  }

  private static String ref(Json.Obj resource) {
    return resource.text("resourceType") + "/" + resource.text("id");
  }

  private Map<String, Long> counts() {
    Map<String, Long> counts = new TreeMap<>();
    for (String type : typesInFiles.keySet()) {
      Answer answer = wire.get(loader, "/fhir/" + type + "?_summary=count");
      counts.put(type, total(answer));
    }
    return counts;
  }

  private static long total(Answer answer) {
    return Long.parseLong(((Json.Num) answer.json().get("total")).literal());
  }

  private void everythingOnce() throws Exception {
    Map<String, Long> after = counts();
    after.replaceAll((type, count) -> count - before.get(type));
    assertThat(after).isEqualTo(typesInFiles);
    assertThat(firstReport)
        .containsPattern("all +" + inFiles.size() + " +" + inFiles.size() + " +0");
    long versions = versions();

    String again = load(files("synthea"));

    assertThat(again).containsPattern("all +" + inFiles.size() + " +0 +0");
    assertThat(versions()).as("no new version").isEqualTo(versions);
  }

  private long versions() throws SQLException {
    try (Connection connection = hub.database().asSuperuser();
        var sql = connection.createStatement()) {
      var row =
          sql.executeQuery(
              "select (select sum(version) from resource) + (select count(*) from"
                  + " resource_history)");
      row.next();
      return row.getLong(1);
    }
  }

  private void everyRead() {
    inFiles.forEach(
        (ref, expected) -> {
          Answer answer = wire.get(loader, "/fhir/" + ref);
          assertThat(answer.status()).as(ref).isEqualTo(200);
          Json.Obj read = answer.json();
          if (plain(read).equals(plain(expected))) return;
          assertThat(plain(read).toString()).as(ref).isEqualTo(plain(expected).toString());
        });
  }

  /** Without what the server says of it. A profile that came in stays. */
  private static Json.Obj plain(Json.Obj stored) {
    Json.Obj resource = SecurityLabels.asWritten(stored);
    Json.Obj meta = resource.obj("meta");
    if (meta == null) return resource;
    Json.Obj stated = meta.without("versionId").without("lastUpdated");
    return stated.size() == 0 ? resource.without("meta") : resource.with("meta", stated);
  }

  private void searchByPatient() {
    Set<String> patients = new TreeSet<>();
    for (String ref : inFiles.keySet()) if (ref.startsWith("Patient/")) patients.add(ref);
    assertThat(patients).hasSize(12);
    for (String type : typesInFiles.keySet()) {
      if (!parameters(type).contains("patient")) continue;
      for (String patient : patients) {
        Set<String> expected = select(type, resource -> owner(resource).equals(patient));
        String question = type + "?patient=" + patient.substring("Patient/".length());
        assertThat(search(loader, question)).as(question).isEqualTo(expected);
      }
    }
  }

  private static String owner(Json.Obj resource) {
    for (String element : OWNERS) {
      Json.Obj owner = resource.obj(element);
      if (owner != null) return String.valueOf(owner.text("reference"));
    }
    for (Json.Obj target : resource.objects("target")) {
      if (String.valueOf(target.text("reference")).startsWith("Patient/")) {
        return target.text("reference");
      }
    }
    return "";
  }

  private void searchByCode() {
    int asked = 0;
    for (String type : typesInFiles.keySet()) {
      if (!parameters(type).contains("code") || !parameters(type).contains("patient")) continue;
      Map<String, Set<String>> byQuestion = new TreeMap<>();
      inFiles.forEach(
          (ref, resource) -> {
            if (!ref.startsWith(type + "/")) return;
            for (Json.Obj concept : concepts(resource)) {
              for (Json.Obj coding : concept.objects("coding")) {
                String code = encode(coding.text("system") + "|" + coding.text("code"));
                String patient = owner(resource).replace("Patient/", "");
                byQuestion
                    .computeIfAbsent(
                        type + "?patient=" + patient + "&code=" + code, q -> new TreeSet<>())
                    .add(ref);
              }
            }
          });
      for (Map.Entry<String, Set<String>> question :
          byQuestion.entrySet().stream().limit(40).toList()) {
        assertThat(search(loader, question.getKey()))
            .as(question.getKey())
            .isEqualTo(question.getValue());
        asked++;
      }
    }
    assertThat(asked).isGreaterThan(100);
  }

  /** What the code parameter of these types looks at. */
  private static List<Json.Obj> concepts(Json.Obj resource) {
    List<Json.Obj> concepts = new ArrayList<>();
    for (String element : List.of("code", "medicationCodeableConcept", "vaccineCode")) {
      Json.Obj concept = resource.obj(element);
      if (concept != null) concepts.add(concept);
    }
    // AllergyIntolerance counts the substances of its reactions as codes, too.
    for (Json.Obj reaction : resource.objects("reaction")) {
      Json.Obj substance = reaction.obj("substance");
      if (substance != null) concepts.add(substance);
    }
    return concepts;
  }

  private void searchByIdentifier() {
    for (String type : typesInFiles.keySet()) {
      if (!parameters(type).contains("identifier")) continue;
      Map<String, Set<String>> byIdentifier = new TreeMap<>();
      inFiles.forEach(
          (ref, resource) -> {
            if (!ref.startsWith(type + "/")) return;
            for (Json.Obj identifier : resource.objects("identifier")) {
              String token = identifier.text("system") + "|" + identifier.text("value");
              byIdentifier.computeIfAbsent(token, t -> new TreeSet<>()).add(ref);
            }
          });
      for (Map.Entry<String, Set<String>> one :
          byIdentifier.entrySet().stream().limit(25).toList()) {
        assertThat(search(loader, type + "?identifier=" + encode(one.getKey())))
            .as(type + " " + one.getKey())
            .isEqualTo(one.getValue());
      }
    }
  }

  private Set<String> select(String type, Predicate<Json.Obj> wanted) {
    Set<String> refs = new TreeSet<>();
    inFiles.forEach(
        (ref, resource) -> {
          if (ref.startsWith(type + "/") && wanted.test(resource)) refs.add(ref);
        });
    return refs;
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private final Map<String, Set<String>> announced = new HashMap<>();

  private Set<String> parameters(String type) {
    if (announced.isEmpty()) {
      Json.Obj rest = wire.get("", "/fhir/metadata").json().objects("rest").get(0);
      for (Json.Obj resource : rest.objects("resource")) {
        Set<String> names = new TreeSet<>();
        for (Json.Obj param : resource.objects("searchParam")) names.add(param.text("name"));
        announced.put(resource.text("type"), names);
      }
    }
    return announced.get(type);
  }

  /** Every page of an answer. */
  private Set<String> search(String token, String question) {
    Set<String> found = new TreeSet<>();
    String next = "/fhir/" + question + "&_count=500";
    while (next != null) {
      Answer answer = wire.get(token, next);
      assertThat(answer.status()).as(answer.text()).isEqualTo(200);
      Json.Obj page = answer.json();
      for (Json.Obj entry : page.objects("entry")) {
        assertThat(found.add(ref(entry.obj("resource")))).as("found once").isTrue();
      }
      next = null;
      for (Json.Obj link : page.objects("link")) {
        if ("next".equals(link.text("relation"))) {
          next = link.text("url").substring(hub.base().toString().length());
        }
      }
    }
    return found;
  }

  private void hiddenFromStrangers() {
    String physician = hub.token("physician", "user/*.cruds");
    Map<String, String> oneOfEach = new TreeMap<>();
    inFiles.forEach((ref, r) -> oneOfEach.putIfAbsent(r.text("resourceType"), ref));
    for (Map.Entry<String, String> one : oneOfEach.entrySet()) {
      // Work data of nobody: open to whoever is signed on.
      boolean open =
          Set.of("Organization", "Location", "Practitioner", "PractitionerRole", "Medication")
              .contains(one.getKey());
      Answer read = wire.get(physician, "/fhir/" + one.getValue());
      assertThat(read.status()).as(one.getValue()).isEqualTo(open ? 200 : 404);
      String id = one.getValue().substring(one.getValue().indexOf('/') + 1);
      assertThat(search(physician, one.getKey() + "?_id=" + id)).hasSize(open ? 1 : 0);
      if (open) continue;
      String patient = owner(inFiles.get(one.getValue())).replace("Patient/", "");
      if (patient.isEmpty() || !parameters(one.getKey()).contains("patient")) continue;
      Answer count =
          wire.get(physician, "/fhir/" + one.getKey() + "?_summary=count&patient=" + patient);
      assertThat(total(count)).as(one.getKey()).isZero();
    }
  }

  private void documents(Path folder) throws IOException {
    List<Path> documents = new ArrayList<>(files("adi"));
    documents.addAll(unpackIps(folder));
    assertThat(documents).hasSizeGreaterThan(3);

    load(documents);

    String physician = hub.token("physician", "user/*.cruds");
    for (Path file : documents) {
      Json.Obj bundle = Json.parseObject(Files.readAllBytes(file));
      Answer read = wire.get(loader, "/fhir/" + ref(bundle));
      assertThat(read.status()).as(file.toString()).isEqualTo(200);
      assertThat(plain(read.json())).isEqualTo(plain(bundle));
      assertThat(wire.get(physician, "/fhir/" + ref(bundle)).status()).isEqualTo(404);
      assertThat(search(physician, "Bundle?_id=" + bundle.text("id"))).isEmpty();
    }
  }

  private static List<Path> unpackIps(Path folder) throws IOException {
    List<Path> bundles = new ArrayList<>();
    for (Path archive : files("ips")) {
      byte[] tar =
          new GZIPInputStream(new ByteArrayInputStream(Files.readAllBytes(archive))).readAllBytes();
      try (TarArchiveInputStream in = new TarArchiveInputStream(new ByteArrayInputStream(tar))) {
        for (TarArchiveEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
          if (!entry.getName().matches("package/example/Bundle-.*\\.json")) continue;
          Path file = folder.resolve(Path.of(entry.getName()).getFileName().toString());
          bundles.add(Files.write(file, in.readAllBytes()));
        }
      }
    }
    return bundles;
  }
}
