package dev.tsumugi.acp.shell.paper;

import dev.tsumugi.acp.AcpSettings;
import dev.tsumugi.consent.Access;
import dev.tsumugi.fhirserver.Handouts;
import dev.tsumugi.fhirserver.Handouts.Handout;
import dev.tsumugi.fhirserver.Handouts.Issued;
import dev.tsumugi.fhirserver.Handouts.Kind;
import dev.tsumugi.fhirserver.Operation;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.kernel.Ref;
import java.util.Set;

/** Emergency cards: made, listed, ended when lost. */
final class CardOperations {
  static final int LONGEST_LABEL = 80;

  private final AcpSettings settings;
  private final Handouts handouts;

  CardOperations(AcpSettings settings, Handouts handouts) {
    this.settings = settings;
    this.handouts = handouts;
  }

  Operation issue() {
    return new PatientDeed(
        "$emergency-card",
        "Makes an emergency card: code (128 random bits, told once), qr (SVG), id, issued; label:"
            + " what it is called in lists. By who may give the patient's consent, signed on surely",
        false,
        Set.of("label"),
        this::issue);
  }

  Operation list() {
    return new PatientDeed(
        "$emergency-cards",
        "The patient's emergency cards, newest first, without their codes",
        true,
        Set.of(),
        this::list);
  }

  Operation end() {
    return new PatientDeed(
        "$end-emergency-card",
        "Ends an emergency card (id) at once and for all: it finds nobody any more",
        false,
        Set.of("id"),
        this::end);
  }

  private Json.Obj issue(Access access, Ref patient, Operation.Call call) {
    Issued card = handouts.issue(access, patient, Handouts.Made.card(label(call)));
    return new Answers()
        .string("code", card.code())
        .string("qr", QrCode.of(settings.hub() + "/c#" + card.code()).svg())
        .add("id", "valueId", card.id())
        .instant("issued", card.at())
        .parameters();
  }

  /** Throws {@code Problem} INVALID if it is too long. */
  static String label(Operation.Call call) {
    String label = call.value("label").orElse("").strip();
    if (label.codePointCount(0, label.length()) > LONGEST_LABEL) {
      throw Problem.invalid("label", "80文字までで書いてください / say it in up to 80 characters");
    }
    return label;
  }

  static String id(Operation.Call call) {
    return call.value("id").orElseThrow(() -> Problem.invalid("id", "is needed"));
  }

  private Json.Obj list(Access access, Ref patient, Operation.Call call) {
    Answers cards = new Answers();
    for (Handout card : handouts.list(access, patient, Kind.CARD)) {
      Answers parts =
          new Answers().add("id", "valueId", card.id()).instant("issued", card.issued());
      if (!card.label().isEmpty()) parts.string("label", card.label());
      card.ended().ifPresent(at -> parts.instant("ended", at));
      cards.group("card", parts);
    }
    return cards.parameters();
  }

  private Json.Obj end(Access access, Ref patient, Operation.Call call) {
    handouts.end(access, patient, Kind.CARD, id(call));
    return new Answers()
        .string("text", "このカードは、もう使えません。")
        .string("text-en", "This card finds nobody any more.")
        .parameters();
  }
}
