package dev.tsumugi.fhirserver.shell.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tsumugi.consent.Access;
import dev.tsumugi.kernel.Hash64;
import dev.tsumugi.kernel.Json;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever the capability statement offers is asked for, by everybody; of each patient of whom
 * something is in the answer, the journal has a row that says so. An operation that is offered and
 * not asked for here fails the test, so none can be added without.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JournalCompletenessTest {
  private static final List<String> PATIENTS = List.of("hanako", "taro");

  private static final String HANAKO = reference("patient", "Patient/hanako");

  /** How each operation is asked for: address, and body if it is posted. */
  private static final Map<String, List<String>> OPERATIONS =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("Patient/access-journal", List.of("/Patient/hanako/$access-journal")),
              Map.entry(
                  "Patient/everything",
                  List.of(
                      "/Patient/hanako/$everything",
                      "/Patient/taro/$everything?_count=2",
                      "/Patient/none/$everything")),
              Map.entry("Patient/summary", List.of("/Patient/hanako/$summary")),
              Map.entry(
                  "*/validate",
                  List.of(
                      "/Observation/o-hanako/$validate",
                      "/Patient/none/$validate",
                      "/Patient/$validate {'resourceType':'Patient','id':'x'}")),
              Map.entry(
                  "SearchParameter/reindex-status",
                  List.of("/SearchParameter/none/$reindex-status")),
              Map.entry("ValueSet/sensitivity", List.of("/ValueSet/$sensitivity")),
              Map.entry("ValueSet/relabel-status", List.of("/ValueSet/$relabel-status")),
              Map.entry(
                  "CodeSystem/lookup",
                  List.of(
                      "/CodeSystem/$lookup?system=http://hl7.org/fhir/administrative-gender&code=male")),
              Map.entry(
                  "CodeSystem/validate-code",
                  List.of(
                      "/CodeSystem/$validate-code?url=http://hl7.org/fhir/administrative-gender"
                          + "&code=male")),
              Map.entry(
                  "CodeSystem/subsumes",
                  List.of(
                      "/CodeSystem/$subsumes?system=http://hl7.org/fhir/administrative-gender"
                          + "&codeA=male&codeB=male")),
              Map.entry(
                  "ValueSet/expand",
                  List.of(
                      "/ValueSet/$expand?url=http://hl7.org/fhir/ValueSet/administrative-gender")),
              Map.entry(
                  "ValueSet/validate-code",
                  List.of(
                      "/ValueSet/$validate-code?url=http://hl7.org/fhir/ValueSet/administrative-gender"
                          + "&system=http://hl7.org/fhir/administrative-gender&code=male")),
              Map.entry(
                  "ValueSet/batch-validate-code",
                  List.of(
                      "/ValueSet/$batch-validate-code {'resourceType':'Parameters','parameter':[]}")),
              Map.entry(
                  "ConceptMap/translate", List.of("/ConceptMap/$translate?code=male&system=x")),
              Map.entry("*/meta", List.of("/Observation/o-hanako/$meta", "/Patient/none/$meta")),
              Map.entry("Consent/unreadable", List.of("/Consent/$unreadable")),
              Map.entry(
                  "Consent/file-consent",
                  List.of("/Consent/$file-consent " + parameters("{'name':'consent'}"))),
              Map.entry(
                  "Consent/revoke-consent",
                  List.of(
                      "/Consent/$revoke-consent "
                          + parameters(reference("consent", "Consent/none"), HANAKO))),
              Map.entry(
                  "/access-decision",
                  List.of(
                      "/$access-decision " + parameters(HANAKO),
                      "/$access-decision "
                          + parameters(HANAKO, reference("resource", "Observation/o-hanako")))),
              Map.entry(
                  "Patient/break-glass",
                  List.of("/Patient/hanako/$break-glass " + parameters("{'name':'reason'}"))),
              Map.entry(
                  "Patient/end-break-glass",
                  List.of("/Patient/hanako/$end-break-glass {'resourceType':'Parameters'}")),
              Map.entry("/journal-questions", List.of("/$journal-questions?status=all")),
              Map.entry(
                  "/answer-question",
                  List.of(
                      "/$answer-question "
                          + parameters(
                              reference("question", "Communication/none"),
                              "{'name':'text','valueString':'x'}"))),
              Map.entry("/break-glass-reviews", List.of("/$break-glass-reviews?status=all")),
              Map.entry(
                  "/close-review",
                  List.of("/$close-review " + parameters("{'name':'review','valueId':'none'}")))));

  private static String reference(String name, String to) {
    return "{'name':'" + name + "','valueReference':{'reference':'" + to + "'}}";
  }

  private static String parameters(String... parameters) {
    return "{'resourceType':'Parameters','parameter':[" + String.join(",", parameters) + "]}";
  }

  /**
   * Exports run beside requests, and have their own tests (ExportTest): here they are only offered.
   */
  private static final Set<String> ELSEWHERE = Set.of("/export", "Patient/export", "Group/export");

  private static final Set<String> PRESENT =
      Set.of(
          "Patient",
          "Observation",
          "Condition",
          "Encounter",
          "Basic",
          "Flag",
          "Binary",
          "Group",
          "List",
          "Provenance",
          "AuditEvent");

  private RestTown town;
  private List<Access> askers;
  private int writes;

  @BeforeAll
  void start(@TempDir Path folder) {
    town = new RestTown(folder);
    for (String id : PATIENTS) {
      town.put("{'resourceType':'Patient','id':'" + id + "'" + marked(id) + "}");
      town.put(about("Observation", "o-" + id, id, "'status':'final','code':{'text':'x'}"));
      town.put(about("Condition", "c-" + id, id, "'code':{'text':'x'}"));
      town.put(about("Encounter", "e-" + id, id, "'status':'planned','class':{'code':'AMB'}"));
      town.put(about("Basic", "b-" + id, id, "'code':{'text':'x'}"));
      town.put(about("Flag", "f-" + id, id, "'status':'active','code':{'text':'x'}"));
      town.put(
          "{'resourceType':'Binary','id':'bin-"
              + id
              + "','contentType':'text/plain','data':'eA=='"
              + marked(id)
              + ",'securityContext':{'reference':'Patient/"
              + id
              + "'}}");
      town.put(about("Observation", "o-" + id, id, "'status':'amended','code':{'text':'x'}"));
    }
    town.put(
        "{'resourceType':'Group','id':'both','type':'person','actual':true,'member':[{'entity':"
            + "{'reference':'Patient/hanako'}},{'entity':{'reference':'Patient/taro'}}]}");
    town.put(
        "{'resourceType':'List','id':'l-both','status':'current','mode':'working','subject':"
            + "{'reference':'Patient/hanako'},'entry':[{'item':{'reference':'Observation/o-hanako'}}]"
            + marked("hanako")
            + "}");
    askers =
        List.of(
            town.loader(),
            town.resident("hanako", "user/*.cruds"),
            town.resident("taro", "user/*.cruds"),
            town.officer("user/*.cruds"));
  }

  @AfterAll
  void stop() {
    town.close();
  }

  private static String marked(String patient) {
    return ",'meta':{'tag':[{'code':'mark-" + patient + "'}]}";
  }

  private static String about(String type, String id, String patient, String members) {
    return "{'resourceType':'"
        + type
        + "','id':'"
        + id
        + "',"
        + members
        + ",'subject':{'reference':'Patient/"
        + patient
        + "'}"
        + marked(patient)
        + "}";
  }

  private Json.Obj rest() {
    return Json.parseObject(town.openly("/metadata").body()).objects("rest").get(0);
  }

  @Test
  void everyRouteThatShowsSomebodySaysSoInTheirJournal() {
    Map<String, Integer> shown = new HashMap<>();
    for (Access who : askers) {
      for (Json.Obj resource : rest().objects("resource")) {
        String type = String.valueOf(resource.text("type"));
        // Of what nobody here has, one who may see everything is asked for all of them.
        if (!PRESENT.contains(type) && who != askers.get(0)) continue;
        for (Json.Obj interaction : resource.objects("interaction")) {
          for (String request : requests(type, String.valueOf(interaction.text("code")))) {
            shown.merge(String.valueOf(interaction.text("code")), ask(who, request), Integer::sum);
          }
        }
      }
      for (String request : system()) shown.merge("system", ask(who, request), Integer::sum);
    }

    // The test looked at something in each way that can show a patient.
    for (String way :
        List.of(
            "read",
            "vread",
            "history-instance",
            "history-type",
            "search-type",
            "update",
            "patch",
            "create",
            "system")) {
      assertThat(shown.get(way)).as(way).isPositive();
    }
  }

  @Test
  void everyOperationThatShowsSomebodySaysSoInTheirJournal() {
    Set<String> offered = new HashSet<>();
    for (Json.Obj operation : rest().objects("operation"))
      offered.add("/" + operation.text("name"));
    for (Json.Obj resource : rest().objects("resource")) {
      for (Json.Obj operation : resource.objects("operation")) {
        boolean everywhere = Set.of("validate", "meta").contains(operation.text("name"));
        offered.add((everywhere ? "*" : resource.text("type")) + "/" + operation.text("name"));
      }
    }
    offered.removeAll(ELSEWHERE);
    assertThat(OPERATIONS.keySet()).as("a sample of each operation").containsAll(offered);
    int shown = 0;
    for (Access who : askers) {
      for (List<String> samples : OPERATIONS.values()) {
        for (String sample : samples) {
          int space = sample.indexOf(' ');
          shown += space < 0 ? ask(who, "GET " + sample) : ask(who, "POST " + sample);
        }
      }
    }
    assertThat(shown).isPositive();
  }

  private List<String> requests(String type, String interaction) {
    List<String> ids = new ArrayList<>(List.of("none"));
    for (String id : PATIENTS) {
      switch (type) {
        case "Patient" -> ids.add(id);
        case "Observation" -> ids.add("o-" + id);
        case "Condition" -> ids.add("c-" + id);
        case "Encounter" -> ids.add("e-" + id);
        case "Basic" -> ids.add("b-" + id);
        case "Flag" -> ids.add("f-" + id);
        case "Binary" -> ids.add("bin-" + id);
        default -> {}
      }
    }
    if (type.equals("Group")) ids.add("both");
    if (type.equals("List")) ids.add("l-both");
    if (type.equals("AuditEvent")) ids.add("node-1-3");
    List<String> requests = new ArrayList<>();
    for (String id : ids) {
      switch (interaction) {
        case "read" -> requests.add("GET /" + type + "/" + id);
        case "vread" -> requests.add("GET /" + type + "/" + id + "/_history/1");
        case "history-instance" -> requests.add("GET /" + type + "/" + id + "/_history");
        case "update" -> {
          if (type.equals("Flag") && !id.equals("none")) {
            String patient = id.substring(2);
            requests.add(
                "PUT /Flag/"
                    + id
                    + " "
                    + about(
                        "Flag",
                        id,
                        patient,
                        "'status':'inactive','code':{'text':'" + ++writes + "'}"));
          }
        }
        case "patch" -> {
          if (type.equals("Basic")) {
            requests.add(
                "PATCH /Basic/"
                    + id
                    + " [{'op':'replace','path':'/code/text','value':'"
                    + ++writes
                    + "'}]");
          }
        }
        default -> {}
      }
    }
    if (interaction.equals("history-type")) requests.add("GET /" + type + "/_history");
    if (interaction.equals("search-type")) {
      requests.add("GET /" + type + "?_count=50");
      requests.add("POST /" + type + "/_search");
      if (type.equals("Observation")) {
        requests.add("GET /Observation?_include=*&_revinclude=*");
        requests.add("GET /Observation?subject:Patient._id=taro&_include=Observation:subject");
        requests.add("GET /Observation?patient=hanako&_summary=true");
      }
      if (type.equals("Patient")) {
        requests.add("GET /Patient?_has:Observation:patient:status=amended&_revinclude=*");
        requests.add(
            "GET /Patient?_id=taro&_revinclude:iterate=Observation:patient&_elements=id,meta");
      }
    }
    if (interaction.equals("create") && type.equals("Observation")) {
      for (String patient : PATIENTS) {
        requests.add(
            "POST /Observation "
                + about("Observation", "x", patient, "'status':'final','code':{'text':'x'}"));
      }
    }
    return requests;
  }

  private static List<String> system() {
    String gets =
        "'entry':[{'request':{'method':'GET','url':'Observation/o-hanako'}},{'request':{'method':"
            + "'GET','url':'Patient?_id=taro'}}]}";
    return List.of(
        "GET /?_type=Patient,Observation",
        "GET /",
        "POST /_search",
        "GET /_history",
        "POST / {'resourceType':'Bundle','type':'batch'," + gets,
        "POST / {'resourceType':'Bundle','type':'transaction'," + gets);
  }

  /** Returns of how many patients the answer showed something. */
  private int ask(Access who, String request) {
    String[] parts = request.split(" ", 3);
    String body = parts.length < 3 ? "" : parts[2];
    long before = number("select coalesce(max(seq), 0) from journal");
    Reply reply =
        parts[0].equals("PATCH")
            ? town.ask(who, parts[0], parts[1], body, "content-type", "application/json-patch+json")
            : town.ask(who, parts[0], parts[1], body);
    String text = RestTown.text(reply.whole());
    Set<Long> told = permitted(before);
    int shown = 0;
    // Who looked is named in the journal of whom they looked at: that discloses nothing of their
    // own.
    String whose = parts[1].contains("AuditEvent") ? "what" : "subject";
    for (String patient : PATIENTS) {
      boolean there =
          text.contains("mark-" + patient)
              || text.contains("\"" + whose + "\":{\"reference\":\"Patient/" + patient + "\"");
      if (!there) continue;
      shown++;
      assertThat(told)
          .as("%s asked %s and saw something of %s", who.requester().subject(), request, patient)
          .contains(Hash64.of("Patient/" + patient));
    }
    return shown;
  }

  private Set<Long> permitted(long before) {
    Set<Long> patients = new HashSet<>();
    try (var connection = town.database.asSuperuser();
        var sql = connection.createStatement()) {
      ResultSet row =
          sql.executeQuery(
              "select patient from journal where seq > "
                  + before
                  + " and (convert_from(content, 'UTF8')::jsonb ->> 'permitted')::boolean");
      while (row.next()) patients.add(row.getLong(1));
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
    return patients;
  }

  private long number(String select) {
    try (var connection = town.database.asSuperuser();
        var sql = connection.createStatement()) {
      var row = sql.executeQuery(select);
      row.next();
      return row.getLong(1);
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }
}
