package dev.tsumugi.ems.shell;

import dev.tsumugi.consent.Access;
import dev.tsumugi.fhirserver.Records;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Ref;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Those whom the crew confirmed, and the subject of its incident. */
final class IncidentPatients implements SealedOperations.Sealable {
  private final Records records;

  IncidentPatients(Records records) {
    this.records = records;
  }

  @Override
  public List<Ref> patients(Access crew, Ref incident, List<String> confirms) {
    Set<Ref> patients = new LinkedHashSet<>();
    records
        .read(crew, incident)
        .map(encounter -> Json.parseObject(encounter.json()))
        .flatMap(SealedOperations::subject)
        .ifPresent(patients::add);
    for (String confirm : confirms) {
      Ref.parse(confirm).filter(ref -> ref.type().equals("Patient")).ifPresent(patients::add);
    }
    return List.copyOf(patients);
  }
}
