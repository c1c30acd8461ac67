package dev.tsumugi.acp.shell;

import static dev.tsumugi.acp.shell.AcpOperation.reference;
import static dev.tsumugi.acp.shell.AcpOperation.value;

import dev.tsumugi.acp.people.PlainText;
import dev.tsumugi.acp.people.TalkResources;
import dev.tsumugi.acp.people.TalkResources.Noted;
import dev.tsumugi.acp.people.WishResources;
import dev.tsumugi.acp.people.Wording;
import dev.tsumugi.acp.people.Words;
import dev.tsumugi.acp.shell.RoleRecords.Found;
import dev.tsumugi.consent.Access;
import dev.tsumugi.fhirserver.Operation;
import dev.tsumugi.fhirserver.Query;
import dev.tsumugi.fhirserver.QueryParser.Word;
import dev.tsumugi.fhirserver.StoredResource;
import dev.tsumugi.fhirserver.Write;
import dev.tsumugi.fhirserver.reading.Elements;
import dev.tsumugi.fhirserver.reading.PersonName;
import dev.tsumugi.kernel.FhirTime;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Period;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.kernel.Ref;
import dev.tsumugi.kernel.Shapes;
import dev.tsumugi.kernel.Shapes.Ext;
import dev.tsumugi.kernel.Shapes.Talk;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * {@code Patient/[id]/$record-talk}: a talk about wishes and every sentence of it that shall count,
 * in one commit. Said again by the same command, it is the same talk.
 */
final class Talks {
  private static final String COMMAND = Shapes.Plan.COMMAND_ID;
  private static final Pattern COMMAND_ID = Pattern.compile("[A-Za-z0-9.:-]{8,64}");
  private static final String ALIAS = "urn:uuid:6a1f2c0e-0000-4000-8000-0000000001";
  private static final int MOST = 50;

  private final RoleRecords rows;

  Talks(RoleRecords rows) {
    this.rows = rows;
  }

  Operation operation() {
    return new AcpOperation(
        "$record-talk",
        true,
        false,
        "Writes down a talk about wishes: date, place, participant (references or names), how the"
            + " person was, said, changed, and fragment: sentences that count as said (parts topic,"
            + " answer, words, precondition). All or nothing; the same command twice is one talk",
        this::record);
  }

  private List<Json> record(Access access, Operation.Call call) {
    call.demandOnly(
        Set.of("date", "place", "participant", "how", "said", "changed", "fragment", "command"));
    Ref patient = call.instance().orElseThrow();
    Optional<String> command = OperationInput.text(call, "command");
    if (command.isPresent() && !COMMAND_ID.matcher(command.get()).matches()) {
      throw Problem.invalid("command", "'command' is an id of 8 to 64 characters, a UUID");
    }
    if (command.isPresent()) {
      List<Found> before = rows.search(access, "Composition", words(patient, command.get()));
      if (!before.isEmpty()) return told(before.get(0));
    }
    Noted noted = noted(access, call);
    List<Wording> fragments = fragments(call);
    List<Write> writes =
        writes(patient, noted, fragments, Speaker.of(rows, access, patient), command);
    List<StoredResource> stored = rows.commit(access, writes);
    Found talk = new Found(stored.get(0).ref(), 1, Json.parseObject(stored.get(0).json()));
    List<Json> told = new ArrayList<>(told(talk));
    int dropped = noted.dropped() + fragments.stream().mapToInt(Talks::dropped).sum();
    if (dropped > 0) told.addAll(dropped(dropped));
    return told;
  }

  static int dropped(Wording wording) {
    return wording.words().dropped() + wording.precondition().dropped();
  }

  /** What was left out of pasted text is said, not done in silence. */
  static List<Json> dropped(int characters) {
    Words words =
        new Words(
            "目に見えない文字を" + characters + "個、取り除いて残しました。",
            characters + " characters that nobody sees were left out.");
    return List.of(
        value("note", "valueString", words.ja()), value("noteEn", "valueString", words.en()));
  }

  private static List<Json> told(Found talk) {
    List<Json> told = new ArrayList<>();
    told.add(reference("talk", talk.ref().toString()));
    for (Json.Obj section : talk.body().objects("section")) {
      if (!Elements.codings(section, "code").contains(Talk.SAID)) continue;
      for (Json.Obj entry : section.objects("entry")) {
        told.add(reference("wish", String.valueOf(entry.text("reference"))));
      }
    }
    return told;
  }

  private static List<Word> words(Ref patient, String command) {
    return List.of(
        new Word("patient", patient.toString()), new Word("identifier", COMMAND + "|" + command));
  }

  private Noted noted(Access access, Operation.Call call) {
    String date = OperationInput.needed(call, "date");
    Optional<Period> when = FhirTime.parse(date);
    if (when.isEmpty() || when.get().from().isAfter(access.at())) {
      throw Problem.invalid(
          "date",
          new Words(
                  "話し合った日を、今日までの日付で入れてください。",
                  "The day of the talk is needed, and it is not in the future.")
              .both());
    }
    PlainText said = PlainText.of("said", OperationInput.needed(call, "said"));
    return new Noted(
        date,
        text(call, "place"),
        participants(access, call),
        text(call, "how"),
        said,
        text(call, "changed"));
  }

