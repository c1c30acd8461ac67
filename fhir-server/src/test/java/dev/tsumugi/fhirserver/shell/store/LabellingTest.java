package dev.tsumugi.fhirserver.shell.store;

import static dev.tsumugi.fhirserver.shell.store.LabelledTown.condition;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tsumugi.consent.SecurityLabels;
import dev.tsumugi.fhirserver.StoredResource;
import dev.tsumugi.fhirserver.Write;
import dev.tsumugi.fhirserver.Written;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Ref;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Labels that follow from codes, on what is written. */
class LabellingTest {
  private static final String LABEL = "'system':'" + LabelledTown.ACT_CODE + "','code':";

  private LabelledTown town;

  @BeforeEach
  void start(@TempDir Path folder) {
    town = new LabelledTown(folder);
  }

  @AfterEach
  void stop() {
    assertThat(town.broken()).isEmpty();
    town.close();
  }

  private static String drug(String id, String code) {
    return "{'resourceType':'MedicationStatement','id':'"
        + id
        + "','status':'active','subject':{'reference':'Patient/hanako'},"
        + "'medicationCodeableConcept':{'coding':[{'system':'http://www.whocc.no/atc','code':'"
        + code
        + "'}]}}";
  }

  @Test
  void aDrugThatTellsOfHivIsHiddenFromWhomHivIsHiddenFrom() {
    town.put(drug("emtricitabine", "J05AR03"));
    town.put(drug("amlodipine", "C08CA01"));

    assertThat(town.labels("MedicationStatement/emtricitabine")).containsExactly("R", "HIV");
    assertThat(town.labels("MedicationStatement/amlodipine")).isEmpty();
    assertThat(town.sees(town.doctor, "MedicationStatement/emtricitabine")).isFalse();
    assertThat(town.sees(town.doctor, "MedicationStatement/amlodipine")).isTrue();
    assertThat(town.sees(town.hanako, "MedicationStatement/emtricitabine")).isTrue();
    assertThat(town.found(town.doctor, "MedicationStatement", "patient=hanako"))
        .containsExactly("amlodipine");
  }

  @Test
  void labelsAreFoundByTheSearchForThem() {
    town.put(condition("hiv", "B20"));
    town.put(condition("cold", "J00"));
    String hiv = "_security=" + LabelledTown.ACT_CODE + "|HIV";

    assertThat(town.found(town.loader, "Condition", hiv)).containsExactly("hiv");
    assertThat(town.found(town.loader, "Condition", "_security=R")).containsExactly("hiv");
    assertThat(town.found(town.doctor, "Condition", hiv)).isEmpty();
  }

  @Test
  void whatTheAuthorSaidStandsBesideAndOfConfidentialityThereIsOne() {
    town.put(
        condition(
            "low",
            "B20",
            "'meta':{'security':[{"
                + LABEL
                + "'PSY'},{'system':'http://terminology.hl7.org/CodeSystem/v3-Confidentiality','code':"
                + "'L'}],'tag':[{'code':'t'}]},"));
    town.put(
        condition(
            "very",
            "B20",
            "'meta':{'security':[{'system':"
                + "'http://terminology.hl7.org/CodeSystem/v3-Confidentiality','code':'V'},{"
                + LABEL
                + "'HIV'}]},"));
    town.put(condition("authored", "J00", "'meta':{'security':[{" + LABEL + "'STD'}]},"));

    assertThat(town.labels("Condition/low")).containsExactly("PSY", "R", "HIV");
    assertThat(town.labels("Condition/very")).containsExactly("V", "HIV");
    assertThat(town.labels("Condition/authored")).containsExactly("STD", "R");
  }

  @Test
  void whatComesBackAsItWasReadIsUnchangedAndNobodysWord() {
    town.put(condition("hiv", "B20"));
    StoredResource read = town.read(town.loader, "Condition/hiv").orElseThrow();
    assertThat(new String(read.json(), java.nio.charset.StandardCharsets.UTF_8))
        .contains(SecurityLabels.DERIVED);

    Write same = new Write.Update(read.ref(), TestStore.json(read), "", OptionalInt.of(1));
    Written again = town.store.commit(town.loader, same).get(0);

    assertThat(again.kind()).isEqualTo(Written.Kind.UNCHANGED);
    Json.Obj changed = TestStore.json(read).with("recordedDate", Json.text("2026-01-01"));
    town.store.commit(town.loader, new Write.Update(read.ref(), changed, "", OptionalInt.of(1)));
    assertThat(town.labels("Condition/hiv")).containsExactly("R", "HIV");
    assertThat(town.store.number("select count(*) from resource where meta like '%HIV%'")).isZero();
    town.put(condition("hiv", "J00"));
    assertThat(town.labels("Condition/hiv")).isEmpty();
  }

