package dev.tsumugi.hub.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.api.MethodOutcome;
import ca.uhn.fhir.rest.api.SearchTotalModeEnum;
import ca.uhn.fhir.rest.client.api.IGenericClient;
import ca.uhn.fhir.rest.client.interceptor.BearerTokenAuthInterceptor;
import ca.uhn.fhir.rest.server.exceptions.PreconditionFailedException;
import ca.uhn.fhir.rest.server.exceptions.ResourceGoneException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import ca.uhn.fhir.rest.server.exceptions.ResourceVersionConflictException;
import ca.uhn.fhir.rest.server.exceptions.UnprocessableEntityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.hl7.fhir.instance.model.api.IIdType;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.Bundle.HTTPVerb;
import org.hl7.fhir.r4.model.CapabilityStatement;
import org.hl7.fhir.r4.model.Composition;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.DateType;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A client that others wrote, used as they use it: what it does not understand is our fault. */
class FhirClientTest {
  private static final String SID = "https://tsumugi.dev/fhir/sid/client-test";
  private static final String LOINC = "http://loinc.org";
  private static final TestHub HUB = TestHub.start();
  private static final IGenericClient CLIENT = client();

  private static IGenericClient client() {
    // It reads /metadata before the first call, and refuses a server it does not understand.
    IGenericClient client =
        FhirContext.forR4().newRestfulGenericClient(HUB.base().resolve("/fhir").toString());
    client.registerInterceptor(new BearerTokenAuthInterceptor(HUB.loaderToken()));
    return client;
  }

  @BeforeAll
  static void somebodyIsHere() {
    for (String id : List.of("client-a", "client-b")) {
      Patient patient = new Patient();
      patient.setId(id);
      patient.addIdentifier().setSystem(SID).setValue(id);
      patient.addName().setFamily("紡木").addGiven(id.endsWith("a") ? "花" : "太郎");
      patient.setBirthDateElement(new DateType("1950-02-03"));
      CLIENT.update().resource(patient).execute();
    }
    for (int day = 1; day <= 7; day++) {
      Observation weight = weight("client-a", day);
      weight.setId("client-weight-" + day);
      CLIENT.update().resource(weight).execute();
    }
  }

  private static Observation weight(String patient, int day) {
    Observation weight = new Observation();
    weight.setStatus(Observation.ObservationStatus.FINAL);
    weight.getCode().addCoding().setSystem(LOINC).setCode("29463-7");
    weight.setSubject(new Reference("Patient/" + patient));
    weight.setEffective(new DateTimeType("2026-01-0" + day + "T10:00:00+09:00"));
    weight.setValue(new Quantity().setValue(50 + day).setUnit("kg"));
    return weight;
  }

  @Test
  void theCapabilityStatementIsReadAndTellsTheTruth() {
    CapabilityStatement can = CLIENT.capabilities().ofType(CapabilityStatement.class).execute();

    assertThat(can.getFhirVersion().toCode()).isEqualTo("4.0.1");
    var observation =
        can.getRestFirstRep().getResource().stream()
            .filter(resource -> resource.getType().equals("Observation"))
            .findFirst()
            .orElseThrow();
    assertThat(observation.getInteraction())
        .extracting(interaction -> interaction.getCode().toCode())
        .containsExactlyInAnyOrder(
            "read",
            "vread",
            "update",
            "patch",
            "delete",
            "history-instance",
            "history-type",
            "create",
            "search-type");
    assertThat(can.getPatchFormat())
        .extracting(format -> format.getValue())
        .containsExactly("application/json-patch+json");
    assertThat(observation.getConditionalCreate()).isTrue();
    assertThat(observation.getConditionalUpdate()).isTrue();
    assertThat(observation.getConditionalDelete().toCode()).isEqualTo("multiple");
    // Each parameter that is announced can be asked with.
    for (var param : observation.getSearchParam()) {
      String value =
          switch (param.getType()) {
            case DATE -> "2026";
            case REFERENCE -> "Patient/client-a";
            case NUMBER, QUANTITY -> "5";
            case COMPOSITE -> composite(param.getName());
            default -> "x";
          };
      String url = "Observation?" + param.getName() + "=" + value + "&_count=1";
      assertThat(CLIENT.search().byUrl(url).returnBundle(Bundle.class).execute().getType())
          .as(param.getName())
          .isEqualTo(BundleType.SEARCHSET);
    }
  }

  private static String composite(String name) {
    if (name.endsWith("quantity")) return "x$5";
    return name.endsWith("date") ? "x$2026" : "x$x";
  }

