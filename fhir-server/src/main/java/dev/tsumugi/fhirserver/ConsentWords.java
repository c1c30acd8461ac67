package dev.tsumugi.fhirserver;

import dev.tsumugi.consent.Compiled;
import dev.tsumugi.consent.ConsentCompiler;
import dev.tsumugi.kernel.FhirTime;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Period;
import dev.tsumugi.kernel.Shapes;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What became of a Consent, for whoever wrote it: what was understood, which element was not and
 * how it is mended, from when it holds. Japanese stands in {@code details.text}, English in {@code
 * diagnostics}.
 */
public final class ConsentWords {
  /** Codes of {@code issue.details}. */
  public static final String FINDING = Shapes.BASE + "/CodeSystem/consent-finding";

  private static final DateTimeFormatter WHEN =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm").withZone(FhirTime.ZONE);

  private record Words(String ja, String en) {}

  /** How an element is mended, by its name. */
  private static final Map<String, Words> MENDING =
      Map.ofEntries(
          Map.entry(
              "status",
              new Words("active か draft などの R4 の状態を書きます", "state a status of R4: active, draft …")),
          Map.entry(
              "scope",
              new Words(
                  "patient-privacy（consentscope）と書きます",
                  "state patient-privacy of the code system consentscope")),
          Map.entry(
              "provision",
              new Words(
                  "許す・許さないの中身を provision に書きます",
                  "say what is permitted or denied in provision itself")),
          Map.entry("type", new Words("permit か deny を書きます", "state permit or deny")),
          Map.entry(
              "policyRule",
              new Words(
                  "拒む内容は provision.type に deny と書きます", "say a refusal as provision.type deny")),
          Map.entry(
              "period",
              new Words(
                  "YYYY-MM-DD の形で、終わりが始めより後になるように書きます",
                  "write dates, YYYY-MM-DD, the end not before the start")),
          Map.entry(
              "dataPeriod",
              new Words(
                  "YYYY-MM-DD の形で、終わりが始めより後になるように書きます",
                  "write dates, YYYY-MM-DD, the end not before the start")),
          Map.entry(
              "actor",
              new Words(
                  "人・組織への参照（Practitioner/…、Organization/…）か、職種の識別子を書きます",
                  "refer to a person or organisation (Practitioner/…, Organization/…) or name a role by"
                      + " its identifier")),
          Map.entry(
              "reference",
              new Words(
                  "Practitioner/… のようにこの中の資源への参照を書きます",
                  "refer to a resource here, for example Practitioner/…")),
          Map.entry("role", new Words("IRCP（情報の受け手）と書きます", "state IRCP, the recipient")),
          Map.entry(
              "action",
              new Words(
                  "access・use・disclose・collect・correct のいずれかを書きます",
                  "state access, use, disclose, collect or correct")),
          Map.entry(
              "securityLabel",
              new Words(
                  "守秘度（N・R など）か、機微の区分（HIV・PSY など）を書きます",
                  "state a confidentiality (N, R …) or a sensitivity of v3-ActCode (HIV, PSY …)")),
          Map.entry(
              "purpose",
              new Words(
                  "TREAT など v3-ActReason の目的を書きます",
                  "state a purpose of v3-ActReason, for example TREAT")),
          Map.entry(
              "class",
              new Words(
                  "資源の型か、データの種類（data-class）を書きます",
                  "state a resource type or a code of the system data-class")),
          Map.entry(
              "code", new Words("system と code のある符号を書きます", "state codes with system and code")),
          Map.entry(
              "data",
              new Words(
                  "意味（instance など）と参照を書きます",
                  "state a meaning (instance, related …) and a reference")),
          Map.entry("modifierExtension", new Words("この拡張を取り除きます", "take this extension away")),
          Map.entry("implicitRules", new Words("この要素を取り除きます", "take this element away")));

  private static final Words MENDING_ELSE =
      new Words(
          "この要素を取り除くか、分かる形に書き直します",
          "take the element away, or say it by elements that are understood");

  /** The compiler's reasons in Japanese. */
  private static final Map<String, String> WHY =
      Map.ofEntries(
          Map.entry("is not understood", "この要素は読み取れません"),
          Map.entry("has an unknown code", "知らない符号です"),
          Map.entry("has no code", "符号がありません"),
          Map.entry("is missing", "ありません"),
          Map.entry("is empty", "空です"),
          Map.entry("is not an element", "要素の形をしていません"),
          Map.entry("cannot be read", "読み取れません"),
          Map.entry("must be permit or deny", "permit か deny でなければなりません"),
          Map.entry("is no status of R4", "R4 の状態ではありません"),
          Map.entry("is no person or organisation known here", "ここで分かる人や組織ではありません"),
          Map.entry("is no resource of this server", "このサーバーの資源ではありません"),
          Map.entry("is no recipient", "情報の受け手ではありません"),
          Map.entry("has no known code", "知っている符号がありません"),
          Map.entry("has more than one role", "役割が二つ以上あります"),
          Map.entry("names nobody", "誰も指していません"),
          Map.entry("is of a system unknown here", "知らない体系の識別子です"),
          Map.entry(
              "has a code without a system, or a system without a code", "符号か、その体系（system）が欠けています"),
          Map.entry("has too many additions and refusals side by side", "許しと断りが一つの中に多すぎます"),
          Map.entry("changes the meaning in a way unknown", "意味を変えますが、どう変えるか分かりません"));

