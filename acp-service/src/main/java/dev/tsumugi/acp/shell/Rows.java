package dev.tsumugi.acp.shell;

import dev.tsumugi.consent.Access;
import dev.tsumugi.fhirserver.Query;
import dev.tsumugi.fhirserver.QueryParser;
import dev.tsumugi.fhirserver.QueryParser.Word;
import dev.tsumugi.fhirserver.Records;
import dev.tsumugi.fhirserver.StoredResource;
import dev.tsumugi.kernel.Coding;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.kernel.Ref;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What of the records a requester may see, whole: no page of an answer is left behind. */
record Rows(Records records, QueryParser queries) {

  /** As it stands; hidden, absent and deleted are one. */
  Optional<StoredResource> find(Access access, Ref ref) {
    try {
      return records.read(access, ref);
    } catch (Problem deleted) {
      if (deleted.kind() != Problem.Kind.GONE) throw deleted;
      return Optional.empty();
    }
  }

  /** Every match, by as many pages as there are. */
  List<StoredResource> all(Access access, String type, List<Word> words) {
    List<Word> asked = new ArrayList<>(words);
    asked.add(new Word("_count", Integer.toString(QueryParser.MAX_COUNT)));
    Query query = queries.parse(type, asked);
    List<StoredResource> found = new ArrayList<>();
    Optional<Query.Position> after = Optional.empty();
    do {
      Query.Page page = records.search(access, query, after);
      found.addAll(page.matches());
      after = page.next();
    } while (after.isPresent());
    return found;
  }

  static Word of(Ref patient) {
    return new Word("patient", patient.toString());
  }

  /** One of these codes. */
  static Word coded(String parameter, Coding... codings) {
    List<String> tokens = new ArrayList<>();
    for (Coding coding : codings) tokens.add(coding.system() + "|" + coding.code());
    return new Word(parameter, String.join(",", tokens));
  }
}
