package dev.tsumugi.ems.shell;

import static java.time.format.DateTimeFormatter.ISO_OFFSET_DATE_TIME;

import dev.tsumugi.consent.Access;
import dev.tsumugi.fhirserver.Write;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Ref;
import dev.tsumugi.kernel.Shapes.Sheet;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** What may happen to a record, drawn from a seed: who writes what, who consents, how time goes. */
final class SheetActs {
  static final Ref PATIENT = Ref.patient("oracle");

  private static final String SUBJECT = "'subject':{'reference':'Patient/oracle'}";
  private static final String OF = "'patient':{'reference':'Patient/oracle'}";
  private static final String CODES = "https://tsumugi.dev/fhir/CodeSystem/";
  private static final String HL7 = "http://terminology.hl7.org/CodeSystem/";

  private final LookupTown town;
  private final SplittableRandom dice;
  private final Map<String, Ref> there = new TreeMap<>();

  /** Which row each denial names, if it names one. */
  private final Map<String, String> named = new HashMap<>();

  private final List<Instant> turns = new ArrayList<>();

  SheetActs(LookupTown town, long seed) {
    this.town = town;
    this.dice = new SplittableRandom(seed);
    organization("sakura", "029-800-9001");
    organization("kasumi", "029-800-9002");
    doctor("one", "sakura");
    doctor("two", "kasumi");
    patient();
    permit();
    for (int i = 0; i < 12; i++) resource();
  }

  /** The look-up of the one person this is about. */
  static Json.Obj asked(LookupTown town, Access access) {
    String number =
        "{'name':'identifier','valueIdentifier':{'system':'https://tsumugi.dev/fhir/sid/resident','value':'oracle'}}";
    return Json.parseObject(town.ask(access, number).getBytes(StandardCharsets.UTF_8));
  }

  /** Each row has one writer for good; which one follows from its id. */
  static String recorder(Ref ref) {
    return "client:" + client(ref);
  }

  private static String client(Ref ref) {
    return Math.floorMod(ref.id().hashCode(), 2) == 0 ? "loader" : "other-loader";
  }

  /** Does something, and says what. */
  String next() {
    int what = dice.nextInt(100);
    if (what < 42) return resource();
    if (what < 50) return wrong();
    if (what < 56) return deletion();
    if (what < 66) return permit();
    if (what < 80) return denial();
    if (what < 84) return patient();
    if (what < 87) return doctor(any("one", "two"), any("sakura", "kasumi"));
    return time();
  }

  private String any(String... words) {
    return words[dice.nextInt(words.length)];
  }

  private String put(String text) {
    Json.Obj body = LookupTown.json(text);
    Ref ref = new Ref(body.text("resourceType"), body.text("id"));
    town.wait(Duration.ofSeconds(1));
    town.records()
        .commit(
            town.custodian(client(ref)),
            List.of(new Write.Update(ref, body, "", OptionalInt.empty())));
    there.put(ref.toString(), ref);
    return text;
  }

  // What time does.

  /** A day as it is written, around now; what happens then is waited for. */
  private String day() {
    Instant day =
        town.now().plus(Duration.ofDays(dice.nextInt(-60, 12))).plusSeconds(dice.nextInt(86_400));
    turns.add(day);
    // Its seconds are written also where they are none.
    return ISO_OFFSET_DATE_TIME
        .format(day.atOffset(ZoneOffset.ofHours(9)))
        .replaceAll("\\.[0-9]+", "");
  }

  private String time() {
    turns.removeIf(turn -> !turn.isAfter(town.now()));
    if (!turns.isEmpty() && dice.nextInt(3) > 0) {
      Instant turn = turns.get(dice.nextInt(turns.size()));
      // To the moment itself or just before it: what is half open shows there.
      Duration until = Duration.between(town.now(), turn).minusSeconds(dice.nextInt(2));
      if (!until.isNegative()) town.wait(until);
      return "wait until " + turn;
    }
    Duration hours = Duration.ofHours(dice.nextInt(1, 200));
    town.wait(hours);
    return "wait " + hours;
  }

  // What is written.

  private String resource() {
    int n = dice.nextInt(3);
    return switch (dice.nextInt(14)) {
      case 0, 1 -> wish(n);
      case 2 -> order(n);
      case 3 -> contact(n);
      case 4 -> allergy(n);
      case 5, 6 -> medicine(n);
      case 7, 8 -> problem(n);
      case 9 -> device(n);
      case 10 -> use(n);
      case 11 -> flag(n);
      case 12 -> usual(n);
      default -> team(n);
    };
  }

