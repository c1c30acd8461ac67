package dev.tsumugi.fhirserver.shell.http;

import dev.tsumugi.consent.Access;
import dev.tsumugi.fhirserver.BreakGlass;
import dev.tsumugi.fhirserver.Notices;
import dev.tsumugi.fhirserver.Operation;
import dev.tsumugi.kernel.Coding;
import dev.tsumugi.kernel.FhirTime;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.kernel.Ref;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Breaking the glass, ending it, and its reviews, as operations. */
final class BreakGlassOperations {
  private BreakGlassOperations() {}

  static List<Operation> all(BreakGlass glass) {
    return List.of(
        new OnPatient(
            "$break-glass",
            "Break-glass: for an emergency in which nobody can be asked; needs the purpose of use BTG"
                + " and a reason (a CodeableConcept: a code of "
                + BreakGlass.REASONS
                + ", and a text). Answered alike whosever record it is; what it opens, and for how"
                + " long, is decided request by request. The resident is told, and it is reviewed",
            Set.of("reason"),
            (access, call) -> grant(glass, access, call)),
        new OnPatient(
            "$end-break-glass",
            "Ends what the same person was granted by $break-glass",
            Set.of(),
            (access, call) -> end(glass, access, call)),
        new OnSystem(
            "$break-glass-reviews",
            "The reviews of broken glass, newest first, as Tasks; status: open (usual), closed, all."
                + " For privacy officers",
            true,
            Set.of("status"),
            (access, call) -> reviews(glass, access, call)),
        new OnSystem(
            "$close-review",
            "Closes a review (parameters review: its id, outcome: justified, not-justified or"
                + " follow-up, text) and tells the resident. For privacy officers, and not for who"
                + " broke the glass",
            false,
            Set.of("review", "outcome", "text"),
            (access, call) -> close(glass, access, call)));
  }

  private record OnPatient(String name, String documentation, Set<String> known, OnSystem.Run run)
      implements Operation {
    @Override
    public Optional<String> type() {
      return Optional.of("Patient");
    }

    @Override
    public boolean onInstance() {
      return true;
    }

    @Override
    public boolean safe() {
      return false;
    }

    @Override
    public byte[] run(Access access, Call call) {
      call.demandOnly(known);
      return run.run(access, call);
    }
  }

  private static byte[] grant(BreakGlass glass, Access access, Operation.Call call) {
    Json.Obj concept = call.object("reason").orElseThrow(() -> Input.missing("reason"));
    BreakGlass.Reason reason = reason(concept);
    String text = said(concept.text("text"), "reason.text");
    Ref patient = call.instance().orElseThrow();
    BreakGlass.Grant grant = glass.grant(access, patient, reason, text);
    List<Json> parameters = new ArrayList<>();
    parameters.add(value("review", "valueId", grant.review()));
    parameters.add(value("from", "valueInstant", FhirTime.instant(grant.from())));
    parameters.add(value("until", "valueInstant", FhirTime.instant(grant.until())));
    parameters.add(
        value(
            "text",
            "valueString",
            "例外閲覧を受け付けました。見られるものは、一つひとつ同意書と規則によって決まります（本人が断っている場合もあります）。"
                + "本人に知らせ、後で確かめます。終わったら $end-break-glass で終えてください。"));
    parameters.add(
        value(
            "text-en",
            "valueString",
            "Granted. What may be seen is decided one by one, by consents and rules; the resident may"
                + " have refused. The resident is told, and it will be reviewed. End it with"
                + " $end-break-glass when you are done."));
    return parameters(parameters);
  }

  private static BreakGlass.Reason reason(Json.Obj concept) {
    for (Json.Obj item : concept.objects("coding")) {
      Coding coding =
          new Coding(String.valueOf(item.text("system")), String.valueOf(item.text("code")));
      if (!coding.system().equals(BreakGlass.REASONS)) continue;
      Optional<BreakGlass.Reason> known = BreakGlass.Reason.of(coding.code());
      if (known.isPresent()) return known.get();
    }
    String codes =
        Stream.of(BreakGlass.Reason.values())
            .map(BreakGlass.Reason::code)
            .collect(Collectors.joining(", "));
    throw Problem.invalid(
        "reason.coding", "a code of " + BreakGlass.REASONS + " is needed: " + codes);
  }

  private static String said(@org.jspecify.annotations.Nullable String text, String path) {
    String said = text == null ? "" : text.strip();
    if (said.length() < BreakGlass.SHORTEST || said.length() > BreakGlass.LONGEST) {
      throw Problem.invalid(
          path, "say it in " + BreakGlass.SHORTEST + " to " + BreakGlass.LONGEST + " characters");
    }
    return said;
  }

  private static byte[] end(BreakGlass glass, Access access, Operation.Call call) {
    glass.end(access, call.instance().orElseThrow());
    return parameters(
        List.of(
            value("text", "valueString", "例外閲覧は終わっています。"),
            value("text-en", "valueString", "No break-glass of yours is open here any more.")));
  }

  private static byte[] reviews(BreakGlass glass, Access access, Operation.Call call) {
    Optional<Boolean> closed =
        switch (call.value("status").orElse("open")) {
          case "open" -> Optional.of(false);
          case "closed" -> Optional.of(true);
          case "all" -> Optional.empty();
          default -> throw Problem.invalid("status", "is open, closed or all");
        };
    List<Json> entries = new ArrayList<>();
    for (BreakGlass.Review review : glass.reviews(access, closed)) {
      entries.add(
          Json.object()
              .put("fullUrl", "urn:uuid:" + review.id())
              .put("resource", Notices.review(review))
              .build());
    }
    return Json.bytes(
        Json.object()
            .put("resourceType", "Bundle")
            .put("type", "collection")
            .put("entry", entries)
            .build());
  }

  private static byte[] close(BreakGlass glass, Access access, Operation.Call call) {
    String review = call.value("review").orElseThrow(() -> Input.missing("review"));
    if (!Ref.isId(review)) throw Problem.invalid("review", "is the id of a review");
    BreakGlass.Outcome outcome =
        call.value("outcome")
            .flatMap(BreakGlass.Outcome::of)
            .orElseThrow(
                () ->
                    Problem.invalid("outcome", "is needed: justified, not-justified or follow-up"));
    String text = said(call.value("text").orElse(null), "text");
    return Json.bytes(Notices.review(glass.close(access, review, outcome, text)));
  }

  private static Json value(String name, String type, String value) {
    return Json.object().put("name", name).put(type, value).build();
  }

  private static byte[] parameters(List<Json> parameters) {
    return Json.bytes(
        Json.object().put("resourceType", "Parameters").put("parameter", parameters).build());
  }
}
