package dev.tsumugi.fhirserver;

import static dev.tsumugi.consent.Decision.Basis;
import static dev.tsumugi.consent.Decision.Reason;

import dev.tsumugi.consent.Confidentiality;
import dev.tsumugi.consent.DataClass;
import dev.tsumugi.consent.Decision;
import dev.tsumugi.fhirserver.JournalWords.Words;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Ref;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Decisions as a resident reads them: codes, and a sentence in Japanese and in English. */
public final class AccessWords {
  private static final Map<DataClass, Words> CLASSES =
      Map.ofEntries(
          Map.entry(DataClass.IDENTITY, new Words("氏名・住所など", "identity")),
          Map.entry(DataClass.WISHES, new Words("医療とケアの希望", "wishes")),
          Map.entry(DataClass.CONTACTS, new Words("連絡先と家族", "contacts")),
          Map.entry(DataClass.MEDICATION, new Words("お薬", "medication")),
          Map.entry(DataClass.ALLERGY, new Words("アレルギー", "allergies")),
          Map.entry(DataClass.PROBLEM, new Words("病名", "problems")),
          Map.entry(DataClass.RESULT, new Words("検査結果", "results")),
          Map.entry(DataClass.VITAL, new Words("血圧・体温など", "vital signs")),
          Map.entry(DataClass.PROCEDURE, new Words("手術・処置", "procedures")),
          Map.entry(DataClass.IMMUNIZATION, new Words("予防接種", "immunizations")),
          Map.entry(DataClass.DEVICE, new Words("医療機器", "devices")),
          Map.entry(DataClass.DOCUMENT, new Words("文書", "documents")),
          Map.entry(DataClass.SOCIAL, new Words("生活の状況", "social history")),
          Map.entry(DataClass.CARE, new Words("ケアの計画と担当者", "care plans and teams")),
          Map.entry(DataClass.ENCOUNTER, new Words("受診・連絡・予約", "visits and messages")),
          Map.entry(DataClass.CONSENT, new Words("同意書", "consents")),
          Map.entry(DataClass.OPEN, new Words("公開の情報", "open data")),
          Map.entry(DataClass.OTHER, new Words("その他の記録", "other records")));

  private static final Map<Basis, Words> BASES =
      Map.of(
          Basis.SELF, new Words("本人の記録だからです", "it is their own record"),
          Basis.PROXY,
              new Words("本人の代わりを務める権限があるからです", "they have authority to act for the resident"),
          Basis.DIRECTIVE, new Words("同意書が許しているからです", "a consent permits it"),
          Basis.RECORDER, new Words("その機関が書いた記録だからです", "their organisation wrote it"),
          Basis.OPEN, new Words("だれのものでもない公開の情報だからです", "it is open data of nobody"),
          Basis.CUSTODIAN, new Words("記録全体を管理する役目だからです", "they keep the whole store"),
          Basis.REGISTER, new Words("窓口で登録を扱う役目だからです", "they keep the register at the counter"),
          Basis.BREAK_GLASS,
              new Words(
                  "理由を述べて緊急の例外閲覧をしているからです", "they broke the glass, for a stated reason and time"));

  private static final Map<Reason, Words> REASONS =
      Map.ofEntries(
          Map.entry(Reason.SESSION_ENDED, new Words("サインオンが終わっています", "the sign-on has ended")),
          Map.entry(
              Reason.DEVICE_NOT_REGISTERED,
              new Words("登録された端末ではありません", "it is no registered device")),
          Map.entry(Reason.DEVICE_REVOKED, new Words("端末の登録が取り消されています", "the device was revoked")),
          Map.entry(
              Reason.DEVICE_OF_ANOTHER,
              new Words("別の機関の端末です", "the device is another organisation's")),
          Map.entry(
              Reason.ASSURANCE_TOO_LOW, new Words("より確かな本人確認が要ります", "it needs a surer sign-on")),
          Map.entry(
              Reason.SCOPE_TOO_NARROW,
              new Words("アプリに許された範囲の外です", "the app's sign-on does not reach it")),
          Map.entry(
              Reason.OUTSIDE_LAUNCH_PATIENT,
              new Words("アプリは別の人のために開かれています", "the app was opened for another patient")),
          Map.entry(
              Reason.SCOPE_QUERY_UNSUPPORTED,
              new Words(
                  "アプリに許された範囲の書き方を扱えません", "the app's scope is narrowed in a way not supported")),
          Map.entry(
              Reason.OUTSIDE_SCOPE_QUERY,
              new Words(
                  "アプリに許された範囲は、この種類のうちの一部だけです",
                  "the app's sign-on reaches only some of this kind")),
          Map.entry(
              Reason.CLIENT_NOT_ASSESSED,
              new Words("アプリの影響評価がありません", "the app has no privacy impact assessment")),
          Map.entry(
              Reason.ASSESSMENT_EXPIRED,
              new Words("アプリの影響評価の期限が切れています", "the app's assessment has expired")),
          Map.entry(
              Reason.CLASS_NOT_ASSESSED,
              new Words("アプリの影響評価がこの種類を含みません", "the app's assessment does not cover it")),
          Map.entry(Reason.ROLE_NEVER, new Words("この職種では見られない種類です", "this role never sees it")),
          Map.entry(
              Reason.PURPOSE_NOT_FOR_ROLE,
              new Words("この職種はその目的を述べられません", "this role may not state that purpose")),
          Map.entry(
              Reason.NO_RELATION,
              new Words("その人と本人との関わりが登録されていません", "they stand in no relation to the resident")),
          Map.entry(
              Reason.NOT_THE_RECORDER,
              new Words("書いた機関ではありません", "their organisation did not write it")),
          Map.entry(
              Reason.PATIENT_DIED,
              new Words(
                  "本人が亡くなり、見てよい期間が終わっています", "what permitted it ended with the resident's life")),
          Map.entry(
              Reason.MINORS_CONFIDENCE,
              new Words("未成年の本人が親に見せないでおける種類です", "a minor may keep it from their parents")),
          Map.entry(
              Reason.TOO_MANY_MEMBERSHIPS,
              new Words("所属が多すぎて確かめきれません", "they belong to more groups than can be checked")),
          Map.entry(Reason.DIRECTIVE_DENIES, new Words("同意書が拒んでいます", "a consent denies it")),
          Map.entry(Reason.NO_DIRECTIVE_COVERS, new Words("許す同意書がありません", "no consent permits it")),
          Map.entry(
              Reason.CONSENT_UNREADABLE,
              new Words("読み取れない同意書があります", "a consent cannot be understood")));