  private String label() {
    return switch (dice.nextInt(6)) {
      case 0 -> "'meta':{'security':[{'system':'" + HL7 + "v3-ActCode','code':'PSY'}]},";
      case 1 -> "'meta':{'security':[{'system':'" + HL7 + "v3-Confidentiality','code':'R'}]},";
      default -> "";
    };
  }

  private String wish(int n) {
    String confirmed =
        dice.nextBoolean()
            ? ""
            : ",{'url':'https://tsumugi.dev/fhir/StructureDefinition/confirmed','valueDateTime':'"
                + day()
                + "'}";
    return put(
        "{'resourceType':'Observation','id':'wish-"
            + n
            + "',"
            + label()
            + "'extension':[{'url':'https://tsumugi.dev/fhir/StructureDefinition/wish-standing','valueCode':'"
            + any("said", "signed")
            + "'}"
            + confirmed
            + "],'status':'"
            + any("final", "final", "final", "cancelled", "preliminary")
            + "','category':[{'coding':[{'system':'http://hl7.org/fhir/us/pacio-adi/CodeSystem/ADIPreferenceCategoryCS',"
            + "'code':'intervention-preference'}]}],'code':{'coding':[{'system':'http://loinc.org','code':'"
            + any("81329-5", "81329-5", "81330-3")
            + "'}]},"
            + SUBJECT
            + ",'effectiveDateTime':'"
            + any("2023-11-25", "2026-05-01", day())
            + "','valueCodeableConcept':{'coding':[{'system':'"
            + CODES
            + "wish','code':'"
            + any("wish-for", "do-not-wish", "trial")
            + "'}]}}");
  }

  private String order(int n) {
    return put(
        "{'resourceType':'ServiceRequest','id':'order-"
            + n
            + "',"
            + label()
            + "'status':'"
            + any("active", "revoked")
            + "','intent':'directive','doNotPerform':"
            + dice.nextBoolean()
            + ",'category':[{'coding':[{'system':'http://loinc.org','code':'100822-6'}]}],"
            + "'code':{'text':'心肺蘇生'},'authoredOn':'"
            + day()
            + "',"
            + SUBJECT
            + "}");
  }

  private String contact(int n) {
    String period =
        dice.nextBoolean() ? "" : "'period':{'" + any("start", "end") + "':'" + day() + "'},";
    return put(
        "{'resourceType':'RelatedPerson','id':'contact-"
            + n
            + "',"
            + period
            + OF
            + ",'relationship':[{'text':'"
            + any("娘", "息子", "友人")
            + "'}],'name':[{'text':'試験 花'}],'telecom':[{'system':'phone','value':'090-0000-990"
            + n
            + "','rank':"
            + dice.nextInt(1, 4)
            + "}]}");
  }

  private String allergy(int n) {
    String code =
        dice.nextInt(3) == 0
            ? "'coding':[{'system':'http://hl7.org/fhir/uv/ips/CodeSystem/absent-unknown-uv-ips','code':'no-known-allergies'}]"
            : "'text':'" + any("ペニシリン", "ラテックス", "そば") + "'";
    return put(
        "{'resourceType':'AllergyIntolerance','id':'allergy-"
            + n
            + "',"
            + label()
            + OF
            + ",'code':{"
            + code
            + "},'criticality':'"
            + any("high", "low")
            + "','recordedDate':'"
            + day()
            + "'}");
  }

  private String medicine(int n) {
    return put(
        "{'resourceType':'MedicationRequest','id':'medicine-"
            + n
            + "',"
            + label()
            + "'status':'"
            + any("active", "active", "stopped")
            + "','intent':'order','medicationCodeableConcept':{'text':'"
            + any("ワーファリン錠1mg", "ワーファリン錠1mg", "ビソプロロール錠", "ロキソプロフェン錠")
            + "'},'authoredOn':'"
            + day()
            + "',"
            + SUBJECT
            + "}");
  }

  private String problem(int n) {
    String[] one = any("高血圧症 I10", "てんかん G40.9", "ＭＲＳＡ保菌 Z22.3", "妊娠 Z34.9").split(" ", -1);
    return put(
        "{'resourceType':'Condition','id':'problem-"
            + n
            + "',"
            + label()
            + "'clinicalStatus':{'coding':[{'system':'"
            + HL7
            + "condition-clinical','code':'"
            + any("active", "active", "resolved")
            + "'}]},'code':{'coding':[{'system':'http://hl7.org/fhir/sid/icd-10','code':'"
            + one[1]
            + "'}],'text':'"
            + one[0]
            + "'},"
            + SUBJECT
            + ",'onsetDateTime':'"
            + any("2019-04", "2022", day())
            + "'}");
  }

