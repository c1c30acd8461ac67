package dev.tsumugi.acp.paper;

import dev.tsumugi.acp.PlanContent.Speaker;
import dev.tsumugi.fhirserver.reading.Elements;
import dev.tsumugi.kernel.Coding;
import dev.tsumugi.kernel.FhirTime;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.kernel.Ref;
import dev.tsumugi.kernel.Shapes.Adi;
import dev.tsumugi.kernel.Shapes.Agent;
import dev.tsumugi.kernel.Shapes.Category;
import dev.tsumugi.kernel.Shapes.Ext;
import dev.tsumugi.kernel.Shapes.Plan;
import dev.tsumugi.kernel.Shapes.Preference;
import dev.tsumugi.kernel.Shapes.Wish;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A plan of elsewhere as it is taken over. Its wishes count from the day the document gives, so
 * that what the resident said since stays the newest word; they are written, or signed where the
 * signature is one that we can check. Whom it names are contacts with a proposed role: nobody gets
 * a power here that they did not accept here. The document itself is kept as it came.
 */
public final class ImportedPlan {
  private static final int LONGEST = 20_000;

  private static final List<Coding> ROLES =
      List.of(Agent.PRIMARY, Agent.FIRST_ALTERNATE, Agent.SECOND_ALTERNATE, Agent.ADVISOR);

  /**
   * What the resident gets.
   *
   * @param date when the document was made
   * @param wishes Observations to create
   * @param people RelatedPersons to create, each with the Consents that name it
   * @param limits what limits those who speak, of nobody in particular
   */
  public record Taken(
      String date, List<Json.Obj> wishes, List<Speaker> people, List<Json.Obj> limits) {
    public Taken {
      wishes = List.copyOf(wishes);
      people = List.copyOf(people);
      limits = List.copyOf(limits);
    }
  }

  private final PlanReading reading;
  private final Json patient;
  private final String date;
  private final String standing;

  private ImportedPlan(PlanReading reading, Ref patient, boolean signed, Instant now) {
    this.reading = reading;
    this.patient = PlanHeader.reference(patient.toString());
    this.date =
        Optional.ofNullable(reading.composition().text("date"))
            .filter(
                made -> FhirTime.parse(made).filter(when -> !when.from().isAfter(now)).isPresent())
            .orElseThrow(
                () ->
                    Problem.invalid(
                        "Composition.date",
                        "文書の日付がないか、未来の日付です / the document has no date, or one in the" + " future"));
    this.standing = signed ? Wish.SIGNED : Wish.WRITTEN;
  }

  /**
   * Throws {@code Problem}: UNPROCESSABLE if it is about somebody else, INVALID without a date.
   *
   * @param ours the Patient of the record
   * @param signed whether its signature was checked
   */
  public static Taken of(PlanReading reading, Json.Obj ours, boolean signed, Instant now) {
    if (!SamePerson.is(reading.patient(), ours)) {
      throw Problem.at(
          Problem.Kind.UNPROCESSABLE,
          "Composition.subject",
          "この文書は、別の方のもののようです(氏名・生年月日・性別・番号のどれかが合いません)。取り込みませんでした / this document"
              + " seems to be about somebody else (name, date of birth, sex or number do not fit);"
              + " nothing was taken over");
    }
    Ref patient = Ref.parse(Elements.ref(ours)).orElseThrow();
    return new ImportedPlan(reading, patient, signed, now).taken();
  }

  private Taken taken() {
    List<Json.Obj> wishes = new ArrayList<>();
    for (Json.Obj wish : reading.wishes()) wish(wish).ifPresent(wishes::add);
    for (Json.Obj goal : reading.goals()) goal(goal).ifPresent(wishes::add);
    List<Speaker> people = new ArrayList<>();
    for (Speaker speaker : reading.speakers()) people.add(speaker(speaker));
    List<Json.Obj> limits = new ArrayList<>();
    for (Json.Obj limit : reading.limits()) {
      words(limit).ifPresent(said -> limits.add(limit(said, Optional.empty())));
    }
    if (limits.isEmpty() && !people.isEmpty()) {
      instructions().ifPresent(said -> limits.add(limit(said, Optional.empty())));
    }
    return new Taken(date, wishes, people, limits);
  }