  @Test
  void oneObservationGoesThroughItsLife() {
    MethodOutcome created = CLIENT.create().resource(weight("client-b", 1)).execute();
    IIdType first = created.getId();
    assertThat(created.getCreated()).isTrue();
    assertThat(first.getVersionIdPart()).isEqualTo("1");

    Observation read =
        CLIENT
            .read()
            .resource(Observation.class)
            .withId(first.toUnqualifiedVersionless())
            .execute();
    assertThat(read.getMeta().getVersionId()).isEqualTo("1");
    assertThat(read.getMeta().getLastUpdated()).isNotNull();
    assertThat(read.getEffectiveDateTimeType().getValueAsString())
        .isEqualTo("2026-01-01T10:00:00+09:00");

    read.setValue(new Quantity().setValue(60));
    MethodOutcome updated =
        CLIENT.update().resource(read).withId(read.getIdElement().toUnqualified()).execute();
    assertThat(updated.getId().getVersionIdPart()).isEqualTo("2");

    Observation old =
        CLIENT.read().resource(Observation.class).withId(first.toUnqualified()).execute();
    assertThat(old.getValueQuantity().getValue()).isEqualByComparingTo("51");

    CLIENT.delete().resourceById(first.toUnqualifiedVersionless()).execute();
    assertThatThrownBy(
            () ->
                CLIENT
                    .read()
                    .resource(Observation.class)
                    .withId(first.toUnqualifiedVersionless())
                    .execute())
        .isInstanceOf(ResourceGoneException.class);

    Bundle history =
        CLIENT
            .history()
            .onInstance(first.toUnqualifiedVersionless())
            .returnBundle(Bundle.class)
            .execute();
    assertThat(history.getType()).isEqualTo(BundleType.HISTORY);
    assertThat(history.getEntry())
        .extracting(entry -> entry.getRequest().getMethod())
        .containsExactly(HTTPVerb.DELETE, HTTPVerb.PUT, HTTPVerb.POST);
    assertThat(history.getEntry().get(1).getResource().getIdElement().getVersionIdPart())
        .isEqualTo("2");
  }

  @Test
  void aStaleVersionIsRefused() {
    Observation weight = weight("client-b", 2);
    weight.setId("client-stale");
    IIdType first = CLIENT.update().resource(weight).execute().getId();
    weight.setValue(new Quantity().setValue(70));
    CLIENT.update().resource(weight).execute();
    weight.setValue(new Quantity().setValue(80));

    assertThatThrownBy(
            () ->
                CLIENT
                    .update()
                    .resource(weight)
                    .withAdditionalHeader("If-Match", "W/\"" + first.getVersionIdPart() + "\"")
                    .execute())
        .isInstanceOfAny(PreconditionFailedException.class, ResourceVersionConflictException.class);
  }

  @Test
  void whatIsWrongIsToldAsAnOutcomeTheClientReads() {
    Observation bad = weight("client-a", 3);
    bad.setStatus(null);

    assertThatThrownBy(() -> CLIENT.create().resource(bad).execute())
        .isInstanceOfSatisfying(
            UnprocessableEntityException.class,
            refused -> {
              OperationOutcome outcome = (OperationOutcome) refused.getOperationOutcome();
              assertThat(outcome.getIssueFirstRep().getExpression().get(0).getValue())
                  .isEqualTo("Observation.status");
            });
    assertThatThrownBy(
            () -> CLIENT.read().resource(Patient.class).withId("client-nobody").execute())
        .isInstanceOf(ResourceNotFoundException.class);
  }

  @Test
  void eachKindOfSearchFindsWhatItShould() {
    assertThat(ids("Patient?identifier=" + SID + "|client-a")).containsExactly("client-a");
    assertThat(ids("Patient?name=紡木&_id=client-a,client-b"))
        .containsExactly("client-a", "client-b");
    assertThat(ids("Patient?given=太&_id=client-a,client-b")).containsExactly("client-b");
    assertThat(ids("Observation?patient=client-a&code=" + LOINC + "|29463-7")).hasSize(7);
    assertThat(ids("Observation?subject=Patient/client-a&date=2026-01-03"))
        .containsExactly("client-weight-3");
    assertThat(ids("Observation?patient=client-a&date=ge2026-01-03&date=lt2026-01-05"))
        .containsExactly("client-weight-3", "client-weight-4");
    assertThat(ids("Observation?_id=client-weight-5")).containsExactly("client-weight-5");
    assertThat(ids("Observation?patient=client-a&_lastUpdated=lt2020")).isEmpty();
    assertThat(ids("Observation?patient=client-a&_lastUpdated=gt2020")).hasSize(7);
  }

