package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.consent.Access;
import dev.tsumugi.consent.DataClass;
import dev.tsumugi.fhirserver.JournalEntry;
import dev.tsumugi.fhirserver.JournalQuestions;
import dev.tsumugi.fhirserver.Notices;
import dev.tsumugi.fhirserver.TokenText;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.kernel.Ref;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Questions about the journal over PostgreSQL; an answer, its journal row and it are one commit.
 */
final class JdbcQuestions implements JournalQuestions {
  private static final String TYPE = "Communication";

  private final Flow.Parts parts;
  private final HubRows rows;
  private final HubWrites writes;

  JdbcQuestions(Flow.Parts parts, HubRows rows) {
    this.parts = parts;
    this.rows = rows;
    this.writes = new HubWrites(parts);
  }

  @Override
  public List<Question> list(Access officer, Optional<Boolean> answered) {
    List<Question> questions =
        parts
            .database()
            .snapshot(
                connection -> {
                  demandOffice(connection, officer);
                  return joined(connection);
                });
    List<Question> wanted =
        questions.stream()
            .filter(one -> answered.isEmpty() || answered.get() == one.answer().isPresent())
            .toList();
    Set<Ref> told = new LinkedHashSet<>();
    for (Question question : wanted) told.add(patient(question.asked()));
    List<JournalEntry> entries = new ArrayList<>();
    for (Ref patient : told) entries.add(entry(officer, Optional.of(patient), "questions"));
    if (entries.isEmpty()) entries.add(entry(officer, Optional.empty(), "questions"));
    parts.journal().append(entries);
    return wanted;
  }

  @Override
  public Ref answer(Access officer, Ref question, String text) {
    Ref answer = new Ref(TYPE, parts.settings().newId().get());
    return writes.write(
        (connection, generation, now) -> {
          demandOffice(connection, officer);
          Ref patient = patient(asked(connection, question));
          if (!rows.holds(connection, patient)) throw noQuestion();
          Json.Obj told =
              Notices.answered(patient, question, officer.requester().name(), text, now);
          rows.create(connection, generation, answer, told, HubRows.RECORDER, now);
          return new HubWrites.Done<>(
              answer, List.of(entry(officer, Optional.of(patient), "answer to a question")));
        });
  }

  private Json.Obj asked(Connection connection, Ref question) throws SQLException {
    return marked(connection, Notices.QUESTION).stream()
        .filter(row -> row.ref().equals(question))
        .map(row -> Json.parseObject(row.stored().json()))
        .findFirst()
        .orElseThrow(JdbcQuestions::noQuestion);
  }

  private static Problem noQuestion() {
    return Problem.of(Problem.Kind.NOT_FOUND, "there is no such question here");
  }

  private List<Question> joined(Connection connection) throws SQLException {
    Map<String, Json.Obj> answers = new HashMap<>();
    for (Row row : marked(connection, Notices.ANSWER)) {
      Json.Obj json = Json.parseObject(row.stored().json());
      for (Json.Obj to : json.objects("inResponseTo")) {
        answers.put(String.valueOf(to.text("reference")), json);
      }
    }
    List<Question> questions = new ArrayList<>();
    for (Row row : marked(connection, Notices.QUESTION)) {
      Json.Obj asked = Json.parseObject(row.stored().json());
      if (!subject(asked).isPresent()) continue;
      Json.Obj answer = answers.get(row.ref().toString());
      questions.add(new Question(asked, Optional.ofNullable(answer)));
    }
    return questions;
  }

  /** Communications by category, the newest first: undecided, and for the office alone. */
  private List<Row> marked(Connection connection, String category) throws SQLException {
    short type = parts.r4().typeNumber(TYPE);
    short number = parts.r4().searchParameter(TYPE, "category").orElseThrow().number();
    long token = TokenText.hash(type, number, TokenText.exact(Notices.NOTICE, category));
    Sql sql =
        new Sql()
            .add(
                "select "
                    + Row.COLUMNS
                    + " from resource r where r.type = ? and r.tokens @> array[?::bigint]"
                    + " order by r.updated desc, r.row desc limit ?",
                type,
                token,
                MOST_LISTED);
    return parts.reader().rows(connection, sql, TYPE);
  }

  private static Optional<Ref> subject(Json.Obj communication) {
    Json.Obj subject = communication.obj("subject");
    return Optional.ofNullable(subject == null ? null : subject.text("reference"))
        .flatMap(Ref::parse)
        .filter(ref -> ref.type().equals("Patient"));
  }

  private static Ref patient(Json.Obj communication) {
    return subject(communication).orElseThrow();
  }

  private void demandOffice(Connection connection, Access officer) throws SQLException {
    Ruling own = Ruling.over(connection, parts.facets(), parts.policies(), officer, List.of());
    if (Speaking.isOffice(officer, own)) return;
    throw Problem.of(
        Problem.Kind.FORBIDDEN,
        "questions are the privacy officer's; the sign-on must reach Consents (user/Consent.rs)");
  }

  private static JournalEntry entry(Access access, Optional<Ref> patient, String asked) {
    return new JournalEntry(
        JournalEntry.Kind.QUERY,
        access.requester(),
        patient,
        asked,
        new TreeSet<>(Set.of(DataClass.OTHER.code())),
        true,
        Speaking.OVERSIGHT,
        List.of());
  }
}
