package dev.tsumugi.ems.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tsumugi.consent.Access;
import dev.tsumugi.consent.Classifier;
import dev.tsumugi.consent.Purpose;
import dev.tsumugi.consent.Role;
import dev.tsumugi.ems.SheetFromRows;
import dev.tsumugi.fhirserver.QueryParser;
import dev.tsumugi.fhirserver.SheetRenderer.Row;
import dev.tsumugi.fhirserver.StoredResource;
import dev.tsumugi.fhirserver.r4.R4;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Ref;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the look-up answers is the sheet made from scratch for that requester at that moment, after
 * any sequence of writes, corrections, deletions and consents, and as time passes with no write.
 * The oracle reads the rows one by one through {@code Records}: another way through the gate, and
 * no kept block.
 */
class SheetOracleTest {
  private static final boolean FULL = Boolean.getBoolean("tsumugi.test.full");
  private static final int TOWNS = FULL ? 40 : 2;
  private static final int STEPS = FULL ? 250 : 70;
  private static final long SEED = Long.getLong("tsumugi.oracle.seed", 11);

  private static final QueryParser QUERIES = new QueryParser(R4.load());

  private int found;
  private int unknown;
  private int thinner;

  @Test
  void aSheetIsWhatTheRecordSaysToWhoAsks(@TempDir Path folder) {
    for (int i = 0; i < TOWNS; i++) {
      try (LookupTown town = new LookupTown(folder.resolve("town-" + i))) {
        SheetActs acts = new SheetActs(town, SEED + i);
        for (int step = 0; step < STEPS; step++) {
          String act = acts.next();
          compare(town, town.crew(), "seed " + (SEED + i) + " step " + step + " crew: " + act);
          Access desk = town.open(Role.EMERGENCY_DESK, Purpose.ETREAT, "user/*.rs", "crew-app");
          if (step % 5 == 0) compare(town, desk, "step " + step + " desk: " + act);
        }
      }
    }

    // Were nobody ever found or nothing ever withheld, it would prove nothing.
    assertThat(found).isGreaterThan(TOWNS * STEPS / 3);
    assertThat(unknown).isGreaterThan(TOWNS * STEPS / 50);
    assertThat(thinner).as("found, with something withheld").isGreaterThan(TOWNS * STEPS / 10);
  }

  private void compare(LookupTown town, Access access, String when) {
    Json.Obj answer = withoutMatch(SheetActs.asked(town, access));
    Optional<StoredResource> patient = town.records().read(access, SheetActs.PATIENT);
    boolean dead =
        patient.map(p -> Json.parseObject(p.json()).has("deceasedBoolean")).orElse(false);
    if (patient.isEmpty() || dead) {
      unknown++;
      assertThat(answer.toString()).as(when).contains("\"unknown\"").doesNotContain("block");
      return;
    }
    found++;
    List<Row> rows = rows(town, access);
    if (!rows.stream().allMatch(Row::shown)) thinner++;
    Json.Obj made =
        SheetFromRows.answer(
            patient.get(), rows, refs -> directory(town, access, refs), access.at());
    List<Json.Obj> due = made.objects("parameter");
    List<Json.Obj> said = answer.objects("parameter");
    for (int i = 0; i < Math.min(due.size(), said.size()); i++) {
      assertThat(said.get(i)).as(when).isEqualTo(due.get(i));
    }
    assertThat(said).as(when).hasSameSizeAs(due);
  }

  private static Json.Obj withoutMatch(Json.Obj answer) {
    List<Json> parameters = new ArrayList<>();
    for (Json.Obj parameter : answer.objects("parameter")) {
      if (!"match".equals(parameter.text("name"))) parameters.add(parameter);
    }
    return answer.with("parameter", new Json.Arr(parameters));
  }

  /** All of the person's rows, and of each whether it may be read. */
  private static List<Row> rows(LookupTown town, Access access) {
    List<Row> rows = new ArrayList<>();
    for (String type : SheetFromRows.types()) {
      QueryParser.Word whose =
          type.equals("Patient")
              ? new QueryParser.Word("_id", SheetActs.PATIENT.id())
              : new QueryParser.Word("patient", SheetActs.PATIENT.toString());
      Access all = town.custodian("loader");
      List<QueryParser.Word> words = List.of(whose, new QueryParser.Word("_count", "200"));
      for (StoredResource row :
          town.records().search(all, QUERIES.parse(type, words), Optional.empty()).matches()) {
        Json.Obj resource = Json.parseObject(row.json());
        rows.add(
            new Row(
                resource,
                Classifier.facetOf(resource, false, SheetActs.recorder(row.ref())),
                town.records().read(access, row.ref()).isPresent()));
      }
    }
    return rows;
  }

  private static List<Json.Obj> directory(LookupTown town, Access access, Set<Ref> refs) {
    List<Json.Obj> directory = new ArrayList<>();
    for (Ref ref : refs) {
      read(town, access, ref, directory);
      if (!ref.type().equals("Practitioner")) continue;
      QueryParser.Word whose = new QueryParser.Word("practitioner", ref.toString());
      for (StoredResource role :
          town.records()
              .search(access, QUERIES.parse("PractitionerRole", List.of(whose)), Optional.empty())
              .matches()) {
        Json.Obj one = Json.parseObject(role.json());
        directory.add(one);
        Json.Obj employer = one.obj("organization");
        if (employer == null) continue;
        read(town, access, Ref.parse(employer.text("reference")).orElseThrow(), directory);
      }
    }
    return directory;
  }

  private static void read(LookupTown town, Access access, Ref ref, List<Json.Obj> directory) {
    town.records().read(access, ref).ifPresent(row -> directory.add(Json.parseObject(row.json())));
  }
}
