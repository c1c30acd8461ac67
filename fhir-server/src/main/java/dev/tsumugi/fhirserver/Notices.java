package dev.tsumugi.fhirserver;

import dev.tsumugi.fhirserver.reading.PersonName;
import dev.tsumugi.fhirserver.reading.Phones;
import dev.tsumugi.kernel.Coding;
import dev.tsumugi.kernel.FhirTime;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Ref;
import dev.tsumugi.kernel.Shapes;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;

/** What the hub tells and asks residents by itself: Communications and Tasks of their record. */
public final class Notices {
  /** Codes of Communication.category. */
  public static final String NOTICE = Shapes.BASE + "/CodeSystem/notice";

  /** Codes of Task.code. */
  public static final String DUTY = Shapes.BASE + "/CodeSystem/duty";

  /** Of {@link #NOTICE}: what a resident asks about a line of the journal, and its answer. */
  public static final String QUESTION = "journal-question";

  public static final String ANSWER = "journal-answer";

  /** An ambulance takes somebody to a hospital. */
  public static final String TAKEN_TO_HOSPITAL = "taken-to-hospital";

  private static final DateTimeFormatter WHEN =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm").withZone(FhirTime.ZONE);

  private Notices() {}

  /** To the resident: somebody broke the glass of their record. */
  public static Json.Obj broken(
      Ref patient, BreakGlass.Breaker breaker, BreakGlass.Reason reason, BreakGlass.Grant grant) {
    String role = JournalWords.role(breaker.role()).ja();
    String roleEn = JournalWords.role(breaker.role()).en();
    String until = WHEN.format(grant.until());
    return communication(
        patient,
        "break-glass",
        grant.from(),
        breaker.name()
            + "（"
            + role
            + "）が、緊急の理由（"
            + reasonJa(reason)
            + "）を述べて、あなたの記録の例外閲覧を始めました。"
            + until
            + " に終わります。個人情報保護担当が後で確かめます。誰が何を見たかは閲覧記録にあります。",
        breaker.name()
            + " ("
            + roleEn
            + ") stated an emergency ("
            + reason.code()
            + ") and broke the glass of your record. It ends at "
            + until
            + ", Japanese time. The privacy officer reviews it. The access journal says what was"
            + " looked at.");
  }

  /** To the resident: what the review found. */
  public static Json.Obj reviewed(Ref patient, BreakGlass.Outcome outcome, Instant at) {
    String ja =
        switch (outcome) {
          case JUSTIFIED -> "理由があったと確かめられました";
          case NOT_JUSTIFIED -> "理由がなかったと判断されました";
          case FOLLOW_UP -> "さらに調べることになりました";
        };
    String en =
        switch (outcome) {
          case JUSTIFIED -> "was found justified";
          case NOT_JUSTIFIED -> "was found not justified";
          case FOLLOW_UP -> "will be looked into further";
        };
    return communication(
        patient,
        "break-glass-review",
        at,
        "あなたの記録の緊急の例外閲覧を個人情報保護担当が確かめ、" + ja + "。",
        "The privacy officer reviewed a breaking of the glass of your record: it " + en + ".");
  }

  /**
   * To the resident: the answer to what they asked about the journal.
   *
   * @param officer who answers, by name
   */
  public static Json.Obj answered(
      Ref patient, Ref question, String officer, String text, Instant at) {
    return communication(patient, ANSWER, at, text, text)
        .with("payload", Json.array(payload(text)))
        .with("inResponseTo", Json.array(reference(question)))
        .with("sender", Json.object().put("display", officer).build());
  }

  /**
   * To a relative, in their own record: an ambulance takes somebody to a hospital who wishes them
   * to know. It names the person, and leads to no record of theirs.
   *
   * @param relative whose record it goes to
   * @param patient who is taken, a Patient
   * @param hospital an Organization
   */
  public static Json.Obj taken(Ref relative, Json.Obj patient, Json.Obj hospital, Instant at) {
    String name = PersonName.of(patient).shown();
    String where = String.valueOf(hospital.text("name"));
    return communication(
        relative,
        TAKEN_TO_HOSPITAL,
        at,
        name
            + "さんが救急車で"
            + where
            + "へ運ばれます("
            + WHEN.format(at)
            + ")。ご本人が、そのときにあなたへ知らせることを希望していました。くわしいことは病院へおたずねください。"
            + phoneJa(hospital),
        "An ambulance is taking "
            + name
            + " to "
            + where
            + " ("
            + WHEN.format(at)
            + ", Japanese time). They had wished that you be told. Please ask the hospital for more."
            + phoneEn(hospital));
  }

  private static String phoneJa(Json.Obj hospital) {
    return Phones.numbers(hospital).stream().findFirst().map(n -> "電話 " + n).orElse("");
  }

  private static String phoneEn(Json.Obj hospital) {
    return Phones.numbers(hospital).stream().findFirst().map(n -> " Phone " + n + ".").orElse("");
  }

