package dev.tsumugi.ems.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tsumugi.consent.Access;
import dev.tsumugi.fhirserver.QueryParser;
import dev.tsumugi.fhirserver.SealedSheets;
import dev.tsumugi.fhirserver.SealedSheets.State;
import dev.tsumugi.fhirserver.Sheets;
import dev.tsumugi.fhirserver.Sheets.Lookup;
import dev.tsumugi.fhirserver.r4.R4;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Ref;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is decided for all sheets of a tablet in one go is what a look-up of each alone says, after
 * any sequence of writes and consents, and as time passes: who is sealed and what is on it, what of
 * it still stands, and what the journal keeps of it.
 */
class SealedOracleTest {
  private static final boolean FULL = Boolean.getBoolean("tsumugi.test.full");
  private static final int TOWNS = FULL ? 8 : 1;
  private static final int STEPS = FULL ? 100 : 60;
  private static final long SEED = Long.getLong("tsumugi.oracle.seed", 23);

  private static final QueryParser QUERIES = new QueryParser(R4.load());
  private static final List<String> OTHERS = List.of("aki", "ben", "cho");

  private int sealed;
  private int leftOut;
  private int revoked;
  private int good;

  @Test
  void allInOneGoAreAsEachAlone(@TempDir Path folder) {
    for (int i = 0; i < TOWNS; i++) {
      try (SealedTown town = new SealedTown(folder.resolve("town-" + i))) {
        new Play(town, SEED + i).steps();
      }
    }

    // Were nothing sealed or nothing ever withheld, it would prove nothing.
    assertThat(sealed).isGreaterThan(TOWNS * STEPS);
    assertThat(leftOut).isGreaterThan(TOWNS * STEPS / 2);
    assertThat(good).isGreaterThan(TOWNS * STEPS / 2);
    assertThat(revoked).isGreaterThan(TOWNS * STEPS / 20);
  }

  /** What was sealed, as it left the gate. */
  private static final class Captured implements SealedSheets.Cover {
    final Map<Ref, Lookup.Found> found = new HashMap<>();
    private final SealedSheets.Cover real = new SheetSealer(null).of(Map.of());

    @Override
    public boolean fits(Json.Obj patient) {
      return real.fits(patient);
    }

    @Override
    public Set<String> lines(Lookup.Found sheet, Instant at) {
      return real.lines(sheet, at);
    }

    @Override
    public String close(Lookup.Found sheet, SealedSheets.Terms terms) {
      found.put(terms.patient(), sheet);
      return "";
    }
  }

  /** One that the tablet holds. */
  private record Held(Ref patient, Instant expires, Set<String> lines) {}

  private final class Play {
    private final SealedTown town;
    private final long seed;
    private final SheetActs acts;
    private final SplittableRandom dice;
    private final SealedSheets sheets;
    private final SealedTown.Tablet tablet;
    private final List<Ref> people = new ArrayList<>();
    private final Map<String, Held> held = new HashMap<>();

    Play(SealedTown town, long seed) {
      this.town = town;
      this.seed = seed;
      acts = new SheetActs(town.town, seed);
      dice = new SplittableRandom(seed);
      sheets = town.town.store().sealedSheets(SealedSheets.LONGEST);
      people.add(SheetActs.PATIENT);
      for (String id : OTHERS) {
        town.person(id);
        people.add(Ref.patient(id));
      }
      people.add(2, Ref.patient("nobody"));
      town.incident("run", "in-progress", SealedTown.OWN);
      tablet = town.tablet("t-oracle");
    }

    void steps() {
      for (int step = 0; step < STEPS; step++) {
        String when = "seed " + seed + " step " + step + ": " + act();
        compareStanding(when);
        compareSealing(when);
      }
    }

    private String act() {
      if (dice.nextInt(3) > 0) return acts.next();
      String who = OTHERS.get(dice.nextInt(OTHERS.size()));
      LookupTown there = town.town;
      switch (dice.nextInt(7)) {
        case 0 -> there.refuse(who);
        case 1 -> there.revoke(who);
        case 2 -> there.agree(who, "allergy");
        case 3 -> there.withhold(who, "PSY");
        case 4 -> there.problem(who + "-af", who, "心房細動", dice.nextBoolean() ? "PSY" : "");
        default -> there.agree(who);
      }
      return who;
    }

    private Lookup alone(Access access, Ref patient) {
      Sheets.Beside whole =
          new Sheets.Beside(Optional.of(Ref.parse(town.run("run")).orElseThrow()), false);
      List<QueryParser.Word> id = List.of(new QueryParser.Word("_id", patient.id()));
      Captured cover = new Captured();
      return town.town
          .store()
          .sheets()
          .lookup(access, QUERIES.parse("Patient", id), cover::fits, whole);
    }

    private void compareStanding(String when) {
      Access access = tablet.access();
      Captured cover = new Captured();
      for (SealedSheets.Standing one : sheets.standing(access, held.keySet(), cover)) {
        Held before = held.get(one.id());
        if (before == null) continue;
        State due = State.REVOKED;
        if (!access.at().isBefore(before.expires())) {
          due = State.EXPIRED;
        } else if (alone(access, before.patient()) instanceof Lookup.Found found
            && cover.lines(found, access.at()).containsAll(before.lines())) {
          due = State.GOOD;
        }
        assertThat(one.state()).as(when + " " + before.patient()).isEqualTo(due);
        if (due == State.GOOD) good++;
        if (due == State.REVOKED) revoked++;
      }
    }

    private void compareSealing(String when) {
      Access access = tablet.access();
      Captured cover = new Captured();
      Ref incident = Ref.parse(town.run("run")).orElseThrow();
      Map<Ref, Integer> before = new HashMap<>();
      for (Ref patient : people) before.put(patient, rows(patient).size());
      SealedSheets.Sealing sealing = sheets.seal(access, incident, people, cover);
      held.clear();
      for (SealedSheets.Sealed one : sealing.sealed()) {
        Ref patient = one.terms().patient();
        Set<String> lines = cover.lines(cover.found.get(patient), access.at());
        held.put(one.terms().id(), new Held(patient, one.terms().expires(), lines));
      }
      for (Ref patient : people) {
        String whose = when + " " + patient;
        Lookup.Found found = cover.found.get(patient);
        List<String> noted = rows(patient).subList(before.get(patient), rows(patient).size());
        Lookup alone = alone(access, patient);
        List<String> all = rows(patient);
        int looked = before.get(patient) + noted.size();
        assertThat(noted).as(whose).isEqualTo(all.subList(looked, all.size()));
        if (found == null) {
          assertThat(alone).as(whose).isInstanceOf(Lookup.Unknown.class);
          leftOut++;
        } else {
          assertThat(shown(found)).as(whose).isEqualTo(shown((Lookup.Found) alone));
          sealed++;
        }
      }
    }

    /** The journal of look-ups and seals: on what basis which kinds of data were shown. */
    private List<String> rows(Ref patient) {
      List<String> rows = new ArrayList<>(town.town.journal(patient.id()));
      List<String> classes = town.town.journalClasses(patient.id());
      for (int i = 0; i < rows.size(); i++) rows.set(i, rows.get(i) + " " + classes.get(i));
      return rows;
    }
  }

  private static List<String> shown(Lookup.Found found) {
    List<String> shown = new ArrayList<>();
    shown.add(
        found.patient().ref() + " " + new String(found.patient().json(), StandardCharsets.UTF_8));
    for (Sheets.Block block : found.blocks()) {
      shown.add(block.code() + " " + new String(block.items(), StandardCharsets.UTF_8));
    }
    return shown;
  }
}