  private static final Map<AccessDecisions.Tied, Words> TIES =
      Map.of(
          AccessDecisions.Tied.ROLE, new Words("職務中の人", "anybody on duty"),
          AccessDecisions.Tied.CARE, new Words("ケアの担当", "cares for the resident"),
          AccessDecisions.Tied.PROXY, new Words("代理の人", "acts for the resident"),
          AccessDecisions.Tied.GLASS, new Words("緊急の例外閲覧中の人", "has broken the glass"),
          AccessDecisions.Tied.NAMED, new Words("同意書に名のある人", "named by a consent"),
          AccessDecisions.Tied.SELF, new Words("本人", "the resident"));

  private AccessWords() {}

  /** Parts of a decision on one kind of data. */
  public static List<Json> parts(AccessDecisions.Line line) {
    AccessDecisions.Kind kind = line.kind();
    List<Json> parts = new ArrayList<>();
    parts.add(code("data-class", kind.dataClass().code()));
    kind.type().ifPresent(type -> parts.add(code("type", type)));
    for (String label : kind.sensitivity()) parts.add(code("sensitivity", label));
    if (kind.confidentiality() != Confidentiality.N) {
      parts.add(code("confidentiality", kind.confidentiality().name()));
    }
    if (kind.own()) parts.add(Json.object().put("name", "own").put("valueBoolean", true).build());
    if (line.decision().isEmpty()) {
      parts.add(code("decision", "nothing-shown"));
      text(
          parts,
          name(kind).ja() + "：見られるものはありません（無いとは限りません）。",
          name(kind).en() + ": nothing to be seen (not proof of none).");
      return parts;
    }
    Decision decision = line.decision().get();
    parts.addAll(decided(decision));
    text(
        parts,
        name(kind).ja() + "：" + verdict(decision).ja() + "。" + because(decision).ja() + "。",
        name(kind).en() + ": " + verdict(decision).en() + ", as " + because(decision).en() + ".");
    return parts;
  }

  /** Parts of one who could, or could not, see a resource. */
  public static List<Json> parts(AccessDecisions.Who who) {
    List<Json> parts = new ArrayList<>();
    parts.add(code("tied", who.tied().name().toLowerCase(Locale.ROOT)));
    who.actor().ifPresent(actor -> parts.add(reference("actor", actor.toString())));
    parts.add(code("role", who.role().code()));
    parts.add(code("purpose", who.purpose().name()));
    parts.addAll(decided(who.decision()));
    Words tie = words(TIES.get(who.tied()), who.tied().name());
    Words role = JournalWords.role(who.role().code());
    Words purpose = JournalWords.purpose(who.purpose().name());
    String actor = who.actor().map(ref -> " " + ref).orElse("");
    text(
        parts,
        tie.ja()
            + "（"
            + role.ja()
            + "）"
            + actor
            + "、"
            + purpose.ja()
            + "のため："
            + verdict(who.decision()).ja()
            + "。"
            + because(who.decision()).ja()
            + "。",
        tie.en()
            + " ("
            + role.en()
            + ")"
            + actor
            + ", for "
            + purpose.en()
            + ": "
            + verdict(who.decision()).en()
            + ", as "
            + because(who.decision()).en()
            + ".");
    return parts;
  }

