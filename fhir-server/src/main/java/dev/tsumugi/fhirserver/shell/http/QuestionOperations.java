package dev.tsumugi.fhirserver.shell.http;

import dev.tsumugi.consent.Access;
import dev.tsumugi.fhirserver.JournalQuestions;
import dev.tsumugi.fhirserver.Operation;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.kernel.Ref;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What residents ask about who looked, for the privacy officer to read and to answer. */
final class QuestionOperations {
  private QuestionOperations() {}

  static List<Operation> all(JournalQuestions questions) {
    return List.of(
        new OnSystem(
            "$journal-questions",
            "What residents ask about who looked at their record, newest first, as Communications,"
                + " answers beside them; status: open (usual), answered, all. For privacy officers",
            true,
            Set.of("status"),
            (access, call) -> list(questions, access, call)),
        new OnSystem(
            "$answer-question",
            "Answers one (parameters question: a reference, text) and tells the resident. For"
                + " privacy officers",
            false,
            Set.of("question", "text"),
            (access, call) -> answer(questions, access, call)));
  }

  private static byte[] list(JournalQuestions questions, Access access, Operation.Call call) {
    Optional<Boolean> answered =
        switch (call.value("status").orElse("open")) {
          case "open" -> Optional.of(false);
          case "answered" -> Optional.of(true);
          case "all" -> Optional.empty();
          default -> throw Problem.invalid("status", "is open, answered or all");
        };
    List<Json> entries = new ArrayList<>();
    for (JournalQuestions.Question question : questions.list(access, answered)) {
      entries.add(Json.object().put("resource", question.asked()).build());
      question
          .answer()
          .ifPresent(answer -> entries.add(Json.object().put("resource", answer).build()));
    }
    return Json.bytes(
        Json.object()
            .put("resourceType", "Bundle")
            .put("type", "collection")
            .put("entry", entries)
            .build());
  }

  private static byte[] answer(JournalQuestions questions, Access access, Operation.Call call) {
    Ref question = Input.demandReference(call, "question", "Communication");
    String text = call.value("text").map(String::strip).orElse("");
    if (text.isEmpty() || text.length() > JournalQuestions.LONGEST) {
      throw Problem.invalid("text", "say it in 1 to " + JournalQuestions.LONGEST + " characters");
    }
    String answer = questions.answer(access, question, text).toString();
    Json reference = Json.object().put("reference", answer).build();
    Json parameter = Json.object().put("name", "answer").put("valueReference", reference).build();
    return Json.bytes(
        Json.object()
            .put("resourceType", "Parameters")
            .put("parameter", List.of(parameter))
            .build());
  }
}
