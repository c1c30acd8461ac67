package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.consent.Access;
import dev.tsumugi.consent.Action;
import dev.tsumugi.consent.Requester;
import dev.tsumugi.fhirserver.Exports;
import dev.tsumugi.fhirserver.JournalEntry;
import dev.tsumugi.fhirserver.JournalEntry.Kind;
import dev.tsumugi.fhirserver.r4.R4;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import java.io.ByteArrayOutputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.function.Supplier;

/** Exports over PostgreSQL; {@link ExportBuild} does the work between request and files. */
final class JdbcExports implements Exports {
  /** At the same time, by one person with one app. */
  private static final int MOST = 3;

  private final Database database;
  private final R4 r4;
  private final Facets facets;
  private final PolicyTexts policies;
  private final Reader reader;
  private final JournalWriter journal;
  private final ScopeCheck scopes;
  private final ExportJobs jobs;
  private final ExportParts parts;
  private final Supplier<String> newId;
  private final Runnable wake;

  /**
   * @param wake called when there is a new job
   */
  JdbcExports(Flow.Parts parts, ExportJobs jobs, Runnable wake) {
    this.database = parts.database();
    this.r4 = parts.r4();
    this.facets = parts.facets();
    this.policies = parts.policies();
    this.reader = parts.reader();
    this.journal = parts.journal();
    this.scopes = new ScopeCheck(parts.r4(), parts.journal());
    this.jobs = jobs;
    this.parts = new ExportParts(parts.r4());
    this.newId = parts.settings().newId();
    this.wake = wake;
  }

  @Override
  public String start(Access access, Order order) {
    List<Short> types = types(access, order);
    Requester requester = access.requester();
    String id = newId.get();
    boolean added =
        database.write(
            connection -> {
              if (jobs.unfinished(connection, Requesters.owner(requester)) >= MOST) return false;
              jobs.add(connection, id, requester, order, types, access.at());
              return true;
            });
    if (!added) {
      throw Problem.of(
          Problem.Kind.TOO_MANY,
          "at most " + MOST + " exports at a time; wait for one of yours, or cancel it");
    }
    // That an export was asked for stands in the journal, and the job on disk, before the answer.
    String level = order.level().name().toLowerCase(Locale.ROOT);
    journal.append(
        List.of(
            new JournalEntry(
                Kind.EXPORT,
                requester,
                Optional.empty(),
                "export request, level " + level,
                new TreeSet<>(),
                true,
                "ACCEPTED",
                List.of())));
    wake.run();
    return id;
  }

  /** The types asked for, each demanded; or all that the scopes allow. */
  private List<Short> types(Access access, Order order) {
    List<Short> types = new ArrayList<>();
    for (String type : order.types()) {
      demand(access, type);
      types.add(r4.typeNumber(type));
    }
    if (!types.isEmpty()) return types;
    for (String type : r4.types()) {
      boolean allowed =
          access.refusedByScope(Action.READ, type).isEmpty()
              && access.refusedByScope(Action.SEARCH, type).isEmpty();
      if (allowed) types.add(r4.typeNumber(type));
    }
    if (types.isEmpty()) demand(access, "Patient");
    return types;
  }

  private void demand(Access access, String type) {
    scopes.demand(access, Action.READ, type, Kind.EXPORT, "export " + type);
    scopes.demand(access, Action.SEARCH, type, Kind.EXPORT, "export " + type);
  }

  @Override
  public Optional<State> state(Access access, String job) {
    String owner = Requesters.owner(access.requester());
    return database.snapshot(connection -> jobs.state(connection, job, owner, access.at()));
  }

  @Override
  public boolean cancel(Access access, String job) {
    String owner = Requesters.owner(access.requester());
    return database.durably(connection -> jobs.cancel(connection, job, owner));
  }

  @Override
  public OptionalInt parts(Access access, String job, int file) {
    String owner = Requesters.owner(access.requester());
    Optional<ExportParts.Extent> extent =
        database.snapshot(connection -> parts.extent(connection, job, owner, file, access.at()));
    if (extent.isEmpty()) return OptionalInt.empty();
    demand(access, extent.get().type());
    return OptionalInt.of(extent.get().parts());
  }

  @SuppressWarnings("ArrayRecordComponent") // bytes on their way out
  private record Answer(byte[] lines, List<JournalEntry> entries) {}

  @Override
  public byte[] part(Access access, String job, int file, int part) {
    String owner = Requesters.owner(access.requester());
    Instant at = access.at();
    Answer answer =
        database.snapshot(
            connection -> {
              ExportParts.Part kept =
                  parts
                      .part(connection, job, owner, file, part, at)
                      .orElseThrow(() -> Problem.of(Problem.Kind.NOT_FOUND, "no such file"));
              return render(connection, access, kept);
            });
    journal.append(answer.entries());
    return answer.lines();
  }

  private Answer render(Connection connection, Access access, ExportParts.Part part)
      throws SQLException {
    List<Row> rows = reader.rows(connection, versions(part), part.type());
    Ruling ruling = Ruling.over(connection, facets, policies, access, Reader.patients(rows));
    ByteArrayOutputStream lines = new ByteArrayOutputStream(64 << 10);
    for (Row row : rows) {
      if (!ExportBuild.mayLeave(ruling, Gated.Touched.of(row), row.told())) continue;
      lines.writeBytes(part.deleted() ? deletion(row) : oneLine(row.stored().json()));
      lines.write('\n');
    }
    String asked = "export file " + part.type() + (part.deleted() ? " deletions" : "");
    return new Answer(lines.toByteArray(), ExportBuild.disclosures(ruling, asked));
  }

  /** The chosen versions in their order, wherever they stand by now. */
  private Sql versions(ExportParts.Part part) {
    short type = r4.typeNumber(part.type());
    String where =
        " r where r.patient = p.patient and r.type = ? and r.row = p.row and r.version = p.version";
    return new Sql()
        .add(
            "select "
                + Row.COLUMNS
                + " from unnest(?, ?, ?) with ordinality p (patient, row, version, place) cross join"
                + " lateral (select * from (select ",
            part.patients(),
            part.rows(),
            part.versions())
        .add(Row.PLAIN + " from resource" + where, type)
        .add(" union all select " + Row.PLAIN + " from resource_history" + where, type)
        .add(") v limit 1) r order by p.place");
  }

  /** A resource has no line breaks between its members; JSON strings cannot hold them. */
  private static byte[] oneLine(byte[] json) {
    for (byte one : json) {
      if (one == '\n' || one == '\r') return Json.bytes(Json.parseObject(json));
    }
    return json;
  }

  /** As the standard wants deletions told: a transaction that would delete it. */
  private static byte[] deletion(Row row) {
    Json.Obj request =
        Json.object().put("method", "DELETE").put("url", row.ref().toString()).build();
    return Json.bytes(
        Json.object()
            .put("resourceType", "Bundle")
            .put("type", "transaction")
            .put("entry", List.of(Json.object().put("request", request).build()))
            .build());
  }
}
