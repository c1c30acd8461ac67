package dev.tsumugi.acp.paper;

import dev.tsumugi.acp.PlanContent.Speaker;
import dev.tsumugi.fhirserver.Write;
import dev.tsumugi.kernel.FhirTime;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Shapes;
import dev.tsumugi.kernel.Shapes.Category;
import dev.tsumugi.kernel.Shapes.Plan;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What is written when a plan of elsewhere comes in, all in one commit: the document as it came
 * (Binary and DocumentReference), what is taken out of it, and the Provenance of that.
 */
public final class ImportWrites {
  /** Names an imported document by the SHA-256 of its canonical form: it comes in once. */
  public static final String IMPORTED = Shapes.BASE + "/sid/imported-document";

  private final Json patient;
  private final Supplier<String> newId;
  private final List<Write> writes = new ArrayList<>();
  private final List<Json> targets = new ArrayList<>();

  private ImportWrites(String patient, Supplier<String> newId) {
    this.patient = PlanHeader.reference(patient);
    this.newId = newId;
  }

  /**
   * What came in.
   *
   * @param bundle as it came
   * @param title of its Composition
   * @param digest see {@link #IMPORTED}
   */
  public record Original(Json.Obj bundle, String title, String digest) {}

  /**
   * The DocumentReference is the second write.
   *
   * @param patient {@code Patient/id}
   * @param who Reference to the one who brings it
   * @param newId makes UUIDs, for references among the writes
   */
  public static List<Write> of(
      String patient,
      Original original,
      ImportedPlan.Taken taken,
      Json who,
      Instant at,
      Supplier<String> newId) {
    ImportWrites all = new ImportWrites(patient, newId);
    String document = all.original(original, taken.date(), at);
    for (Json.Obj wish : taken.wishes()) all.take(wish);
    for (Speaker speaker : taken.people()) {
      String person = all.take(speaker.person());
      for (Json.Obj consent : speaker.consents()) all.take(naming(consent, person));
    }
    for (Json.Obj limit : taken.limits()) all.take(limit);
    all.provenance(document, original.title(), who, at);
    return List.copyOf(all.writes);
  }

  private String add(Json.Obj body) {
    String alias = "urn:uuid:" + newId.get();
    writes.add(
        new Write.Create(String.valueOf(body.text("resourceType")), body, alias, Optional.empty()));
    return alias;
  }

  private String take(Json.Obj body) {
    String alias = add(body);
    targets.add(PlanHeader.reference(alias));
    return alias;
  }

  private String original(Original original, String date, Instant at) {
    Json.Obj binary =
        Json.object()
            .put("resourceType", "Binary")
            .put("contentType", "application/fhir+json")
            .put("securityContext", patient)
            .put("data", Base64.getEncoder().encodeToString(Json.bytes(original.bundle())))
            .build();
    Json attachment =
        Json.object()
            .put("contentType", "application/fhir+json")
            .put("url", add(binary))
            .put("title", original.title())
            .put("creation", date)
            .build();
    Json.Obj reference =
        Json.object()
            .put("resourceType", "DocumentReference")
            .put(
                "masterIdentifier",
                Json.object().put("system", IMPORTED).put("value", original.digest()).build())
            .put("status", "current")
            .put("type", PlanHeader.concept(Plan.TYPE, "Personal advance care plan"))
            .put(
                "category",
                Json.array(PlanHeader.concept(Category.ADVANCE_DIRECTIVE, "Advance directive")))
            .put("subject", patient)
            .put("date", FhirTime.instant(at))
            .put("description", "ほかから取り込んだ計画 / taken over from elsewhere")
            .put("content", Json.array(Json.object().put("attachment", attachment).build()))
            .build();
    return add(reference);
  }

  /** A Consent names a person whose id is not known yet. */
  private static Json.Obj naming(Json.Obj consent, String alias) {
    return (Json.Obj)
        Json.mapTexts(
            consent,
            "reference",
            reference -> reference.equals(ForeignPerson.PERSON) ? alias : reference);
  }

  private void provenance(String document, String title, Json who, Instant at) {
    Json source =
        Json.object()
            .put("role", "source")
            .put(
                "what",
                Json.object()
                    .put("reference", document)
                    .put("display", title.isEmpty() ? null : title)
                    .build())
            .build();
    Json type =
        Json.object()
            .put("system", "http://terminology.hl7.org/CodeSystem/provenance-participant-type")
            .put("code", "enterer")
            .build();
    Json agent =
        Json.object()
            .put("type", Json.object().put("coding", Json.array(type)).build())
            .put("who", who)
            .build();
    // Of the patient, too: by that it lies in their record.
    targets.add(patient);
    add(
        Json.object()
            .put("resourceType", "Provenance")
            .put("target", targets)
            .put("recorded", FhirTime.instant(at))
            .put("agent", Json.array(agent))
            .put("entity", Json.array(source))
            .build());
  }
}