  private String device(int n) {
    return put(
        "{'resourceType':'Device','id':'device-"
            + n
            + "',"
            + label()
            + "'status':'"
            + any("active", "active", "inactive")
            + "','deviceName':[{'name':'"
            + any("ペースメーカー", "内シャント", "義歯")
            + "','type':'user-friendly-name'}],"
            + OF
            + "}");
  }

  private String use(int n) {
    if (!there.containsKey("Device/device-" + n)) return device(n);
    return put(
        "{'resourceType':'DeviceUseStatement','id':'use-"
            + n
            + "',"
            + label()
            + "'status':'"
            + any("active", "completed")
            + "',"
            + SUBJECT
            + ",'device':{'reference':'Device/device-"
            + n
            + "','display':'内シャント'},'bodySite':{'text':'"
            + any("左前腕", "右前腕")
            + "'},'recordedOn':'"
            + day()
            + "'}");
  }

  private String flag(int n) {
    return put(
        "{'resourceType':'Flag','id':'flag-"
            + n
            + "',"
            + label()
            + "'status':'"
            + any("active", "inactive")
            + "','code':{'text':'"
            + any("疥癬", "VRE", "転倒注意")
            + "'},"
            + SUBJECT
            + ",'period':{'"
            + any("start", "end")
            + "':'"
            + day()
            + "'}}");
  }

  private String usual(int n) {
    boolean tagged = dice.nextInt(4) > 0;
    String code =
        any(
            "'system':'http://loinc.org','code':'2708-6'",
            "'system':'" + CODES + "emergency','code':'usual-hearing'");
    return put(
        "{'resourceType':'Observation','id':'usual-"
            + n
            + "',"
            + label()
            + "'status':'final','category':[{'coding':[{'system':'"
            + (tagged
                ? CODES + "emergency','code':'baseline"
                : HL7 + "observation-category','code':'vital-signs")
            + "'}]}],'code':{'coding':[{"
            + code
            + "}]},"
            + SUBJECT
            + ",'effectiveDateTime':'"
            + day()
            + "','valueString':'"
            + any("一", "二", "三")
            + "'}");
  }

  private String team(int n) {
    return put(
        "{'resourceType':'CareTeam','id':'team-"
            + n
            + "',"
            + label()
            + "'status':'"
            + any("active", "inactive")
            + "',"
            + SUBJECT
            + ",'period':{'"
            + any("start", "end")
            + "':'"
            + day()
            + "'},'participant':[{'role':[{'text':'"
            + any("主治医", "看護師")
            + "'}],'member':{'reference':'Practitioner/"
            + any("one", "two")
            + "'}},{'role':[{'coding':[{'system':'"
            + CODES
            + "emergency','code':'deputy'}]}],'member':{'reference':'Practitioner/two'}}]}");
  }

  private String patient() {
    String doctor =
        dice.nextBoolean()
            ? ""
            : ",'generalPractitioner':[{'reference':'Practitioner/" + any("one", "two") + "'}]";
    return put(
        "{'resourceType':'Patient','id':'oracle','identifier':[{'system':'https://tsumugi.dev/fhir/sid/resident',"
            + "'value':'oracle'}],'name':[{'text':'試験 節'}],'gender':'female','birthDate':'1947-04-12'"
            + doctor
            + "}");
  }

  private void organization(String id, String phone) {
    put(
        "{'resourceType':'Organization','id':'"
            + id
            + "','name':'"
            + id
            + "','telecom':[{'system':'phone','value':'"
            + phone
            + "'}]}");
  }

  private String doctor(String id, String organization) {
    put(
        "{'resourceType':'Practitioner','id':'"
            + id
            + "','name':[{'text':'医師 "
            + any("一", "二")
            + "'}]}");
    return put(
        "{'resourceType':'PractitionerRole','id':'"
            + id
            + "','practitioner':{'reference':'Practitioner/"
            + id
            + "'},'organization':{'reference':'Organization/"
            + organization
            + "'},'telecom':[{'system':'phone','value':'029-800-91"
            + dice.nextInt(10, 99)
            + "'}]}");
  }

  // What turns out wrong.

  private String wrong() {
    String id = any("wish-0", "wish-1", "usual-0", "usual-1");
    if (!there.containsKey("Observation/" + id)) return resource();
    return put(
        "{'resourceType':'Observation','id':'"
            + id
            + "','status':'entered-in-error','category':[{'coding':[{'system':"
            + "'http://hl7.org/fhir/us/pacio-adi/CodeSystem/ADIPreferenceCategoryCS','code':'intervention-preference'}]}],"
            + "'code':{'coding':[{'system':'http://loinc.org','code':'81329-5'}]},"
            + SUBJECT
            + "}");
  }

