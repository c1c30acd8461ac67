package dev.tsumugi.acp;

import dev.tsumugi.acp.PlanDraft.Making;
import dev.tsumugi.kernel.Coding;
import dev.tsumugi.kernel.FhirTime;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Shapes.Adi;
import dev.tsumugi.kernel.Shapes.Category;
import dev.tsumugi.kernel.Shapes.Ext;
import dev.tsumugi.kernel.Shapes.Plan;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A version's DocumentReference (ADI): made once; later only what it is now stands anew. */
final class PlanReference {
  static final String TITLE = "私の意思(人生会議の記録)";

  private PlanReference() {}

  /**
   * @param composition reference or alias
   */
  static Json.Obj of(PlanDraft plan, String composition, Json.Obj custodian) {
    Making making = plan.making();
    String signed = plan.signing().at();
    List<Json> extensions = new ArrayList<>();
    extensions.add(extension(Ext.DOC_VERSION, "valueString", Json.text(instant(making.at()))));
    making
        .expires()
        .ifPresent(
            end ->
                extensions.add(
                    extension(Ext.EXPIRATION, "valueDateTime", Json.text(instant(end)))));
    plan.signing()
        .enteredBy()
        .ifPresent(who -> extensions.add(extension(Ext.ENTERED_BY, "valueReference", who)));
    List<Json> identifiers = new ArrayList<>();
    identifiers.add(identifier(Plan.SET_ID, making.set()));
    making.command().ifPresent(id -> identifiers.add(identifier(Plan.COMMAND_ID, id)));
    Json patient = reference(making.patient().toString());
    return Json.object()
        .put("resourceType", "DocumentReference")
        .put(
            "meta",
            Json.object().put("profile", Json.array(Json.text(Adi.DOCUMENT_REFERENCE))).build())
        .put("extension", extensions)
        .put("masterIdentifier", identifier(Plan.VERSION_ID, making.version()))
        .put("identifier", identifiers)
        .put("status", "current")
        .put("docStatus", "final")
        .put("type", concept(Plan.TYPE))
        .put("category", Json.array(concept(Category.ADVANCE_DIRECTIVE)))
        .put("subject", patient)
        .put("date", instant(making.at()))
        .put("author", Json.array(patient))
        .put("custodian", custodian)
        .put("relatesTo", relations(plan))
        .put("content", Json.array(content(signed)))
        .put("context", Json.object().put("related", related(plan, composition)).build())
        .build();
  }

  private static List<Json> relations(PlanDraft plan) {
    List<Json> relations = new ArrayList<>();
    plan.making()
        .replaces()
        .ifPresent(before -> relations.add(relation("replaces", reference(before.toString()))));
    plan.signing().paper().ifPresent(scan -> relations.add(relation("transforms", scan)));
    return relations;
  }

  private static Json relation(String code, Json target) {
    return Json.object().put("code", code).put("target", target).build();
  }

  /** The whole version is made when it is asked for: {@code $acp-document}. */
  private static Json content(String signed) {
    Json attachment =
        Json.object()
            .put("contentType", "application/fhir+json")
            .put("language", "ja")
            .put("title", TITLE)
            .put("creation", signed)
            .build();
    Json format =
        Json.object()
            .put("system", "urn:ietf:rfc:3986")
            .put("code", "urn:hl7-org:pe:fhir-adi:pacp:2.0")
            .build();
    return Json.object().put("attachment", attachment).put("format", format).build();
  }

  private static List<Json> related(PlanDraft plan, String composition) {
    List<Json> related = new ArrayList<>();
    related.add(reference(composition));
    PlanDraft.Said said = plan.said();
    for (List<Entry> kind : List.of(said.wishes(), said.consents(), said.people(), said.talks())) {
      for (Entry entry : kind) related.add(entry.json());
    }
    return related;
  }

  /** The document as it says what the version is now. */
  static Json.Obj as(Json.Obj document, Directive state, Instant at) {
    if (state instanceof Directive.Current current) return current(document, current);
    if (state instanceof Directive.Superseded) return ended(document, "superseded", null, at);
    if (state instanceof Directive.Withdrawn) {
      return ended(document, status(document), Plan.CANCELLED, at);
    }
    if (state instanceof Directive.Expired) {
      return ended(document, status(document), Plan.DEPRECATED, at);
    }
    if (state instanceof Directive.EnteredInError) {
      return ended(document, "entered-in-error", Plan.ENTERED_IN_ERROR, at);
    }
    if (state instanceof Directive.Closed closed) {
      Json died = Json.text(instant(closed.since()));
      return SignedWish.extended(document, Ext.PLAN_CLOSED, "valueDateTime", died);
    }
    throw new IllegalStateException("a draft has no DocumentReference");
  }

  private static String status(Json.Obj document) {
    return Optional.ofNullable(document.text("status")).orElse("current");
  }

  private static Json.Obj current(Json.Obj document, Directive.Current current) {
    Json.Obj now = document.with("status", Json.text("current"));
    now = SignedWish.extended(now, Ext.STATE_SINCE, "valueDateTime", null);
    if (!current.confirmed().isAfter(current.signed())) return now;
    Json confirmed = Json.text(instant(current.confirmed()));
    return SignedWish.extended(now, Ext.CONFIRMED, "valueDateTime", confirmed);
  }

  private static Json.Obj ended(
      Json.Obj document, String status, @Nullable String revoked, Instant at) {
    Json.Obj now = document.with("status", Json.text(status));
    if (revoked != null) {
      now = SignedWish.extended(now, Ext.REVOKE_STATUS, "valueCode", Json.text(revoked));
    }
    return SignedWish.extended(now, Ext.STATE_SINCE, "valueDateTime", Json.text(instant(at)));
  }

  static Json.Obj because(Json.Obj document, Optional<String> reason) {
    if (reason.isEmpty()) return document;
    return SignedWish.extended(document, Ext.STATE_REASON, "valueString", Json.text(reason.get()));
  }

  static Json.Obj commanded(Json.Obj document, Optional<String> command) {
    if (command.isEmpty()) return document;
    List<Json> identifiers = new ArrayList<>(document.objects("identifier"));
    identifiers.add(identifier(Plan.COMMAND_ID, command.get()));
    return document.with("identifier", new Json.Arr(identifiers));
  }

  static Json.Obj reference(String ref) {
    return Json.object().put("reference", ref).build();
  }

  static Json.Obj concept(Coding coding) {
    Json one = Json.object().put("system", coding.system()).put("code", coding.code()).build();
    return Json.object().put("coding", Json.array(one)).build();
  }

  private static Json.Obj identifier(String system, String value) {
    return Json.object().put("system", system).put("value", value).build();
  }

  private static Json extension(String url, String member, Json value) {
    return Json.object().put("url", url).put(member, value).build();
  }

  static String instant(Instant at) {
    return FhirTime.instant(at);
  }
}
