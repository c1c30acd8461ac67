package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.consent.Access;
import dev.tsumugi.consent.Action;
import dev.tsumugi.consent.Facet;
import dev.tsumugi.fhirserver.SheetRenderer;
import dev.tsumugi.fhirserver.Sheets.Beside;
import dev.tsumugi.fhirserver.Sheets.Block;
import dev.tsumugi.fhirserver.r4.R4;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Ref;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What look-ups of several people would answer, each as if it were asked for alone, by as many
 * statements as one takes. Each has a ruling of its own, over facts that were read for all.
 */
final class FindingEach {
  private final R4 r4;
  private final Facets facets;
  private final PolicyTexts policies;
  private final Reader reader;
  private final Optional<SheetRenderer> renderer;
  private final WorkData work;

  FindingEach(
      R4 r4,
      Facets facets,
      PolicyTexts policies,
      Reader reader,
      Optional<SheetRenderer> renderer,
      WorkData work) {
    this.r4 = r4;
    this.facets = facets;
    this.policies = policies;
    this.reader = reader;
    this.renderer = renderer;
    this.work = work;
  }

  /** One of those who are asked for, as far as it is known. */
  private static final class One {
    final Ref patient;
    final Sight sight;
    final List<Row> seen = new ArrayList<>();
    final List<Block> blocks = new ArrayList<>();

    /** Of which only some rows may be seen: their blocks are made anew of these. */
    final Set<Facet> open = new HashSet<>();

    One(Ref patient, Sight sight) {
      this.patient = patient;
      this.sight = sight;
    }
  }

  /** In a snapshot of the caller's, who writes the journal. */
  Map<Ref, Finding.Answer> of(
      Connection connection,
      Access access,
      Beside beside,
      Collection<Ref> patients,
      Predicate<Json.Obj> fits)
      throws SQLException {
    if (patients.isEmpty()) return Map.of();
    SheetGlance glance = SheetGlance.of(connection, policies, access, where(patients));
    Map<Ref, SheetGlance.Fitting> here = new HashMap<>();
    for (SheetGlance.Fitting one : glance.fitting()) here.put(one.row().ref(), one);
    List<One> all = new ArrayList<>();
    for (Ref patient : patients) {
      One one =
          new One(patient, Sight.of(connection, facets, policies, access, glance.facts(), beside));
      SheetGlance.Fitting fitting = here.get(patient);
      if (fitting != null) decide(connection, one, fitting, beside, fits);
      all.add(one);
    }
    if (!beside.identityOnly()) {
      make(connection, all);
      for (One one : all) one.blocks.sort(Comparator.comparing(Block::code));
      direct(connection, all);
    }
    Map<Ref, Finding.Answer> answers = new LinkedHashMap<>();
    for (One one : all) {
      Finding.Seen seen = new Finding.Seen(one.seen, one.seen.size() == 1);
      answers.put(one.patient, Finding.answer(one.sight.ruling(), seen, one.blocks, beside));
    }
    return answers;
  }

  private Sql where(Collection<Ref> patients) {
    String[] ids = patients.stream().map(Ref::id).toArray(String[]::new);
    return new Sql().add("r.type = ? and r.id = any (?)", r4.typeNumber("Patient"), ids);
  }

  private void decide(
      Connection connection,
      One one,
      SheetGlance.Fitting fitting,
      Beside beside,
      Predicate<Json.Obj> fits)
      throws SQLException {
    Row row = fitting.row();
    if (!fits.test(Json.parseObject(row.stored().json()))) return;
    if (!Finding.decided(one.sight, row)) return;
    one.seen.add(row);
    if (beside.identityOnly()) return;
    for (SheetGlance.Kept kept : fitting.kept()) {
      Gated.Touched touched = new Gated.Touched(row.patient(), kept.facet(), List.of());
      switch (JdbcSheets.together(List.of(one.sight.ruling()), touched)) {
        case SOME -> one.open.add(facets.facet(connection, kept.facet()));
        case ALL -> one.blocks.add(new Block(kept.block(), kept.items()));
        case NONE -> {}
      }
    }
  }

  private void make(Connection connection, List<One> all) throws SQLException {
    List<One> open = all.stream().filter(one -> !one.open.isEmpty()).toList();
    if (open.isEmpty()) return;
    Map<Long, One> owners = new HashMap<>();
    for (One one : open) owners.put(Draft.key(one.patient), one);
    SheetBlocks sheet = new SheetBlocks(r4, facets.table(), reader, renderer.orElseThrow());
    List<Map<SheetBlocks.Key, List<Json>>> made =
        sheet.of(
            connection,
            open.stream().map(one -> one.patient).toList(),
            row -> {
              One owner = owners.get(row.patient());
              return owner != null && owner.sight.ruling().permits(Action.READ, row);
            });
    for (int i = 0; i < open.size(); i++) {
      open.get(i).blocks.addAll(JdbcSheets.among(made.get(i), open.get(i).open));
    }
  }

  /** The work data that each mentions. */
  private void direct(Connection connection, List<One> all) throws SQLException {
    if (renderer.isEmpty()) return;
    List<WorkData.Sheet> sheets = new ArrayList<>();
    for (One one : all) {
      sheets.add(
          new WorkData.Sheet(renderer.get().mentions(one.blocks), List.of(one.sight.ruling())));
    }
    List<Optional<Block>> directories = work.of(connection, sheets);
    for (int i = 0; i < all.size(); i++) directories.get(i).ifPresent(all.get(i).blocks::add);
  }
}