  private String deletion() {
    List<Ref> few =
        there.values().stream()
            .filter(ref -> ref.id().matches("(wish|order|contact|allergy|medicine|use|flag)-.*"))
            // The store keeps what a Consent names.
            .filter(ref -> !named.containsValue(ref.toString()))
            .toList();
    if (few.isEmpty()) return resource();
    Ref ref = few.get(dice.nextInt(few.size()));
    there.remove(ref.toString());
    town.records()
        .commit(town.custodian(client(ref)), List.of(new Write.Delete(ref, OptionalInt.empty())));
    return "delete " + ref;
  }

  // What is agreed.

  private String permit() {
    String type = dice.nextInt(8) == 0 ? "deny" : "permit";
    StringBuilder provision =
        new StringBuilder("'type':'" + type + "',")
            .append("'actor':[")
            .append(anyone("crew"))
            .append(',')
            .append(anyone("emergency-desk"))
            .append("],'purpose':[{'system':'" + HL7 + "v3-ActReason','code':'ETREAT'}]");
    if (type.equals("permit")) provision.append(",").append(classes(Sheet.DATA_CLASSES));
    switch (dice.nextInt(6)) {
      case 0 -> provision.append(",'period':{'start':'").append(day()).append("'}");
      case 1 -> provision.append(",'period':{'end':'").append(day()).append("'}");
      default -> {}
    }
    if (type.equals("permit") && dice.nextInt(3) == 0) {
      provision.append(",'provision':[{'type':'deny',").append(classes(List.of(someClass())));
      provision.append("}]");
    }
    return consent("permit", dice.nextInt(10) == 0 ? "inactive" : "active", provision.toString());
  }

  /** Beside the permit, of any kind that a Consent can say: also what depends on the single row. */
  private String denial() {
    int kind = dice.nextInt(6);
    String row = kind == 3 ? someRow() : "";
    String what =
        switch (kind) {
          case 0 -> classes(List.of(someClass()));
          case 1 -> "'securityLabel':[{'system':'" + HL7 + "v3-ActCode','code':'PSY'}]";
          case 2 -> "'dataPeriod':{'" + any("start", "end") + "':'" + day() + "'}";
          case 3 -> "'data':[{'meaning':'instance','reference':{'reference':'" + row + "'}}]";
          case 4 ->
              "'code':[{'coding':[{'system':'http://hl7.org/fhir/sid/icd-10','code':'G40.9'}]}]";
          default ->
              "'class':[{'system':'http://hl7.org/fhir/resource-types','code':'"
                  + any("Observation", "Condition", "Device")
                  + "'}]";
        };
    String period =
        dice.nextBoolean() ? "" : ",'period':{'" + any("start", "end") + "':'" + day() + "'}";
    String status = dice.nextInt(3) == 0 ? "inactive" : "active";
    String id = "denial-" + dice.nextInt(2);
    named.put(id, row);
    return consent(id, status, "'type':'deny'," + what + period);
  }

  private String someClass() {
    return any("wishes", "medication", "problem", "device", "social", "care", "contacts");
  }

  private String someRow() {
    List<Ref> rows = List.copyOf(there.values());
    return rows.get(dice.nextInt(rows.size())).toString();
  }

  private static String anyone(String role) {
    return "{'role':{'coding':[{'system':'"
        + HL7
        + "v3-ParticipationType','code':'IRCP'}]},'reference':{'identifier':{'system':'"
        + CODES
        + "role','value':'"
        + role
        + "'}}}";
  }

  private static String classes(List<String> codes) {
    List<String> codings = new ArrayList<>();
    for (String code : codes) {
      codings.add("{'system':'" + CODES + "data-class','code':'" + code + "'}");
    }
    return "'class':[" + String.join(",", codings) + "]";
  }

  private String consent(String id, String status, String provision) {
    return put(
        "{'resourceType':'Consent','id':'"
            + id
            + "','status':'"
            + status
            + "','scope':{'coding':[{'system':'"
            + HL7
            + "consentscope','code':'patient-privacy'}]},'category':[{'coding':[{'system':"
            + "'http://loinc.org','code':'59284-0'}]}],"
            + OF
            + ",'dateTime':'2026-01-01','policy':[{'uri':'https://tsumugi.dev/fhir/policy/emergency-sharing'}],"
            + "'provision':{"
            + provision
            + "}}");
  }
}
