package dev.tsumugi.ems;

import dev.tsumugi.fhirserver.Sheets.Lookup;
import dev.tsumugi.fhirserver.StoredResource;
import dev.tsumugi.kernel.FhirTime;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Ref;
import java.time.Instant;
import java.time.LocalDate;
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
    if (lookup instanceof Lookup.Found found) {
      if (opens) found(found, identityOnly, parts);
      else candidates(List.of(found.patient()), parts);
    } else if (lookup instanceof Lookup.Candidates candidates) {
      candidates(candidates.patients(), parts);
    } else {
      parts.add(Parts.code("outcome", "unknown"));
    }
    return Parts.parameters(parts);
  }

  /** The outcome of an answer: its first parameter. */
  public static String outcome(byte[] answer) {
    List<Json.Obj> parameters = Json.parseObject(answer).objects("parameter");
    return String.valueOf(parameters.get(0).text("valueCode"));
  }

  private void found(Lookup.Found found, boolean identityOnly, List<Json.Obj> parts) {
    parts.add(Parts.code("outcome", "found"));
    Hit hit = hit(found.patient());
    List<Json.Obj> match = new ArrayList<>();
    match.add(Parts.reference("patient", found.patient().ref().toString()));
    match.add(Parts.code("foundBy", hit.foundBy()));
    match.add(Parts.code("certainty", hit.certainty()));
    match.add(Parts.text("confirm", codes.of(found.patient().ref(), hit)));
    parts.add(Parts.group("match", match));
    List<Json.Obj> sheet = Answer.sheet(found, at);
    if (identityOnly) sheet.removeIf(part -> !"identity".equals(part.text("name")));
    parts.addAll(sheet);
  }

  private void candidates(List<StoredResource> patients, List<Json.Obj> parts) {
    parts.add(Parts.code("outcome", "candidates"));
    for (StoredResource patient : patients) {
      Hit hit = hit(patient);
      List<Json.Obj> candidate = new ArrayList<>();
      candidate.add(Parts.reference("patient", patient.ref().toString()));
      candidate.addAll(Identity.inShort(Answer.json(patient), at));
      candidate.add(Parts.code("certainty", hit.certainty()));
      for (String code : hit.agrees()) candidate.add(Parts.code("agrees", code));
      for (String code : hit.differs()) candidate.add(Parts.code("differs", code));
      candidate.add(Parts.text("confirm", codes.of(patient.ref(), hit)));
      parts.add(Parts.group("candidate", candidate));
    }
  }

  private Hit hit(StoredResource patient) {
    LocalDate today = at.atZone(FhirTime.ZONE).toLocalDate();
    return question.hit(Answer.json(patient), today);
  }
}
