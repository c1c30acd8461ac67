package dev.tsumugi.consent;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClassifierTest {
  private static Facet facet(String type, String members) {
    String json = "{'resourceType':'" + type + "'" + (members.isEmpty() ? "" : "," + members) + "}";
    return Classifier.facetOf(Asking.json(json), false, "Organization/x");
  }

  private static String concept(String element, String system, String code) {
    return "'%s':{'coding':[{'system':'%s','code':'%s'}]}".formatted(element, system, code);
  }

  private static String concepts(String element, String system, String code) {
    return concept(element, system, code).replace("':{", "':[{") + "]";
  }

  @ParameterizedTest
  @CsvSource({
    "Patient, IDENTITY",
    "RelatedPerson, CONTACTS",
    "MedicationRequest, MEDICATION",
    "MedicationDispense, MEDICATION",
    "MedicationStatement, MEDICATION",
    "MedicationAdministration, MEDICATION",
    "AllergyIntolerance, ALLERGY",
    "Condition, PROBLEM",
    "FamilyMemberHistory, PROBLEM",
    "Flag, PROBLEM",
    "DiagnosticReport, RESULT",
    "Observation, RESULT",
    "Specimen, RESULT",
    "Procedure, PROCEDURE",
    "ServiceRequest, PROCEDURE",
    "Immunization, IMMUNIZATION",
    "Device, DEVICE",
    "Composition, DOCUMENT",
    "DocumentReference, DOCUMENT",
    "Binary, DOCUMENT",
    "Bundle, DOCUMENT",
    "Media, DOCUMENT",
    "QuestionnaireResponse, DOCUMENT",
    "CarePlan, CARE",
    "CareTeam, CARE",
    "EpisodeOfCare, CARE",
    "Goal, CARE",
    "Encounter, ENCOUNTER",
    "Appointment, ENCOUNTER",
    "Task, ENCOUNTER",
    "Communication, ENCOUNTER",
    "Consent, CONSENT",
    "List, OTHER",
    "Provenance, OTHER",
    "Claim, OTHER",
    "AuditEvent, OTHER"
  })
  void aTypeHasItsClass(String type, DataClass expected) {
    assertThat(facet(type, ""))
        .extracting(Facet::type, Facet::dataClass, Facet::recorder)
        .containsExactly(type, expected, "Organization/x");
  }

  @ParameterizedTest
  @CsvSource({
    "http://terminology.hl7.org/CodeSystem/observation-category, vital-signs, VITAL",
    "http://terminology.hl7.org/CodeSystem/observation-category, laboratory, RESULT",
    "http://terminology.hl7.org/CodeSystem/observation-category, imaging, RESULT",
    "http://terminology.hl7.org/CodeSystem/observation-category, social-history, SOCIAL",
    "http://jpfhir.jp/fhir/core/CodeSystem/JP_SimpleObservationCategory_CS, vital-signs, VITAL",
    "http://jpfhir.jp/fhir/core/CodeSystem/JP_SimpleObservationCategory_CS, body-measurement, VITAL",
    "http://jpfhir.jp/fhir/core/CodeSystem/JP_SimpleObservationCategory_CS, laboratory, RESULT",
    "http://jpfhir.jp/fhir/core/CodeSystem/JP_SimpleObservationCategory_CS, social-history, SOCIAL",
    "http://hl7.org/fhir/us/pacio-adi/CodeSystem/ADIPreferenceCategoryCS, intervention-preference, WISHES",
    "http://hl7.org/fhir/us/pacio-adi/CodeSystem/ADIPreferenceCategoryCS, care-experience-preference, WISHES",
    "http://loinc.org, 42348-3, WISHES",
    "http://example.org/other, vital-signs, RESULT"
  })
  void anObservationIsWhatItsCategorySays(String system, String code, DataClass expected) {
    assertThat(facet("Observation", concepts("category", system, code)).dataClass())
        .isEqualTo(expected);
  }

  @Test
  void anObservationOfTwoCategoriesIsTheMoreTelling() {
    String both =
        "'category':[{'coding':[{'system':'http://terminology.hl7.org/CodeSystem/observation-category','code':'vital-signs'}]},"
            + "{'coding':[{'system':'http://terminology.hl7.org/CodeSystem/observation-category','code':'laboratory'}]}]";

    assertThat(facet("Observation", both).dataClass()).isEqualTo(DataClass.RESULT);
  }

  @ParameterizedTest
  @CsvSource({
    "Observation, code, http://loinc.org, 81329-5, WISHES",
    "Observation, code, http://loinc.org, 81363-4, WISHES",
    "Observation, code, http://loinc.org, 100826-7, WISHES",
    "Observation, code, http://loinc.org, 8867-4, RESULT",
    "Observation, code, http://example.org, 81329-5, RESULT",
    "Composition, type, http://loinc.org, 81334-5, WISHES",
    "Composition, category, http://loinc.org, 42348-3, WISHES",
    "Composition, type, http://loinc.org, 60591-5, DOCUMENT",
    "DocumentReference, type, http://loinc.org, 86533-7, WISHES",
    "DocumentReference, category, http://loinc.org, 42348-3, WISHES",
    "DocumentReference, type, http://loinc.org, 64298-3, WISHES",
    "DocumentReference, type, http://loinc.org, 92664-2, WISHES",
    "DocumentReference, type, http://loinc.org, 93037-0, WISHES",
    "DocumentReference, type, http://example.org, 93037-0, DOCUMENT",
    "ServiceRequest, category, http://loinc.org, 100822-6, WISHES",
    "ServiceRequest, category, http://loinc.org, 100825-9, WISHES",
    "ServiceRequest, category, http://loinc.org, 26436-6, PROCEDURE",
    "Goal, category, http://loinc.org, 87528-6, WISHES",
    "CarePlan, category, http://loinc.org, 81378-2, WISHES",
    "List, code, http://loinc.org, 81340-2, WISHES",
    "Consent, category, http://terminology.hl7.org/CodeSystem/consentcategorycodes, acd, WISHES",
    "Consent, category, http://terminology.hl7.org/CodeSystem/consentcategorycodes, dnr, WISHES",
    "Consent, category, http://terminology.hl7.org/CodeSystem/consentcategorycodes, polst, WISHES",
    "Consent, category, http://terminology.hl7.org/CodeSystem/consentcategorycodes, hcd, CONSENT",
    "Consent, category, http://loinc.org, 59284-0, CONSENT",
    "Condition, code, http://loinc.org, 81329-5, PROBLEM"
  })
  void aCodeMayMakeItAWish(String type, String element, String system, String code, DataClass as) {
    boolean many = element.equals("category");
    String member = many ? concepts(element, system, code) : concept(element, system, code);

    assertThat(facet(type, member).dataClass()).isEqualTo(as);
  }

  @Test
  void aDocumentBundleIsWhatItsCompositionIs() {
    String entry =
        "'entry':[{'resource':{'resourceType':'Composition',"
            + concept("type", "http://loinc.org", "81334-5")
            + "}}]";

    assertThat(facet("Bundle", "'type':'document'," + entry).dataClass())
        .isEqualTo(DataClass.WISHES);
    assertThat(facet("Bundle", "'type':'collection'," + entry).dataClass())
        .isEqualTo(DataClass.DOCUMENT);
  }

  @Test
  void whatStandsOnTheClosedListIsOpen() {
    Facet open = Classifier.facetOf(Asking.json("{'resourceType':'Location'}"), true, "client:a");

    assertThat(open.dataClass()).isEqualTo(DataClass.OPEN);
  }

  private static String security(String... labels) {
    StringBuilder codings = new StringBuilder();
    for (String label : labels) {
      String[] parts = label.split("\\|", -1);
      if (codings.length() > 0) codings.append(',');
      codings.append(
          "{'system':'http://terminology.hl7.org/CodeSystem/%s','code':'%s'}"
              .formatted(parts[0], parts[1]));
    }
    return "'meta':{'security':[" + codings + "]}";
  }

  @Test
  void labelsAreReadFromMetaSecurity() {
    Facet facet =
        facet(
            "Condition",
            security("v3-ActCode|PSY", "v3-Confidentiality|R", "v3-ActCode|HIV", "other|XYZ"));

    assertThat(facet.sensitivity()).containsExactly("HIV", "PSY");
    assertThat(facet.confidentiality()).isEqualTo(Confidentiality.R);
    assertThat(facet("Condition", "").confidentiality()).isEqualTo(Confidentiality.N);
    assertThat(facet("Condition", security("v3-Confidentiality|U")).confidentiality())
        .isEqualTo(Confidentiality.U);
    assertThat(
            facet("Condition", security("v3-Confidentiality|V", "v3-Confidentiality|N"))
                .confidentiality())
        .isEqualTo(Confidentiality.V);
    assertThat(facet("Condition", security("v3-Confidentiality|QQ")).confidentiality())
        .isEqualTo(Confidentiality.V);
  }

  @Test
  void aBundleBearsTheLabelsOfItsEntries() {
    String entries =
        "'entry':[{'resource':{'resourceType':'Condition',"
            + security("v3-ActCode|HIV", "v3-Confidentiality|R")
            + "}},{'resource':{'resourceType':'Condition',"
            + security("v3-ActCode|PSY")
            + "}}]";
    Facet facet = facet("Bundle", entries + "," + security("v3-Confidentiality|L"));

    assertThat(facet.confidentiality()).isEqualTo(Confidentiality.R);
    assertThat(facet.sensitivity()).containsExactly("HIV", "PSY");
  }

  @Test
  void anUncodedDocumentIsRestrictedUntilItIsLabelled() {
    assertThat(facet("Binary", "").confidentiality()).isEqualTo(Confidentiality.R);
    assertThat(facet("DocumentReference", "").confidentiality()).isEqualTo(Confidentiality.R);
    assertThat(facet("DocumentReference", "'type':{'text':'letter'}").confidentiality())
        .isEqualTo(Confidentiality.R);
    assertThat(facet("Media", "").confidentiality()).isEqualTo(Confidentiality.R);
    String typed = concept("type", "http://loinc.org", "34133-9");
    assertThat(facet("DocumentReference", typed).confidentiality()).isEqualTo(Confidentiality.N);
    assertThat(facet("Media", typed).confidentiality()).isEqualTo(Confidentiality.N);
    assertThat(facet("Binary", security("v3-Confidentiality|N")).confidentiality())
        .isEqualTo(Confidentiality.N);
  }

  @Test
  void facetsAreEqualWhateverTheOrderOfTheirLabels() {
    Facet one = facet("Condition", security("v3-ActCode|PSY", "v3-ActCode|HIV"));
    Facet two = facet("Condition", security("v3-ActCode|HIV", "v3-ActCode|PSY"));

    assertThat(one).isEqualTo(two).hasSameHashCodeAs(two);
    assertThat(one.sensitivity()).isEqualTo(java.util.Set.of("PSY", "HIV"));
  }
}
