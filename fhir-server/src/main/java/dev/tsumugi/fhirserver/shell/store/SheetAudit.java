package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.consent.Facet;
import dev.tsumugi.fhirserver.SheetRenderer;
import dev.tsumugi.fhirserver.r4.R4;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Period;
import dev.tsumugi.kernel.Ref;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Renders every emergency sheet anew. */
final class SheetAudit implements AuditPass {
  private final FacetTable facets;
  private final Optional<SheetBlocks> rendering;

  SheetAudit(R4 r4, FacetTable facets, Optional<SheetRenderer> renderer) {
    this.facets = facets;
    rendering = renderer.map(sheet -> new SheetBlocks(r4, facets, new Reader(r4), sheet));
  }

  @Override
  public Set<Claim> claims() {
    return EnumSet.of(Claim.SHEETS);
  }

  @Override
  public void look(Connection connection, AuditNotes notes) throws SQLException {
    if (rendering.isEmpty()) return;
    SheetBlocks sheets = rendering.get();
    new Sql()
        .add("select id from compartment where patient <> 0 order by patient")
        .each(connection, row -> compare(connection, sheets, row.getString(1), notes));
    new Sql()
        .add(
            "select distinct patient from emergency_sheet e where not exists (select from compartment"
                + " c where c.patient = e.patient) order by patient")
        .each(
            connection,
            row ->
                notes.add(Claim.SHEETS, "there is a sheet under " + row.getLong(1) + ", nobody"));
  }

  private void compare(Connection connection, SheetBlocks sheets, String id, AuditNotes notes)
      throws SQLException {
    Ref patient = Ref.patient(id);
    boolean same;
    try {
      Map<SheetBlocks.Key, Block> due = new HashMap<>();
      sheets
          .of(connection, patient)
          .forEach((key, items) -> due.put(key, Block.due(new Json.Arr(items))));
      same = due.equals(stated(connection, patient));
    } catch (RuntimeException unreadable) {
      notes.add(
          Claim.SHEETS,
          patient + " has no sheet to be made: " + unreadable.getClass().getSimpleName());
      return;
    }
    if (!same) notes.add(Claim.SHEETS, patient + " has another sheet than their resources give");
  }

  private record Block(String residue, String body, OffsetDateTime until) {
    static Block due(Json.Arr items) {
      String body = new String(Json.bytes(items), StandardCharsets.UTF_8);
      return new Block("", body, Sql.time(Period.MAX));
    }
  }

  private Map<SheetBlocks.Key, Block> stated(Connection connection, Ref patient)
      throws SQLException {
    Map<SheetBlocks.Key, Block> blocks = new HashMap<>();
    new Sql()
        .add(
            "select block, facet, residue, body, valid_until from emergency_sheet where patient = ?",
            Draft.key(patient))
        .each(connection, row -> put(connection, row, blocks));
    return blocks;
  }

  private void put(Connection connection, ResultSet row, Map<SheetBlocks.Key, Block> blocks)
      throws SQLException {
    Facet facet = facets.facet(connection, row.getInt(2));
    String body = new String(row.getBytes(4), StandardCharsets.UTF_8);
    OffsetDateTime until = Sql.time(row.getObject(5, OffsetDateTime.class).toInstant());
    blocks.put(
        new SheetBlocks.Key(row.getString(1), facet), new Block(row.getString(3), body, until));
  }
}