  /**
   * In the patient's own record: somebody whom they wish to be told was told, or could not be.
   *
   * @param incident an Encounter
   * @param person a RelatedPerson
   * @param reached whether the notice went to a record of theirs
   */
  public static Json.Obj familyTold(
      Ref patient, Ref incident, Ref person, boolean reached, Instant at) {
    Json.Obj told =
        communication(
                patient,
                TAKEN_TO_HOSPITAL,
                at,
                reached
                    ? "救急車で病院へ運ばれることを、登録された希望のとおりに知らせました。"
                    : "知らせる希望が登録されていますが、この人はこのシステムに登録がないため、自動では知らせていません。",
                reached
                    ? "As was wished, they were told that an ambulance takes the resident to a hospital."
                    : "They are to be told, but have no record here, so they were not told by itself.")
            .with("category", Json.array(concept(Shapes.Incident.FAMILY_TOLD)))
            .with("encounter", reference(incident))
            .with("recipient", Json.array(reference(person)));
    return reached ? told : told.with("status", Json.text("not-done"));
  }

  private static String reasonJa(BreakGlass.Reason reason) {
    return switch (reason) {
      case LIFE_THREATENING -> "命の危険";
      case CANNOT_BE_ASKED -> "本人にも代わりの人にも確かめられない";
      case CHILD_ALONE -> "同意できる人のいない子ども";
      case OTHER -> "その他";
    };
  }

  private static Json.Obj communication(
      Ref patient, String code, Instant at, String ja, String en) {
    Json restricted = coding(new Coding(Shapes.Sys.CONFIDENTIALITY, "R"));
    return Json.object()
        .put("resourceType", "Communication")
        .put("meta", Json.object().put("security", List.of(restricted)).build())
        .put("status", "completed")
        .put("category", List.of(concept(new Coding(NOTICE, code))))
        .put("subject", reference(patient))
        .put("recipient", List.of(reference(patient)))
        .put("sent", FhirTime.instant(at))
        .put("sender", Json.object().put("display", "Tsumugi").build())
        .put("payload", List.of(payload(ja), payload(en)))
        .build();
  }

  private static Json payload(String text) {
    return Json.object().put("contentString", text).build();
  }

  /** To a resident who came of age: what others agreed to for them is to be agreed to anew. */
  public static Json.Obj comingOfAge(Ref patient, Instant at) {
    return task(
        patient,
        "confirm-consents",
        at,
        "18歳になりました。親などの代理は終わっています。同意書と、あなたの代わりを務める人を、あらためて確かめてください。"
            + " / You have come of age, and your parents' authority has ended. Please confirm your"
            + " consents, and who may act for you, anew.");
  }

  /** To the counter: a resident died. */
  public static Json.Obj death(Ref patient, Instant at) {
    return task(
        patient,
        "close-record",
        at,
        "この方は亡くなりました。担当・受診・同意書を確かめ、記録を閉じてください。"
            + " / This resident has died. Please look through care relations, open visits and"
            + " consents, and close the record.");
  }

  private static Json.Obj task(Ref patient, String code, Instant at, String description) {
    return Json.object()
        .put("resourceType", "Task")
        .put("status", "requested")
        .put("intent", "order")
        .put("code", concept(new Coding(DUTY, code)))
        .put("description", description)
        .put("for", reference(patient))
        .put("authoredOn", FhirTime.instant(at))
        .build();
  }

  /** A review as a task of the officer: no stored resource, so that nobody else comes upon it. */
  public static Json.Obj review(BreakGlass.Review review) {
    String end = FhirTime.instant(review.ended().orElse(review.until()));
    Json period =
        Json.object().put("start", FhirTime.instant(review.from())).put("end", end).build();
    Json.Builder task =
        Json.object()
            .put("resourceType", "Task")
            .put("id", review.id())
            .put("status", review.closing().isPresent() ? "completed" : "requested")
            .put("intent", "order")
            .put("code", concept(new Coding(DUTY, "break-glass-review")))
            .put("for", reference(review.patient()))
            .put("executionPeriod", period)
            .put("authoredOn", FhirTime.instant(review.from()))
            .put("requester", breaker(review.breaker()))
            .put(
                "reasonCode",
                Json.object()
                    .put(
                        "coding",
                        List.of(coding(new Coding(BreakGlass.REASONS, review.reason().code()))))
                    .put("text", review.text())
                    .build());
    review
        .closing()
        .ifPresent(
            closing ->
                task.put("lastModified", FhirTime.instant(closing.at()))
                    .put(
                        "businessStatus",
                        concept(
                            new Coding(
                                Shapes.BASE + "/CodeSystem/break-glass-outcome",
                                closing.outcome().code())))
                    .put("note", List.of(note(closing))));
    return task.build();
  }

  private static Json breaker(BreakGlass.Breaker breaker) {
    return Json.object()
        .put("reference", breaker.actor().toString())
        .put(
            "display",
            breaker.name()
                + " ("
                + breaker.role()
                + breaker.organization().map(ref -> ", " + ref).orElse("")
                + ")")
        .build();
  }

  private static Json note(BreakGlass.Closing closing) {
    return Json.object()
        .put("authorString", closing.name())
        .put("time", FhirTime.instant(closing.at()))
        .put("text", closing.text())
        .build();
  }

  private static Json reference(Ref ref) {
    return Json.object().put("reference", ref.toString()).build();
  }

  private static Json.Obj concept(Coding coding) {
    return Json.object().put("coding", List.of(coding(coding))).build();
  }

  private static Json coding(Coding coding) {
    return Json.object().put("system", coding.system()).put("code", coding.code()).build();
  }
}
