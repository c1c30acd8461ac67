package dev.tsumugi.fhirserver.shell.http;

import dev.tsumugi.fhirserver.AccessDecisions;
import dev.tsumugi.fhirserver.BreakGlass;
import dev.tsumugi.fhirserver.JournalQuestions;
import dev.tsumugi.fhirserver.Operation;
import dev.tsumugi.fhirserver.Records;
import java.util.ArrayList;
import java.util.List;

/**
 * Every operation about consents, what they decide, what goes past them in an emergency, and what
 * residents ask about it.
 */
public final class ConsentOperations {
  private ConsentOperations() {}

  public static List<Operation> all(
      Records records, AccessDecisions decisions, BreakGlass glass, JournalQuestions questions) {
    List<Operation> all = new ArrayList<>();
    all.add(new FileConsentOperation(records, decisions));
    all.add(new RevokeConsentOperation(records));
    all.add(new UnreadableConsentsOperation(decisions));
    all.add(new AccessDecisionOperation(decisions));
    all.addAll(BreakGlassOperations.all(glass));
    all.addAll(QuestionOperations.all(questions));
    return all;
  }
}