  private static Set<String> ids(String url) {
    Set<String> ids = new TreeSet<>();
    Bundle found = CLIENT.search().byUrl(url).returnBundle(Bundle.class).execute();
    for (BundleEntryComponent entry : found.getEntry()) {
      ids.add(entry.getResource().getIdElement().getIdPart());
    }
    return ids;
  }

  @Test
  void pagesAreFollowedToTheEndInOrder() {
    Bundle page =
        CLIENT
            .search()
            .forResource(Observation.class)
            .where(Observation.PATIENT.hasId("client-a"))
            .sort()
            .descending(Observation.DATE)
            .count(3)
            .totalMode(SearchTotalModeEnum.ACCURATE)
            .returnBundle(Bundle.class)
            .execute();
    assertThat(page.getTotal()).isEqualTo(7);

    List<String> seen = new ArrayList<>();
    int pages = 1;
    while (true) {
      for (BundleEntryComponent entry : page.getEntry()) {
        seen.add(entry.getResource().getIdElement().getIdPart());
        assertThat(entry.getFullUrl())
            .isEqualTo(HUB.base() + "/fhir/Observation/" + seen.get(seen.size() - 1));
      }
      if (page.getLink(Bundle.LINK_NEXT) == null) break;
      page = CLIENT.loadPage().next(page).execute();
      pages++;
    }

    assertThat(pages).isEqualTo(3);
    assertThat(seen)
        .containsExactly(
            "client-weight-7",
            "client-weight-6",
            "client-weight-5",
            "client-weight-4",
            "client-weight-3",
            "client-weight-2",
            "client-weight-1");
  }

  @Test
  void aSearchByPostFindsTheSame() {
    Bundle found =
        CLIENT
            .search()
            .forResource(Patient.class)
            .where(Patient.FAMILY.matches().value("紡木"))
            .and(Patient.IDENTIFIER.exactly().systemAndIdentifier(SID, "client-b"))
            .usingStyle(ca.uhn.fhir.rest.api.SearchStyleEnum.POST)
            .returnBundle(Bundle.class)
            .execute();

    assertThat(found.getEntry())
        .extracting(entry -> entry.getResource().getIdElement().getIdPart())
        .containsExactly("client-b");
  }

  @Test
  void everythingOfAPatientIsStreamedOrPaged() {
    Bundle whole =
        CLIENT
            .operation()
            .onInstance("Patient/client-a")
            .named("$everything")
            .withNoParameters(Parameters.class)
            .useHttpGet()
            .returnResourceType(Bundle.class)
            .execute();
    Bundle page =
        CLIENT
            .operation()
            .onInstance("Patient/client-a")
            .named("$everything")
            .withParameter(Parameters.class, "_count", new IntegerType(3))
            .returnResourceType(Bundle.class)
            .execute();
    List<String> paged = new ArrayList<>();
    while (true) {
      page.getEntry().forEach(entry -> paged.add(entry.getFullUrl()));
      if (page.getLink(Bundle.LINK_NEXT) == null) break;
      page = CLIENT.loadPage().next(page).execute();
    }

    assertThat(whole.getType()).isEqualTo(BundleType.SEARCHSET);
    assertThat(whole.getEntry()).hasSize(8);
    assertThat(whole.getEntryFirstRep().getResource()).isInstanceOf(Patient.class);
    assertThat(paged)
        .containsExactlyElementsOf(
            whole.getEntry().stream().map(BundleEntryComponent::getFullUrl).toList());
  }

  @Test
  void aSummaryIsADocument() {
    Bundle summary =
        CLIENT
            .operation()
            .onInstance("Patient/client-a")
            .named("$summary")
            .withNoParameters(Parameters.class)
            .returnResourceType(Bundle.class)
            .execute();

    assertThat(summary.getType()).isEqualTo(BundleType.DOCUMENT);
    assertThat(summary.getEntryFirstRep().getResource()).isInstanceOf(Composition.class);
  }

  @Test
  void aResourceIsValidatedWithoutBeingStored() {
    Observation bad = weight("client-a", 3);
    bad.setStatus(null);

    OperationOutcome outcome =
        (OperationOutcome) CLIENT.validate().resource(bad).execute().getOperationOutcome();

    assertThat(outcome.getIssue())
        .anyMatch(
            issue ->
                issue.getSeverity() == OperationOutcome.IssueSeverity.ERROR
                    && issue.getExpression().toString().contains("Observation.status"));
  }

