package dev.tsumugi.acp.shell;

import dev.tsumugi.acp.people.RoleResources;
import dev.tsumugi.consent.Access;
import dev.tsumugi.fhirserver.Query;
import dev.tsumugi.fhirserver.QueryParser;
import dev.tsumugi.fhirserver.QueryParser.Word;
import dev.tsumugi.fhirserver.Records;
import dev.tsumugi.fhirserver.StoredResource;
import dev.tsumugi.fhirserver.Write;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.kernel.Ref;
import dev.tsumugi.kernel.Shapes.Category;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** The rows of a resident's people, through the gate. */
final class RoleRecords {
  private final Records records;
  private final QueryParser queries;

  RoleRecords(Records records, QueryParser queries) {
    this.records = records;
    this.queries = queries;
  }

  /** A version that stands. */
  record Found(Ref ref, int version, Json.Obj body) {
    Write becoming(Json.Obj next) {
      return new Write.Update(ref, next, "", OptionalInt.of(version));
    }

    Write withStatus(String status) {
      return becoming(body.with("status", Json.text(status)));
    }
  }

  /** Empty for what is hidden, absent or deleted. */
  Optional<Found> find(Access access, Ref ref) {
    try {
      return records.read(access, ref).map(RoleRecords::found);
    } catch (Problem problem) {
      if (problem.kind() == Problem.Kind.GONE) return Optional.empty();
      throw problem;
    }
  }

  private static Found found(StoredResource stored) {
    return new Found(stored.ref(), stored.version(), Json.parseObject(stored.json()));
  }

  /** Somebody of this patient's; NOT_FOUND else, whoever else's they are. */
  Found person(Access access, Ref patient, Ref person) {
    return find(access, person)
        .filter(found -> found.ref().type().equals("RelatedPerson"))
        .filter(found -> refersTo(found.body(), "patient", patient))
        .orElseThrow(() -> Problem.notFound(person));
  }

  private static boolean refersTo(Json.Obj resource, String member, Ref target) {
    Json.Obj reference = resource.obj(member);
    return reference != null && target.toString().equals(reference.text("reference"));
  }

  /** The Consents by which this patient names who speaks for them, as far as they may be seen. */
  List<Found> agentConsents(Access access, Ref patient) {
    return search(
        access,
        "Consent",
        List.of(
            new Word("patient", patient.toString()),
            new Word(
                "category", Category.ADVANCE_CARE.system() + "|" + Category.ADVANCE_CARE.code())));
  }

  /** Of those, the ones that stand or are proposed for one person. */
  List<Found> rolesOf(Access access, Ref patient, Ref person) {
    return agentConsents(access, patient).stream()
        .filter(consent -> RoleResources.names(consent.body(), person))
        .toList();
  }

  Query query(String type, List<Word> words) {
    return queries.parse(type, words);
  }

  List<Found> search(Access access, String type, List<Word> words) {
    List<Word> all = new ArrayList<>(words);
    all.add(new Word("_count", Integer.toString(QueryParser.MAX_COUNT)));
    Query query = query(type, all);
    List<Found> found = new ArrayList<>();
    Optional<Query.Position> after = Optional.empty();
    do {
      Query.Page page = records.search(access, query, after);
      for (StoredResource match : page.matches()) found.add(found(match));
      after = page.next();
    } while (after.isPresent());
    return found;
  }

  /** The versions that stand then, in the order of the writes. */
  List<StoredResource> commit(Access access, List<Write> writes) {
    return records.commit(access, writes).stream().map(written -> written.resource()).toList();
  }
}
