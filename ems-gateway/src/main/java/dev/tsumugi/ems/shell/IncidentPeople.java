package dev.tsumugi.ems.shell;

import dev.tsumugi.consent.Access;
import dev.tsumugi.ems.Confirmations;
import dev.tsumugi.ems.Hit;
import dev.tsumugi.kernel.Ref;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Those whom codes of earlier answers confirm, and whom the incident's call may be about. */
final class IncidentPeople implements SealedOperations.Sealable {
  private final EmergencyLookup lookup;
  private final Confirmations confirmations;

  IncidentPeople(EmergencyLookup lookup, Confirmations confirmations) {
    this.lookup = lookup;
    this.confirmations = confirmations;
  }

  @Override
  public Map<Ref, Hit> people(Access crew, Ref incident, List<String> confirms) {
    Map<Ref, Hit> people = new LinkedHashMap<>();
    for (String code : confirms) {
      Confirmations.Confirmed confirmed = confirmations.open(crew, code);
      people.put(confirmed.patient(), confirmed.hit());
    }
    lookup.meant(crew, incident).forEach(people::putIfAbsent);
    return people;
  }
}