  @Test
  void aTransactionLinksItsOwnEntriesAndOthers() {
    Bundle transaction = new Bundle().setType(BundleType.TRANSACTION);
    Encounter visit = new Encounter();
    visit.setStatus(Encounter.EncounterStatus.FINISHED);
    visit.getClass_().setSystem("http://terminology.hl7.org/CodeSystem/v3-ActCode").setCode("HH");
    visit.setSubject(new Reference("Patient?identifier=" + SID + "|client-b"));
    String urn = "urn:uuid:5b0c4b1e-3d0c-4f0c-9a35-0d1f6a1f4a11";
    post(transaction, visit, "Encounter").setFullUrl(urn);
    Observation weight = weight("client-b", 4);
    weight.setEncounter(new Reference(urn));
    post(transaction, weight, "Observation");

    Bundle done = CLIENT.transaction().withBundle(transaction).execute();

    assertThat(done.getType()).isEqualTo(BundleType.TRANSACTIONRESPONSE);
    assertThat(done.getEntry())
        .extracting(entry -> entry.getResponse().getStatus())
        .allSatisfy(status -> assertThat(status).startsWith("201"));
    IdType encounter = new IdType(done.getEntry().get(0).getResponse().getLocation());
    IdType observation = new IdType(done.getEntry().get(1).getResponse().getLocation());
    Observation stored =
        CLIENT
            .read()
            .resource(Observation.class)
            .withId(observation.toUnqualifiedVersionless())
            .execute();
    assertThat(stored.getEncounter().getReference())
        .isEqualTo(encounter.toUnqualifiedVersionless().getValue());
    Encounter linked =
        CLIENT
            .read()
            .resource(Encounter.class)
            .withId(encounter.toUnqualifiedVersionless())
            .execute();
    assertThat(linked.getSubject().getReference()).isEqualTo("Patient/client-b");
  }

  private static BundleEntryComponent post(Bundle bundle, Resource resource, String url) {
    BundleEntryComponent entry = bundle.addEntry().setResource(resource);
    entry.getRequest().setMethod(HTTPVerb.POST).setUrl(url);
    return entry;
  }

  @Test
  void aTransactionIsAllOrNothing() {
    Bundle transaction = new Bundle().setType(BundleType.TRANSACTION);
    Observation good = weight("client-b", 5);
    good.setId("client-half");
    transaction
        .addEntry()
        .setResource(good)
        .getRequest()
        .setMethod(HTTPVerb.PUT)
        .setUrl("Observation/client-half");
    post(transaction, weight("client-nobody", 5), "Observation");

    assertThatThrownBy(() -> CLIENT.transaction().withBundle(transaction).execute())
        .isInstanceOf(ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException.class);
    assertThat(ids("Observation?_id=client-half")).isEmpty();
  }

  @Test
  void aBatchAnswersEachEntryByItself() {
    Bundle batch = new Bundle().setType(BundleType.BATCH);
    batch.addEntry().getRequest().setMethod(HTTPVerb.GET).setUrl("Patient/client-a");
    batch.addEntry().getRequest().setMethod(HTTPVerb.GET).setUrl("Patient/client-nobody");
    post(batch, weight("client-b", 6), "Observation");

    Bundle done = CLIENT.transaction().withBundle(batch).execute();

    assertThat(done.getType()).isEqualTo(BundleType.BATCHRESPONSE);
    assertThat(done.getEntry())
        .extracting(entry -> entry.getResponse().getStatus().substring(0, 3))
        .containsExactly("200", "404", "201");
    assertThat(done.getEntry().get(0).getResource()).isInstanceOf(Patient.class);
    assertThat(done.getEntry().get(1).getResponse().getOutcome()).isNotNull();
  }

  @Test
  void aConditionalCreateCreatesOnce() {
    Patient patient = new Patient();
    patient.addIdentifier().setSystem(SID).setValue("client-once");
    String unless = "Patient?identifier=" + SID + "|client-once";

    MethodOutcome first = CLIENT.create().resource(patient).conditionalByUrl(unless).execute();
    MethodOutcome second = CLIENT.create().resource(patient).conditionalByUrl(unless).execute();

    assertThat(first.getCreated()).isTrue();
    assertThat(second.getId().getIdPart()).isEqualTo(first.getId().getIdPart());
    assertThat(second.getResponseStatusCode()).isEqualTo(200);
    assertThat(ids(unless)).hasSize(1);
  }