  private Optional<Json.Obj> wish(Json.Obj theirs) {
    String status = theirs.text("status");
    boolean counts = AdiDocument.in(status, "final", "amended", "corrected");
    Json.Obj code = theirs.obj("code");
    Optional<Json.Obj> value = value(theirs);
    if (!counts || code == null || value.isEmpty()) return Optional.empty();
    boolean experience =
        ForeignAnswers.isOfExperience(theirs)
            || Elements.codings(theirs, "category").contains(Category.CARE_EXPERIENCE_PREFERENCE);
    String said = theirs.text("effectiveDateTime");
    Json.Obj wish = wish(experience, code(theirs, code), value.get(), said == null ? date : said);
    Json.Obj state = Elements.extension(theirs, Ext.PRECONDITION);
    return Optional.of(state == null ? wish : extended(wish, state));
  }

  private Json.Obj wish(boolean experience, Json code, Json.Obj value, String said) {
    String profile = experience ? Adi.CARE_EXPERIENCE_PREFERENCE : Adi.INTERVENTION_PREFERENCE;
    Coding category =
        experience ? Category.CARE_EXPERIENCE_PREFERENCE : Category.INTERVENTION_PREFERENCE;
    Json mark = Json.object().put("url", Ext.WISH_STANDING).put("valueCode", standing).build();
    Json.Obj wish =
        Json.object()
            .put("resourceType", "Observation")
            .put("meta", Json.object().put("profile", Json.array(Json.text(profile))).build())
            .put("extension", Json.array(mark))
            .put("status", "final")
            .put("category", Json.array(PlanHeader.concept(category, "")))
            .put("code", code)
            .put("subject", patient)
            .put("effectiveDateTime", said)
            .put("performer", Json.array(patient))
            .put(value.name(0), value.value(0))
            .build();
    return wish.with("text", PlanWords.wish(wish).narrative());
  }

  private static Json.Obj extended(Json.Obj wish, Json.Obj extension) {
    List<Json> all = new ArrayList<>(wish.objects("extension"));
    all.add(extension);
    return wish.with("extension", new Json.Arr(all));
  }

  /** Theirs, and ours in front where it is one of ours. */
  private static Json code(Json.Obj wish, Json.Obj theirs) {
    List<Json> codings = new ArrayList<>();
    ForeignAnswers.topic(wish)
        .ifPresent(
            ours ->
                codings.add(
                    Json.object().put("system", ours.system()).put("code", ours.code()).build()));
    codings.addAll(theirs.objects("coding"));
    String text = theirs.text("text");
    return Json.object()
        .put("coding", codings)
        .put("text", text == null ? null : cut(ForeignWords.plain(text)))
        .build();
  }

  private static Optional<Json.Obj> value(Json.Obj theirs) {
    String string = theirs.text("valueString");
    if (string != null) {
      String said = cut(ForeignWords.plain(string));
      if (said.isEmpty()) return Optional.empty();
      return Optional.of(Json.object().put("valueString", said).build());
    }
    Optional<Coding> answer = ForeignAnswers.answer(theirs);
    Json.Obj concept = theirs.obj("valueCodeableConcept");
    if (answer.isEmpty() && concept == null) return Optional.empty();
    List<Json> codings = new ArrayList<>();
    answer.ifPresent(
        ours ->
            codings.add(
                Json.object().put("system", ours.system()).put("code", ours.code()).build()));
    String text = null;
    if (concept != null) {
      for (Json.Obj coding : concept.objects("coding")) {
        boolean again =
            answer.filter(ours -> ours.system().equals(coding.text("system"))).isPresent();
        if (!again) codings.add(coding);
      }
      String words = concept.text("text");
      // Answered by code alone, its display is all that people can read of it.
      if (words == null && answer.isEmpty()) words = Elements.label(concept);
      text = words == null ? null : cut(ForeignWords.plain(words));
    }
    Json value = Json.object().put("coding", codings).put("text", text).build();
    return Optional.of(Json.object().put("valueCodeableConcept", value).build());
  }