  /** One warning of an OperationOutcome. */
  public static Json conflict(AccessDecisions.Conflict conflict) {
    String by = conflict.givenBy().stream().map(Ref::toString).collect(Collectors.joining(", "));
    String ja = joined(conflict.classes(), c -> className(c).ja(), "・");
    String en = joined(conflict.classes(), c -> className(c).en(), ", ");
    String rolesJa = joined(conflict.roles(), r -> JournalWords.role(r.code()).ja(), "・");
    String rolesEn = joined(conflict.roles(), r -> JournalWords.role(r.code()).en(), ", ");
    String other = conflict.standing() + (by.isEmpty() ? "" : " (" + by + ")");
    return ConsentWords.issue(
        "warning",
        "conflict",
        "conflict",
        conflict.standing().toString(),
        "今ある同意書 "
            + other
            + " と食い違います。"
            + rolesJa
            + "に "
            + ja
            + " を"
            + (conflict.permits() ? "この同意書は許し、あちらは拒みます" : "この同意書は拒み、あちらは許します")
            + "。食い違うところは、拒むほうが効きます。",
        "A standing consent says the opposite: "
            + other
            + ". For "
            + rolesEn
            + " this one "
            + (conflict.permits() ? "permits" : "denies")
            + " and that one "
            + (conflict.permits() ? "denies" : "permits")
            + ": "
            + en
            + ". Where they differ, the refusal holds.");
  }

  private static <T> String joined(Collection<T> all, Function<T, String> word, String between) {
    return all.stream().map(word).collect(Collectors.joining(between));
  }

  private static List<Json> decided(Decision decision) {
    List<Json> parts = new ArrayList<>();
    decision.fold(
        permit -> {
          parts.add(code("decision", "allowed"));
          parts.add(code("basis", permit.basis().name()));
          permit.consents().forEach(consent -> parts.add(reference("consent", consent)));
          return parts;
        },
        deny -> {
          parts.add(code("decision", "denied"));
          denied(parts, deny);
          return parts;
        },
        depends -> {
          parts.add(code("decision", "depends"));
          parts.add(code("basis", depends.permit().basis().name()));
          depends.permit().consents().forEach(c -> parts.add(reference("consent", c)));
          for (Decision.Condition one : depends.conditions()) denied(parts, one.otherwise());
          return parts;
        });
    return parts;
  }

  private static void denied(List<Json> parts, Decision.Deny deny) {
    parts.add(code("reason", deny.reason().name()));
    parts.add(code("layer", deny.layer().name()));
    deny.consents().forEach(consent -> parts.add(reference("consent", consent)));
  }

  private static Words verdict(Decision decision) {
    return decision.fold(
        permit -> new Words("見られます", "allowed"),
        deny -> new Words("見られません", "denied"),
        depends -> new Words("記録ごとに異なります", "depends on the single record"));
  }

  private static Words because(Decision decision) {
    return decision.fold(
        permit -> words(BASES.get(permit.basis()), permit.basis().name()),
        deny -> words(REASONS.get(deny.reason()), deny.reason().name()),
        depends -> onWhat(depends));
  }

  private static Words onWhat(Decision.Depends depends) {
    Words directive =
        new Words(
            "日付・符号・書いた人などにより、同意書が許すものと許さないものがあります",
            "by its date, codes or authors a consent permits it or not");
    Words scope =
        new Words(
            "種類や状態などにより、アプリに許された範囲に入るものと入らないものがあります",
            "by its category, codes or status it is in the app's sign-on or not");
    boolean first = depends.deny().reason() == Reason.OUTSIDE_SCOPE_QUERY;
    if (!first) return directive;
    return depends.conditions().size() == 1
        ? scope
        : new Words(scope.ja() + "。また、" + directive.ja(), scope.en() + ", and " + directive.en());
  }

  private static Words name(AccessDecisions.Kind kind) {
    Words plain = className(kind.dataClass());
    String labels =
        String.join(" ", kind.sensitivity())
            + (kind.confidentiality() == Confidentiality.N ? "" : " " + kind.confidentiality());
    String more =
        (kind.type().map(type -> " " + type).orElse("") + " " + labels.strip()).stripTrailing();
    return new Words(
        plain.ja() + more + (kind.own() ? "（自分の機関が書いたもの）" : ""),
        plain.en() + more + (kind.own() ? " (written by their own organisation)" : ""));
  }

  static Words className(DataClass dataClass) {
    return words(CLASSES.get(dataClass), dataClass.code());
  }

  private static Words words(@org.jspecify.annotations.Nullable Words known, String code) {
    return Optional.ofNullable(known).orElseGet(() -> new Words(code, code));
  }

  private static void text(List<Json> parts, String ja, String en) {
    parts.add(Json.object().put("name", "text").put("valueString", ja).build());
    parts.add(Json.object().put("name", "text-en").put("valueString", en).build());
  }

  private static Json code(String name, String code) {
    return Json.object().put("name", name).put("valueCode", code).build();
  }

  private static Json reference(String name, String literal) {
    Json reference = Json.object().put("reference", literal).build();
    return Json.object().put("name", name).put("valueReference", reference).build();
  }
}
