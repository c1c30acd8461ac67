package dev.tsumugi.fhirserver.shell.terms;

import dev.tsumugi.fhirserver.Operation;
import dev.tsumugi.fhirserver.Records;
import dev.tsumugi.kernel.Shapes;
import dev.tsumugi.terminology.Definitions;
import dev.tsumugi.terminology.Operations;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** Every terminology operation that is offered. */
public final class TermOperations {
  private static final String HL7 = "http://hl7.org/fhir/OperationDefinition/";

  private TermOperations() {}

  private static final List<TermOperation.Kind> ON_TYPE =
      List.of(
          new TermOperation.Kind(
              "$lookup",
              "CodeSystem",
              "codeSystem",
              HL7 + "CodeSystem-lookup",
              "What a code means: display, definition, designations, properties",
              Operations::lookup),
          new TermOperation.Kind(
              "$batch-validate-code",
              "ValueSet",
              "valueSet",
              Shapes.BASE + "/OperationDefinition/batch-validate-code",
              "Several validations, each in a parameter 'validation'",
              Operations::batchValidate));

  private static final List<TermOperation.Kind> ON_BOTH =
      List.of(
          new TermOperation.Kind(
              "$validate-code",
              "CodeSystem",
              "codeSystem",
              HL7 + "CodeSystem-validate-code",
              "Is a code in a code system, and its display right? Codes of unknown systems are told"
                  + " apart from wrong ones",
              Operations::validateSystemCode),
          new TermOperation.Kind(
              "$subsumes",
              "CodeSystem",
              "codeSystem",
              HL7 + "CodeSystem-subsumes",
              "How two codes of one system relate",
              Operations::subsumes),
          new TermOperation.Kind(
              "$expand",
              "ValueSet",
              "valueSet",
              HL7 + "ValueSet-expand",
              "The codes of a value set; up to 1,000 without count, pages of up to 10,000",
              Operations::expand),
          new TermOperation.Kind(
              "$validate-code",
              "ValueSet",
              "valueSet",
              HL7 + "ValueSet-validate-code",
              "Is a code, Coding or CodeableConcept in a value set? What is not known here is told"
                  + " apart from what is not a member",
              Operations::validateCode),
          new TermOperation.Kind(
              "$translate",
              "ConceptMap",
              "conceptMap",
              HL7 + "ConceptMap-translate",
              "A code in another system, by the concept maps known, in either direction",
              Operations::translate));

  public static List<Operation> all(Records records, Definitions definitions, Clock clock) {
    Operations operations = new Operations(definitions);
    List<Operation> all = new ArrayList<>();
    for (TermOperation.Kind kind : ON_TYPE) {
      all.add(new TermOperation(kind, false, records, operations, clock));
    }
    for (TermOperation.Kind kind : ON_BOTH) {
      all.add(new TermOperation(kind, false, records, operations, clock));
      all.add(new TermOperation(kind, true, records, operations, clock));
    }
    return all;
  }
}