  private ConsentWords() {}

  /**
   * What to tell of a Consent that is stored now.
   *
   * @param consent with its id
   * @param now of its commit
   */
  public static List<Json> told(Json.Obj consent, Instant now) {
    Compiled compiled = ConsentCompiler.compile(consent);
    if (compiled instanceof Compiled.Unreadable unreadable) return unreadable(unreadable.why());
    if (compiled instanceof Compiled.Active active) {
      return List.of(understood(), holds(active.rule().period(), now));
    }
    return List.of(
        issue(
            "information",
            "informational",
            "silent",
            "Consent.status",
            "この同意書は、誰が記録を見られるかについて今は何も言いません（有効でないか、別の目的のものです）。",
            "This Consent says nothing now about who may see the record: it is not active, or of"
                + " another scope."));
  }

  /** Warnings of a Consent that could not be understood; empty for every other resource. */
  public static List<Json> warnings(Json.Obj resource) {
    return faults(resource).map(lost -> unreadable(lost.why())).orElse(List.of());
  }

  /** What stands in the way of understanding a Consent; empty if nothing does. */
  public static Optional<Compiled.Unreadable> faults(Json.Obj resource) {
    if (!"Consent".equals(resource.text("resourceType"))) return Optional.empty();
    return ConsentCompiler.compile(resource) instanceof Compiled.Unreadable unreadable
        ? Optional.of(unreadable)
        : Optional.empty();
  }

  /** What to tell of a Consent with these faults, see {@link Compiled.Unreadable#why}. */
  public static List<Json> unreadable(List<String> faults) {
    List<Json> issues = new ArrayList<>();
    issues.add(
        issue(
            "warning",
            "not-supported",
            "unreadable",
            "Consent",
            "この同意書は保存しましたが、読み取れないところがあります。直るまでの間、本人・書いた機関・管理者のほかには記録を見せません。",
            "This Consent is stored, but not all of it is understood. Until it is mended, the record"
                + " is shown to nobody but the resident, who wrote it, and the custodian."));
    for (String line : faults) issues.add(fault(line));
    return issues;
  }

  /**
   * @param line of the compiler: path, colon, reason
   */
  private static Json fault(String line) {
    int colon = line.indexOf(": ");
    String path = colon < 0 ? "Consent" : line.substring(0, colon);
    String why = colon < 0 ? line : line.substring(colon + 2);
    String element = path.substring(path.lastIndexOf('.') + 1).replaceAll("\\[\\d+]", "");
    Words mending = MENDING.getOrDefault(element, MENDING_ELSE);
    return issue(
        "warning",
        "not-supported",
        "element",
        path,
        path + "：" + WHY.getOrDefault(why, "読み取れません") + "。直すには：" + mending.ja() + "。",
        path + " " + why + ". To mend it: " + mending.en() + ".");
  }

  private static Json understood() {
    return issue(
        "information",
        "informational",
        "understood",
        "Consent",
        "この同意書は、すべて読み取れました。",
        "All of this Consent was understood.");
  }

  private static Json holds(Period period, Instant now) {
    if (!now.isBefore(period.until())) {
      return issue(
          "warning",
          "business-rule",
          "over",
          "Consent.provision.period",
          "期間が過ぎているため、効力はありません。",
          "Its period is over, so it has no effect.");
    }
    boolean later = now.isBefore(period.from());
    boolean ends = period.until().isBefore(Period.MAX);
    String from = WHEN.format(later ? period.from() : now);
    String until = WHEN.format(period.until());
    return issue(
        "information",
        "informational",
        "holds",
        "Consent.provision.period",
        (later ? from + " から効力を持ちます" : "今（" + from + "）から効力を持ちます")
            + (ends ? "。" + until + " に終わります。" : "。"),
        (later ? "It holds from " + from : "It holds from now on (" + from + ")")
            + (ends ? " until " + until : "")
            + ", Japanese time.");
  }

  /**
   * @param finding of {@link #FINDING}
   */
  public static Json issue(
      String severity, String code, String finding, String path, String ja, String en) {
    Json coding = Json.object().put("system", FINDING).put("code", finding).build();
    return Json.object()
        .put("severity", severity)
        .put("code", code)
        .put("details", Json.object().put("coding", List.of(coding)).put("text", ja).build())
        .put("diagnostics", en)
        .put("expression", path.isEmpty() ? List.of() : List.of(Json.text(path)))
        .build();
  }
}
