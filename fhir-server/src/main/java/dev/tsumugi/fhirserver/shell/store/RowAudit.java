package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.consent.Facet;
import dev.tsumugi.fhirserver.StoredResource.Change;
import dev.tsumugi.fhirserver.r4.Compartments;
import dev.tsumugi.fhirserver.r4.R4;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Period;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Reads every version, drafts it anew as the write path did, and compares. */
final class RowAudit implements AuditPass {
  private final R4 r4;
  private final Compartments compartments;
  private final FacetTable facets;

  RowAudit(R4 r4, FacetTable facets) {
    this.r4 = r4;
    this.compartments = new Compartments(r4);
    this.facets = facets;
  }

  @Override
  public Set<Claim> claims() {
    return EnumSet.of(
        Claim.ROWS, Claim.FACETS, Claim.LABELS, Claim.VALUES, Claim.MARKS, Claim.TIES, Claim.LINKS);
  }

  @Override
  public void look(Connection connection, AuditNotes notes) throws SQLException {
    new ParameterAudit(r4).look(connection, notes);
    DueValues due = DueValues.read(connection, r4, compartments);
    LabelAudit labels = new LabelAudit(connection, r4);
    Current current = new Current(connection, due, labels, notes);
    new Sql()
        .add(
            "select "
                + Row.COLUMNS
                + ", r.type, r.recorder, r.tokens, r.present, r.words from"
                + " resource r")
        .each(connection, current::take);
    current.flush();
    new Sql()
        .add("select " + Row.COLUMNS + ", r.type, r.recorder from resource_history r")
        .each(connection, row -> earlier(connection, row, due, labels, notes));
    deletions(connection, notes);
    orphans(connection, notes);
  }

  /** A version and what the write path would make of it. */
  private record Version(String name, Row row, Draft draft) {
    Traits traits() {
      return (Traits) row.told();
    }
  }

  /** Empty, and noted, if it cannot be read. */
  private Optional<Version> version(
      ResultSet columns, DueValues due, LabelAudit labels, AuditNotes notes) throws SQLException {
    short type = columns.getShort(Row.COUNT + 1);
    String name = AuditPass.name(r4, type, columns.getString(3)) + " version " + columns.getInt(4);
    try {
      Row row = Row.read(r4.typeName(type), columns);
      if (row.change() == Change.DELETED) return Optional.empty(); // nothing to read in it
      Json.Obj json = Json.parseObject(row.stored().json());
      Draft draft = due.draft(row, json, columns.getString(Row.COUNT + 2), labels.along(json));
      if (due.isSettled(row)) labels.compare(name, row, draft, notes);
      if (draft.owner() != row.patient()) {
        notes.add(Claim.ROWS, name + " stands under another patient than it is about");
      }
      if (!SideValues.sameSet(Sql.longs(draft.members()), row.members())) {
        notes.add(Claim.ROWS, name + " has other members than it is about");
      }
      return Optional.of(new Version(name, row, draft));
    } catch (RuntimeException unreadable) {
      // Its message may hold content.
      notes.add(Claim.ROWS, name + " cannot be read: " + unreadable.getClass().getSimpleName());
      return Optional.empty();
    }
  }

  private void earlier(
      Connection connection, ResultSet columns, DueValues due, LabelAudit labels, AuditNotes notes)
      throws SQLException {
    Optional<Version> version = version(columns, due, labels, notes);
    if (version.isEmpty()) return;
    facet(connection, version.get(), labels, notes);
    marks(version.get(), notes);
    if (version.get().traits().marks() != null && !sameDate(version.get())) {
      notes.add(Claim.MARKS, version.get().name() + " has another main date than it gives");
    }
  }

  /** What is not marked yet is on its way, and hidden where it would matter. */
  private static void marks(Version version, AuditNotes notes) throws SQLException {
    Array stated = version.traits().marks();
    if (stated == null) return;
    if (!Arrays.equals(Row.longs(stated), version.draft().marks().all())) {
      notes.add(Claim.MARKS, version.name() + " has other marks than it gives");
    }
  }

  private static boolean sameDate(Version version) {
    boolean dated = version.draft().hasMainDate();
    Period main = version.draft().mainDate();
    Traits traits = version.traits();
    return Objects.equals(dated ? SideValues.kept(main.from()) : null, traits.since())
        && Objects.equals(dated ? SideValues.kept(main.until()) : null, traits.until());
  }

  private void facet(Connection connection, Version version, LabelAudit labels, AuditNotes notes)
      throws SQLException {
    Facet stated;
    try {
      stated = facets.facet(connection, version.row().facet());
    } catch (RuntimeException unreadable) {
      notes.add(
          Claim.FACETS,
          version.name() + " has facet " + version.row().facet() + ", which cannot be read");
      return;
    }
    if (!stated.equals(version.draft().facet())) {
      notes.add(Claim.FACETS, version.name() + " has a facet that is not its own");
    } else {
      labels.vocabulary(version.name(), version.row(), version.draft(), notes);
    }
  }