  private static String cut(String words) {
    if (words.codePointCount(0, words.length()) <= LONGEST) return words;
    return words.substring(0, words.offsetByCodePoints(0, LONGEST - 1)) + "…";
  }

  private Optional<Json.Obj> goal(Json.Obj goal) {
    String words = ForeignWords.plain(Elements.label(goal, "description"));
    if (words.isEmpty()) return Optional.empty();
    Json.Obj value = Json.object().put("valueString", cut(words)).build();
    return Optional.of(wish(true, PlanHeader.concept(Preference.WHAT_MATTERS, ""), value, date));
  }

  private Speaker speaker(Speaker theirs) {
    List<Json.Obj> consents = new ArrayList<>();
    Coding role = role(theirs);
    consents.add(powers(role, theirs));
    for (Json.Obj consent : theirs.consents()) {
      if (!isLimit(consent)) continue;
      words(consent).ifPresent(said -> consents.add(limit(said, Optional.of(role))));
    }
    return new Speaker(ForeignPerson.of(theirs.person(), patient), consents);
  }

  private static boolean isLimit(Json.Obj consent) {
    Json.Obj provision = consent.obj("provision");
    boolean denies = provision != null && "deny".equals(provision.text("type"));
    return denies || Elements.codings(consent, "scope").contains(Agent.LIMITS);
  }

  /** As the Consent says, or the relationship (as the drafts of ADI had it). */
  private static Coding role(Speaker theirs) {
    List<Coding> said = new ArrayList<>(Elements.codings(theirs.person(), "relationship"));
    for (Json.Obj consent : theirs.consents()) {
      Json.Obj provision = consent.obj("provision");
      if (provision == null) continue;
      for (Json.Obj actor : provision.objects("actor")) {
        said.addAll(0, Elements.codings(actor, "role"));
      }
    }
    return ROLES.stream().filter(said::contains).findFirst().orElse(Agent.ADVISOR);
  }

  private Json.Obj powers(Coding role, Speaker theirs) {
    List<Json> actions = new ArrayList<>();
    for (Json.Obj consent : theirs.consents()) {
      Json.Obj provision = consent.obj("provision");
      if (isLimit(consent) || provision == null) continue;
      actions.addAll(provision.objects("action"));
    }
    return ForeignPerson.consent(patient, date, Agent.POWERS, "", "permit", Optional.of(role))
        .with("provision", ForeignPerson.provision("permit", Optional.of(role), actions));
  }

  private Json.Obj limit(String said, Optional<Coding> role) {
    return ForeignPerson.consent(patient, date, Agent.LIMITS, cut(said), "deny", role);
  }

  private static Optional<String> words(Json.Obj resource) {
    Json.Obj scope = resource.obj("scope");
    String text = scope == null ? null : scope.text("text");
    Json.Obj narrative = resource.obj("text");
    if (text == null && narrative != null) text = narrative.text("div");
    return Optional.ofNullable(text).map(ForeignWords::plain).filter(said -> !said.isEmpty());
  }

  /** What the section about agents says in words: where limits stand when nothing is coded. */
  private Optional<String> instructions() {
    for (Json.Obj section : reading.composition().objects("section")) {
      if (!Elements.codings(section, "code").contains(Plan.SECTION_AGENT)) continue;
      Json.Obj text = section.obj("text");
      String div = text == null ? null : text.text("div");
      if (div == null) continue;
      String words = ForeignWords.plain(div);
      if (!words.isEmpty()) return Optional.of(words);
    }
    return Optional.empty();
  }
}
