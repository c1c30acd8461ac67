package dev.tsumugi.acp.shell.paper;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.tsumugi.acp.AcpSettings;
import dev.tsumugi.acp.PlanContent;
import dev.tsumugi.acp.paper.SmartLink;
import dev.tsumugi.consent.Access;
import dev.tsumugi.fhirserver.Handouts;
import dev.tsumugi.fhirserver.Handouts.Handout;
import dev.tsumugi.fhirserver.Handouts.Issued;
import dev.tsumugi.fhirserver.Handouts.Kind;
import dev.tsumugi.fhirserver.Handouts.Made;
import dev.tsumugi.fhirserver.Operation;
import dev.tsumugi.fhirserver.Records;
import dev.tsumugi.fhirserver.StoredResource;
import dev.tsumugi.fhirserver.reading.Elements;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.kernel.Ref;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** SMART Health Links: made, listed, ended. What they answer is {@link SmartLinkServlet}'s. */
final class LinkOperations {
  static final String ADDRESS = "/shl/";
  private static final int USUAL_HOURS = 72;
  private static final int MOST_HOURS = 24 * 365;

  private final AcpSettings settings;
  private final Plans plans;
  private final Records records;
  private final Handouts handouts;
  private final Operation summary;
  private final SecureRandom random = new SecureRandom();

  /**
   * @param summary {@code $summary}, whose answer can be shared
   */
  LinkOperations(
      AcpSettings settings, Plans plans, Records records, Handouts handouts, Operation summary) {
    this.settings = settings;
    this.plans = plans;
    this.records = records;
    this.handouts = handouts;
    this.summary = summary;
  }

  Operation share() {
    return new PatientDeed(
        "$share-link",
        "Makes a SMART Health Link to a sealed copy of the plan or of the summary (kind: plan,"
            + " summary), with label, passcode (4 to 64 characters) and hours (72 unless said): link,"
            + " qr (SVG), id. By who may give the patient's consent, signed on surely",
        false,
        Set.of("label", "passcode", "hours", "kind"),
        this::share);
  }

  Operation list() {
    return new PatientDeed(
        "$share-links", "The patient's links, newest first", true, Set.of(), this::list);
  }

  Operation end() {
    return new PatientDeed(
        "$end-share-link",
        "Ends a link (id) at once and for all, and drops its sealed copy",
        false,
        Set.of("id"),
        this::end);
  }

  /** What is sealed, and what of the records it is about. */
  private record Content(byte[] json, Optional<StoredResource> target) {}

  private Json.Obj share(Access access, Ref patient, Operation.Call call) {
    String label = CardOperations.label(call);
    Optional<String> passcode = passcode(call);
    Instant until = access.at().plus(Duration.ofHours(hours(call)));
    Content content = content(access, patient, call.value("kind").orElse("plan"));
    SealedFile file = SealedFile.of(content.json(), "application/fhir+json", random);
    Handouts.Sealed sealed = new Handouts.Sealed(file.jwe().getBytes(US_ASCII), passcode);
    Issued made =
        handouts.issue(
            access,
            patient,
            new Made(Kind.LINK, label, content.target(), Optional.of(until), Optional.of(sealed)));
    String link =
        SmartLink.text(
            settings.hub() + ADDRESS + made.code(), file.key(), until, passcode.isPresent(), label);
    return new Answers()
        .add("link", "valueUri", link)
        .string("qr", QrCode.of(link).svg())
        .add("id", "valueId", made.id())
        .instant("until", until)
        .parameters();
  }

  private static Optional<String> passcode(Operation.Call call) {
    Optional<String> passcode = call.value("passcode").filter(text -> !text.isEmpty());
    if (passcode.filter(text -> text.length() < 4 || text.length() > 64).isPresent()) {
      throw Problem.invalid("passcode", "合い言葉は4文字から64文字です / a passcode has 4 to 64 characters");
    }
    return passcode;
  }

  private static int hours(Operation.Call call) {
    String hours = call.values("hours").stream().findFirst().orElse("" + USUAL_HOURS);
    if (!hours.matches("[1-9][0-9]{0,4}") || Integer.parseInt(hours) > MOST_HOURS) {
      throw Problem.invalid("hours", "is a whole number from 1 to " + MOST_HOURS);
    }
    return Integer.parseInt(hours);
  }

  private Content content(Access access, Ref patient, String kind) {
    return switch (kind) {
      case "plan" -> {
        PlanContent plan = plans.content(access, patient, Optional.empty());
        Ref ref = Ref.parse(Elements.ref(plan.version().document())).orElseThrow();
        StoredResource stored = records.read(access, ref).orElseThrow(() -> Problem.notFound(ref));
        yield new Content(Json.bytes(plans.document(access, plan)), Optional.of(stored));
      }
      case "summary" ->
          new Content(
              summary.run(access, new Operation.Call(Optional.of(patient), null, Map.of())),
              Optional.empty());
      default -> throw Problem.invalid("kind", "is plan or summary");
    };
  }

  private Json.Obj list(Access access, Ref patient, Operation.Call call) {
    Answers links = new Answers();
    for (Handout link : handouts.list(access, patient, Kind.LINK)) {
      Answers parts =
          new Answers().add("id", "valueId", link.id()).instant("issued", link.issued());
      if (!link.label().isEmpty()) parts.string("label", link.label());
      link.until().ifPresent(at -> parts.instant("until", at));
      link.ended().ifPresent(at -> parts.instant("ended", at));
      link.triesLeft().ifPresent(left -> parts.number("tries-left", left));
      links.group("link", parts);
    }
    return links.parameters();
  }

  private Json.Obj end(Access access, Ref patient, Operation.Call call) {
    handouts.end(access, patient, Kind.LINK, CardOperations.id(call));
    return new Answers()
        .string("text", "このリンクは、もう使えません。")
        .string("text-en", "This link opens nothing any more.")
        .parameters();
  }
}
