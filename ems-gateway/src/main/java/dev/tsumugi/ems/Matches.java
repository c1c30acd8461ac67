package dev.tsumugi.ems;

import dev.tsumugi.fhirserver.Sheets.Lookup;
import dev.tsumugi.fhirserver.StoredResource;
import dev.tsumugi.kernel.FhirTime;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Ref;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The answer of a look-up: who was found and how, or who may be meant. Each comes with a code by
 * which the crew says: it is this one.
 *
 * @param opens whether the sheet of one who is found is shown, or only who it is
 * @param at when it was asked: for ages, and for what has ended or not yet begun
 */
public record Matches(Question question, boolean opens, Codes codes, Instant at) {
  /** Opened or not as the question has it. */
  public Matches(Question question, Codes codes, Instant at) {
    this(question, question.opens(), codes, at);
  }

  /** Makes the code of one who was found. */
  public interface Codes {
    String of(Ref patient, Hit hit);
  }

  /** UTF-8 JSON; what is unknown is the same bytes, whatever was asked and whoever is withheld. */
  public byte[] bytes(Lookup lookup, boolean identityOnly) {
    List<Json.Obj> parts = new ArrayList<>();
    parts.add(Parts.code("outcome", outcome(lookup)));
    if (lookup instanceof Lookup.Found found) {
      if (opens) found(found, identityOnly, parts);
      else candidates(List.of(found.patient()), parts);
    } else if (lookup instanceof Lookup.Candidates candidates) {
      candidates(candidates.patients(), parts);
    }
    return Parts.parameters(parts);
  }

  /** What the answer to it says first: {@code found}, {@code candidates} or {@code unknown}. */
  public String outcome(Lookup lookup) {
    if (lookup instanceof Lookup.Found) return opens ? "found" : "candidates";
    return lookup instanceof Lookup.Candidates ? "candidates" : "unknown";
  }

  private void found(Lookup.Found found, boolean identityOnly, List<Json.Obj> parts) {
    Json.Obj patient = Answer.json(found.patient());
    Hit hit = hit(patient);
    List<Json.Obj> match = new ArrayList<>();
    match.add(Parts.reference("patient", found.patient().ref().toString()));
    match.add(Parts.code("foundBy", hit.foundBy()));
    match.add(Parts.code("certainty", hit.certainty()));
    match.add(Parts.text("confirm", codes.of(found.patient().ref(), hit)));
    parts.add(Parts.group("match", match));
    List<Json.Obj> sheet = Answer.sheet(patient, found.blocks(), at);
    if (identityOnly) sheet.removeIf(part -> !"identity".equals(part.text("name")));
    parts.addAll(sheet);
  }

  private void candidates(List<StoredResource> patients, List<Json.Obj> parts) {
    for (StoredResource stored : patients) {
      Json.Obj patient = Answer.json(stored);
      Hit hit = hit(patient);
      List<Json.Obj> candidate = new ArrayList<>();
      candidate.add(Parts.reference("patient", stored.ref().toString()));
      candidate.addAll(Identity.inShort(patient, at));
      candidate.add(Parts.code("certainty", hit.certainty()));
      for (String code : hit.agrees()) candidate.add(Parts.code("agrees", code));
      for (String code : hit.differs()) candidate.add(Parts.code("differs", code));
      candidate.add(Parts.text("confirm", codes.of(stored.ref(), hit)));
      parts.add(Parts.group("candidate", candidate));
    }
  }

  private Hit hit(Json.Obj patient) {
    return question.hit(patient, at.atZone(FhirTime.ZONE).toLocalDate());
  }
}
