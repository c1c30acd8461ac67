package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.consent.Access;
import dev.tsumugi.consent.SecurityLabels;
import dev.tsumugi.fhirserver.Query;
import dev.tsumugi.fhirserver.QueryParser;
import dev.tsumugi.fhirserver.StoredResource;
import dev.tsumugi.fhirserver.Write;
import dev.tsumugi.fhirserver.suite.Corpus;
import dev.tsumugi.fhirserver.suite.Evaluator;
import dev.tsumugi.fhirserver.suite.Question;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Ref;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;

/** A store that holds the suite's corpus, loaded once a JVM; nobody writes into it. */
final class SuiteStore {
  private static final class Loaded {
    static final SuiteStore STORE = new SuiteStore();
  }

  private final Corpus written = Corpus.read();

  /** As it is read: with the labels that follow from codes, which have tests of their own. */
  final Corpus corpus;

  final Instant now = Corpus.at(written.batches().size());
  final Evaluator evaluator;
  private final Map<Question, List<String>> expected = new ConcurrentHashMap<>();
  private final TestStore store;
  private final QueryParser parser = new QueryParser(TestStore.R4_FACTS);
  private final Access reader;

  static SuiteStore loaded() {
    return Loaded.STORE;
  }

  private SuiteStore() {
    try {
      store = new TestStore(Files.createTempDirectory("tsumugi-suite-"));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    // It ends with the JVM, as its database does: closing it while that stops would wait in vain.
    for (int i = 0; i < written.batches().size(); i++) {
      store.clock.advance(Duration.between(store.clock.instant(), Corpus.at(i)));
      load(written.batches().get(i));
    }
    corpus = labelled();
    evaluator = new Evaluator(corpus, now);
    store.clock.advance(Duration.between(store.clock.instant(), now));
    store.sql("vacuum analyze");
    reader = store.loader();
  }

  private Corpus labelled() {
    Map<Ref, List<String>> labels = new HashMap<>();
    try (Connection connection = store.asSuperuser();
        Statement sql = connection.createStatement()) {
      ResultSet row =
          sql.executeQuery("select type, id, labels from resource where labels <> '{}'");
      while (row.next()) {
        Ref ref = new Ref(TestStore.R4_FACTS.typeName(row.getShort(1)), row.getString(2));
        labels.put(ref, List.of((String[]) row.getArray(3).getArray()));
      }
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
    return written.as(
        resource -> {
          Ref ref = new Ref(resource.text("resourceType"), resource.text("id"));
          List<String> stated = labels.getOrDefault(ref, List.of());
          if (stated.isEmpty()) return resource;
          return resource.with("meta", SecurityLabels.stated(resource.obj("meta"), stated));
        });
  }

  private void load(List<Json.Obj> batch) {
    List<Write> writes = new ArrayList<>();
    for (Json.Obj resource : batch) {
      Ref ref = new Ref(resource.text("resourceType"), resource.text("id"));
      writes.add(new Write.Update(ref, resource, "", OptionalInt.empty()));
    }
    store.store.records().commit(store.loader(), writes);
  }

  /** What going through all resources finds; worked out once for each question. */
  List<String> expected(Question question) {
    return expected.computeIfAbsent(question, evaluator::matches);
  }

  /** One page, as {@code Type/id}. */
  record Page(List<String> matches, List<String> along, OptionalLong total) {}

  /** Every page to the end. */
  List<Page> ask(Question question) {
    List<QueryParser.Word> words =
        question.words().stream().map(w -> new QueryParser.Word(w.name(), w.value())).toList();
    Query query = parser.parse(question.type(), words);
    List<Page> pages = new ArrayList<>();
    Optional<Query.Position> after = Optional.empty();
    do {
      Query.Page page = store.store.records().search(reader, query, after);
      pages.add(new Page(refs(page.matches()), refs(page.included()), page.total()));
      after = page.next();
    } while (after.isPresent());
    return pages;
  }

  private static List<String> refs(List<StoredResource> resources) {
    return resources.stream().map(resource -> resource.ref().toString()).toList();
  }
}