  private static PlainText text(Operation.Call call, String name) {
    return PlainText.of(name, OperationInput.text(call, name).orElse(""));
  }

  private List<Json.Obj> participants(Access access, Operation.Call call) {
    List<Json.Obj> participants = new ArrayList<>();
    for (Json.Obj parameter : limited(call, "participant")) {
      Json.Obj reference = parameter.obj("valueReference");
      String literal = reference == null ? null : reference.text("reference");
      Optional<Ref> ref = Optional.ofNullable(literal).flatMap(Ref::parse);
      String said = reference == null ? OperationInput.value(parameter) : reference.text("display");
      if (ref.isEmpty() && (said == null || said.isBlank())) {
        throw Problem.invalid("participant", "'participant' is a reference or a name");
      }
      participants.add(participant(access, ref, said == null ? "" : said));
    }
    return participants;
  }

  /** Under the name in the record, where it may be seen. */
  private Json.Obj participant(Access access, Optional<Ref> ref, String said) {
    Json.Builder who = Json.object();
    ref.ifPresent(literal -> who.put("reference", literal.toString()));
    String name = PlainText.of("participant", said).text();
    if (name.isEmpty()) {
      Ref known = ref.orElseThrow();
      Found found = rows.find(access, known).orElseThrow(() -> Problem.notFound(known));
      name = PersonName.of(found.body()).shown();
    }
    return who.put("display", name).build();
  }

  private static List<Json.Obj> limited(Operation.Call call, String name) {
    List<Json.Obj> all = OperationInput.all(call, name);
    if (all.size() > MOST) {
      throw Problem.at(Problem.Kind.TOO_LARGE, name, "at most " + MOST + " of '" + name + "'");
    }
    return all;
  }

  private static List<Wording> fragments(Operation.Call call) {
    List<Wording> fragments = new ArrayList<>();
    for (Json.Obj fragment : limited(call, "fragment")) {
      fragments.add(wording("fragment[" + fragments.size() + "]", fragment.objects("part")));
    }
    return fragments;
  }

  /**
   * @param parts named topic, answer, words, precondition
   */
  static Wording wording(String path, List<Json.Obj> parts) {
    return Wording.of(
        path,
        word(parts, "topic"),
        word(parts, "answer"),
        word(parts, "words"),
        word(parts, "precondition"));
  }

  /** A code stands as such, or in a Coding. */
  private static String word(List<Json.Obj> parts, String name) {
    for (Json.Obj part : parts) {
      if (!name.equals(part.text("name"))) continue;
      Json.Obj coding = part.obj("valueCoding");
      String text = coding == null ? OperationInput.value(part) : coding.text("code");
      if (text == null) throw Problem.invalid(name, "'" + name + "' is a text or a code");
      return text;
    }
    return "";
  }

  /** The talk first, then what was said in it, then how the person was. */
  private List<Write> writes(
      Ref patient,
      Noted noted,
      List<Wording> fragments,
      Speaker speaker,
      Optional<String> command) {
    Optional<Json.Obj> heardBy =
        speaker.self() || speaker.helper() ? Optional.empty() : Optional.of(speaker.reference());
    List<String> names = new ArrayList<>();
    List<Write> said = new ArrayList<>();
    for (Wording fragment : fragments) {
      String name = ALIAS + String.format("%02d", names.size());
      names.add(name);
      Json.Obj wish =
          WishResources.said(patient, fragment, noted.date(), heardBy, speaker.enteredBy());
      said.add(once(patient, wish, name, command.map(id -> id + "." + names.size())));
    }
    Optional<String> how =
        noted.how().text().isEmpty() ? Optional.empty() : Optional.of(ALIAS + "99");
    List<Json> typed = new ArrayList<>();
    speaker
        .enteredBy()
        .ifPresent(
            who ->
                typed.add(
                    Json.object().put("url", Ext.ENTERED_BY).put("valueReference", who).build()));
    Json.Obj talk =
        TalkResources.composition(
            patient, noted, speaker.reference(), command.map(Talks::identifier), how, names, typed);
    List<Write> writes = new ArrayList<>();
    writes.add(
        new Write.Create(
            "Composition",
            talk,
            "",
            command.map(id -> rows.query("Composition", words(patient, id)))));
    writes.addAll(said);
    how.ifPresent(
        name -> {
          Json.Obj capacity = TalkResources.capacity(patient, noted, speaker.reference());
          writes.add(once(patient, capacity, name, command.map(id -> id + ".how")));
        });
    return writes;
  }

  /** Two who ask at once by one command write it once. */
  private Write once(Ref patient, Json.Obj observation, String name, Optional<String> command) {
    Optional<Query> unless = command.map(id -> rows.query("Observation", words(patient, id)));
    Json.Obj body =
        command
            .map(id -> observation.with("identifier", Json.array(identifier(id))))
            .orElse(observation);
    return new Write.Create("Observation", body, name, unless);
  }

  private static Json.Obj identifier(String command) {
    return Json.object().put("system", COMMAND).put("value", command).build();
  }
}
