package dev.tsumugi.ems.shell;

import dev.tsumugi.consent.Access;
import dev.tsumugi.fhirserver.Query;
import dev.tsumugi.fhirserver.QueryParser;
import dev.tsumugi.fhirserver.QueryParser.Word;
import dev.tsumugi.fhirserver.Records;
import dev.tsumugi.fhirserver.StoredResource;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.kernel.Ref;
import dev.tsumugi.kernel.Shapes.Sid;
import java.util.List;
import java.util.Optional;

/** The runs that a crew names beside its question, as far as it may see them. */
final class Incidents {
  private final Records records;
  private final QueryParser queries;

  Incidents(Records records, QueryParser queries) {
    this.records = records;
    this.queries = queries;
  }

  /**
   * The Encounter of that reference or number. Throws {@code Problem} INVALID if the asker sees
   * none.
   */
  StoredResource named(Access access, String named) {
    Optional<Ref> ref = Ref.parse(named).filter(one -> one.type().equals("Encounter"));
    Word word =
        ref.map(one -> new Word("_id", one.id()))
            .orElseGet(
                () ->
                    new Word(
                        "identifier",
                        Sid.INCIDENT + "|" + named.replaceAll("([,|$\\\\])", "\\\\$1")));
    Query.Page page =
        records.search(access, queries.parse("Encounter", List.of(word)), Optional.empty());
    if (page.matches().size() != 1) {
      throw Problem.invalid(
          "incident",
          "incident: no run of your organisation is known by this; open one, or leave it out and"
              + " the look-up is marked");
    }
    return page.matches().get(0);
  }
}