  @Test
  void aPrescriptionRevealsWhatItsMedicationReveals() {
    String medication =
        "{'resourceType':'Medication','id':'m','code':{'coding':[{'system':"
            + "'http://www.whocc.no/atc','code':'J05AR03'}]}}";
    String request =
        "{'resourceType':'MedicationRequest','id':'r','status':'active','intent':'order','subject':"
            + "{'reference':'Patient/hanako'},'medicationReference':{'reference':'Medication/m'}}";
    town.put(medication);
    town.put(request);
    town.store.commit(
        town.loader,
        TestStore.update(medication.replace("'m'", "'m2'")),
        TestStore.update(request.replace("'r'", "'r2'").replace("Medication/m", "Medication/m2")));

    assertThat(town.labels("MedicationRequest/r")).containsExactly("R", "HIV");
    assertThat(town.labels("MedicationRequest/r2")).containsExactly("R", "HIV");
    assertThat(town.found(town.doctor, "MedicationRequest", "patient=hanako")).isEmpty();
    assertThat(town.found(town.hanako, "MedicationRequest", "patient=hanako"))
        .containsExactly("r", "r2");
  }

  @Test
  void aMedicationThatBecomesAnotherRelabelsWhatNamesIt() {
    String medication =
        "{'resourceType':'Medication','id':'m','code':{'coding':[{'system':"
            + "'http://www.whocc.no/atc','code':'%s'}]}}";
    String request =
        "{'resourceType':'MedicationRequest','id':'r','status':'active','intent':'order','subject':"
            + "{'reference':'Patient/hanako'},'note':[{'text':'%s'}],'medicationReference':"
            + "{'reference':'Medication/m'}}";
    town.put(medication.formatted("C08CA01"));
    town.put(request.formatted("one"));
    town.put(request.formatted("two"));
    assertThat(town.sees(town.doctor, "MedicationRequest/r")).isTrue();

    town.put(medication.formatted("J05AR03"));

    assertThat(town.sees(town.doctor, "MedicationRequest/r")).isFalse();
    Ref ref = new Ref("MedicationRequest", "r");
    assertThat(town.store.history(town.doctor, ref)).isEmpty();
    assertThat(town.store.history(town.hanako, ref)).hasSize(2);
    assertThat(town.read(town.loader, "MedicationRequest/r").orElseThrow().tag()).isEqualTo("2.1");
    town.put(medication.formatted("C08CA01"));
    assertThat(town.sees(town.doctor, "MedicationRequest/r")).isTrue();
  }

  @Test
  void aDocumentNobodyHasCodedIsRestrictedAndSaysSo() {
    town.put(
        "{'resourceType':'DocumentReference','id':'scan','status':'current','subject':{'reference':"
            + "'Patient/hanako'},'content':[{'attachment':{'title':'scan'}}]}");

    assertThat(town.labels("DocumentReference/scan")).containsExactly("R");
  }

  @Test
  void aDocumentIsWhatItsEntriesAre() {
    town.put(
        "{'resourceType':'Bundle','id':'doc','type':'collection','entry':[{'resource':"
            + condition("inner", "B20")
            + "},{'resource':{'resourceType':'Patient','id':'hanako'}}]}");

    assertThat(town.labels("Bundle/doc")).containsExactly("R", "HIV");
  }

  @Test
  void earlierVersionsAreLabelledByTheirOwnCodes() {
    town.put(condition("was", "B20"));
    town.put(condition("was", "J00"));
    Ref ref = new Ref("Condition", "was");

    assertThat(town.store.history(town.hanako, ref))
        .extracting(version -> LabelledTown.labels(TestStore.json(version)))
        .containsExactly(List.of(), List.of("R", "HIV"));
    assertThat(town.store.history(town.doctor, ref))
        .extracting(StoredResource::version)
        .containsExactly(2);
  }
}
