package dev.tsumugi.acp.shell;

import dev.tsumugi.acp.people.RoleResources;
import dev.tsumugi.consent.Access;
import dev.tsumugi.fhirserver.Query;
import dev.tsumugi.fhirserver.QueryParser.Word;
import dev.tsumugi.fhirserver.StoredResource;
import dev.tsumugi.fhirserver.Write;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.kernel.Ref;
import dev.tsumugi.kernel.Shapes.Category;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** The rows of a resident's people, through the gate. */
final class RoleRecords {
  private final Rows rows;

  RoleRecords(Rows rows) {
    this.rows = rows;
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
    return rows.find(access, ref).map(RoleRecords::found);
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
        List.of(Rows.of(patient), Rows.coded("category", Category.ADVANCE_CARE)));
  }

  /** Of those, the ones that stand or are proposed for one person. */
  List<Found> rolesOf(Access access, Ref patient, Ref person) {
    return agentConsents(access, patient).stream()
        .filter(consent -> RoleResources.names(consent.body(), person))
        .toList();
  }

  Query query(String type, List<Word> words) {
    return rows.queries().parse(type, words);
  }

  List<Found> search(Access access, String type, List<Word> words) {
    return rows.all(access, type, words).stream().map(RoleRecords::found).toList();
  }

  /** The versions that stand then, in the order of the writes. */
  List<StoredResource> commit(Access access, List<Write> writes) {
    return rows.records().commit(access, writes).stream()
        .map(written -> written.resource())
        .toList();
  }
}