  @Test
  void aPatchChangesOneElement() {
    IIdType id =
        CLIENT
            .create()
            .resource(weight("client-b", 1))
            .execute()
            .getId()
            .toUnqualifiedVersionless();

    MethodOutcome patched =
        CLIENT
            .patch()
            .withBody("[{\"op\":\"replace\",\"path\":\"/valueQuantity/value\",\"value\":61.5}]")
            .withId(id)
            .execute();

    assertThat(patched.getId().getVersionIdPart()).isEqualTo("2");
    assertThat(
            CLIENT
                .read()
                .resource(Observation.class)
                .withId(id)
                .execute()
                .getValueQuantity()
                .getValue())
        .isEqualByComparingTo("61.5");
  }

  @Test
  void aFhirPathPatchIsRefusedByItsName() {
    org.hl7.fhir.r4.model.Parameters patch = new org.hl7.fhir.r4.model.Parameters();
    patch.addParameter().setName("operation");

    assertThatThrownBy(
            () -> CLIENT.patch().withFhirPatch(patch).withId("Patient/client-a").execute())
        .hasMessageContaining("FHIRPath Patch");
  }

  @Test
  void conditionalUpdatePatchAndDeleteFindWhatTheyAreAbout() {
    String where = "Patient?identifier=" + SID + "|client-where";
    Patient patient = new Patient();
    patient.addIdentifier().setSystem(SID).setValue("client-where");

    MethodOutcome created = CLIENT.update().resource(patient).conditionalByUrl(where).execute();
    patient.setActive(true);
    MethodOutcome updated = CLIENT.update().resource(patient).conditionalByUrl(where).execute();
    MethodOutcome patched =
        CLIENT
            .patch()
            .withBody("[{\"op\":\"replace\",\"path\":\"/active\",\"value\":false}]")
            .conditionalByUrl(where)
            .execute();

    assertThat(created.getResponseStatusCode()).isEqualTo(201);
    assertThat(updated.getResponseStatusCode()).isEqualTo(200);
    assertThat(updated.getId().getIdPart()).isEqualTo(created.getId().getIdPart());
    assertThat(patched.getId().getVersionIdPart()).isEqualTo("3");
    CLIENT.delete().resourceConditionalByUrl(where).execute();
    assertThat(ids(where)).isEmpty();
  }

  @Test
  void theClientChoosesWhatAWriteAnswersWith() {
    for (var preferred : ca.uhn.fhir.rest.api.PreferReturnEnum.values()) {
      MethodOutcome outcome =
          CLIENT.create().resource(weight("client-b", 7)).prefer(preferred).execute();

      assertThat(outcome.getId().getVersionIdPart()).isEqualTo("1");
      switch (preferred) {
        case REPRESENTATION -> assertThat(outcome.getResource()).isInstanceOf(Observation.class);
        case MINIMAL -> assertThat(outcome.getResource()).isNull();
        case OPERATION_OUTCOME -> {
          OperationOutcome said = (OperationOutcome) outcome.getOperationOutcome();
          assertThat(said.getIssueFirstRep().getDiagnostics()).startsWith("created Observation/");
        }
        default -> throw new IllegalStateException(preferred.name());
      }
    }
  }

  @Test
  void aTransactionPatchesByABinary() {
    IIdType id =
        CLIENT
            .create()
            .resource(weight("client-b", 2))
            .execute()
            .getId()
            .toUnqualifiedVersionless();
    org.hl7.fhir.r4.model.Binary patch = new org.hl7.fhir.r4.model.Binary();
    patch.setContentType("application/json-patch+json");
    patch.setData(
        "[{\"op\":\"remove\",\"path\":\"/valueQuantity\"}]"
            .getBytes(java.nio.charset.StandardCharsets.UTF_8));
    for (BundleType type : List.of(BundleType.TRANSACTION, BundleType.BATCH)) {
      Bundle bundle = new Bundle().setType(type);
      bundle
          .addEntry()
          .setResource(patch)
          .getRequest()
          .setMethod(HTTPVerb.PATCH)
          .setUrl(id.getValue());

      Bundle done = CLIENT.transaction().withBundle(bundle).execute();

      assertThat(done.getEntryFirstRep().getResponse().getStatus()).startsWith("200");
      assertThat(done.getEntryFirstRep().getResponse().getEtag()).isEqualTo("W/\"2\"");
      patch.setData("[]".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
  }
}