  /** The current rows, in portions: what stands beside them is fetched for many at once. */
  private final class Current {
    private final Connection connection;
    private final LabelAudit labels;
    private final DueValues values;
    private final AuditNotes notes;
    private final List<Entry> portion = new ArrayList<>();

    Current(Connection connection, DueValues values, LabelAudit labels, AuditNotes notes) {
      this.labels = labels;
      this.connection = connection;
      this.values = values;
      this.notes = notes;
    }

    private record Entry(Version version, long[] tokens, int[] present, String words) {
      SideValues.Key key() {
        return new SideValues.Key(version.row().patient(), version.row().row());
      }
    }

    void take(ResultSet columns) throws SQLException {
      Optional<Version> version = version(columns, values, labels, notes);
      if (version.isEmpty()) return;
      portion.add(
          new Entry(
              version.get(),
              Row.longs(columns.getArray(Row.COUNT + 3)),
              Row.shorts(columns.getArray(Row.COUNT + 4)),
              columns.getString(Row.COUNT + 5)));
      if (portion.size() == Sql.PORTION) flush();
    }

    void flush() throws SQLException {
      if (portion.isEmpty()) return;
      List<SideValues.Key> keys = portion.stream().map(Entry::key).toList();
      SideValues found = SideValues.read(connection, keys).without(values.underWay());
      LinkAudit links = new LinkAudit(r4);
      for (Entry entry : portion) {
        Version version = entry.version();
        facet(connection, version, labels, notes);
        marks(version, notes);
        compare(entry, values.beside(version.draft(), entry.key()), found);
        links.add(version.name(), version.draft().json());
      }
      links.look(connection, notes);
      portion.clear();
    }

    private void compare(Entry entry, SideValues due, SideValues found) {
      Draft draft = entry.version().draft();
      String name = entry.version().name();
      if (!values.agree(draft, entry.tokens())) {
        notes.add(Claim.VALUES, name + " has other tokens than it gives");
      }
      if (!values.agree(draft, entry.present(), entry.words())) {
        notes.add(Claim.VALUES, name + " has other words than it gives");
      }
      if (!sameDate(entry.version())) {
        notes.add(Claim.VALUES, name + " has another main date than it gives");
      }
      for (String table : SideValues.SEARCHED) {
        if (!due.agrees(found, table, entry.key())) {
          notes.add(Claim.VALUES, name + " has other rows in " + table + " than it gives");
        }
      }
      if (!due.agrees(found, "member", entry.key())) {
        notes.add(Claim.ROWS, name + " is not found by the patients it is about");
      }
      if (!due.agrees(found, "tie", entry.key())) {
        notes.add(Claim.TIES, name + " has other ties than it states");
      }
      if (!due.agrees(found, "membership", entry.key())) {
        notes.add(Claim.TIES, name + " has other members than it states");
      }
    }
  }

  /** Who could see a resource can see that it was deleted, and nobody else. */
  private void deletions(Connection connection, AuditNotes notes) throws SQLException {
    new Sql()
        .add(
            "select d.type, d.id, d.version from resource_history d join resource_history h on h.type"
                + " = d.type and h.id = d.id and h.version = d.version - 1 where d.change = 'D' and"
                + " (d.facet <> h.facet or d.patient <> h.patient or d.members <> h.members or"
                + " d.marks is not null and (d.marks is distinct from h.marks or d.since is distinct"
                + " from h.since or d.until is distinct from h.until) or d.tokens is not null and"
                + " d.tokens is distinct from h.tokens) order by 1, 2, 3")
        .each(
            connection,
            row ->
                notes.add(
                    Claim.FACETS,
                    AuditPass.name(r4, row.getShort(1), row.getString(2))
                        + " version "
                        + row.getInt(3)
                        + " hides less, or more, than what it deleted"));
  }

  /** Rows beside a resource that is not there. */
  private static void orphans(Connection connection, AuditNotes notes) throws SQLException {
    for (String table : SideValues.SEARCHED) orphans(connection, Claim.VALUES, table, notes);
    orphans(connection, Claim.TIES, "tie", notes);
    orphans(connection, Claim.TIES, "membership", notes);
    orphans(connection, Claim.ROWS, "member", notes);
  }

  private static void orphans(Connection connection, Claim claim, String table, AuditNotes notes)
      throws SQLException {
    String owner =
        switch (table) {
          case "member" -> " and r.patient = s.owner";
          case "membership" -> "";
          default -> " and r.patient = s.patient";
        };
    String type = table.equals("tie") ? "" : " and r.type = s.type";
    // Whoever broke the glass is tied by a grant, and by no resource.
    String granted =
        table.equals("tie")
            ? " and not exists (select from break_glass g where s.kind = 'GLASS' and g.actor ="
                + " s.actor and g.since = s.since and coalesce(g.ended, g.until) = s.until and g.row ="
                + " s.row and g.patient = s.patient)"
            : "";
    new Sql()
        .add(
            "select distinct s.row from "
                + table
                + " s where not exists (select from resource r where r.row = s.row"
                + owner
                + type
                + ")"
                + granted
                + " order by s.row")
        .each(
            connection,
            row ->
                notes.add(claim, table + " has values for row " + row.getLong(1) + ", not here"));
  }
}
