package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.fhirserver.r4.R4;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.Set;

/** Counts through the versions of each resource; and looks for those that events are about. */
final class VersionAudit implements AuditPass {
  private final R4 r4;

  VersionAudit(R4 r4) {
    this.r4 = r4;
  }

  @Override
  public Set<Claim> claims() {
    return EnumSet.of(Claim.VERSIONS, Claim.EVENTS);
  }

  @Override
  public void look(Connection connection, AuditNotes notes) throws SQLException {
    Count count = new Count(notes);
    new Sql()
        .add(
            "select type, id, version, change, false as stands, length(body) = 0 and meta = '' from"
                + " resource_history union all select type, id, version, change, true, length(body)"
                + " = 0 from resource order by type, id, version, stands")
        .each(connection, count::step);
    count.end();
    new Sql()
        .add(
            "select o.seq, o.type, o.id, o.version from outbox o where not exists (select from"
                + " resource r where r.type = o.type and r.id = o.id and r.version = o.version and"
                + " r.patient = o.patient) and not exists (select from resource_history h where"
                + " h.type = o.type and h.id = o.id and h.version = o.version and h.patient ="
                + " o.patient) order by o.seq")
        .each(connection, row -> event(row, notes));
  }

  private void event(ResultSet row, AuditNotes notes) throws SQLException {
    String name = AuditPass.name(r4, row.getShort(2), row.getString(3));
    String version = name + " version " + row.getInt(4);
    notes.add(Claim.EVENTS, "event " + row.getLong(1) + ": there is no " + version);
  }

  /**
   * One resource after the other:
   *
   * <pre>
   *   nothing, D -- C --> C
   *   C, U       -- U --> U
   *   C, U       -- D --> D, empty, never current
   * </pre>
   */
  private final class Count {
    private final AuditNotes notes;
    private short type;
    private String id = "";
    private int version;
    private String change = "D";
    private boolean stands = true;

    Count(AuditNotes notes) {
      this.notes = notes;
    }

    void step(ResultSet row) throws SQLException {
      short thisType = row.getShort(1);
      String thisId = row.getString(2);
      if (thisType != type || !thisId.equals(id)) {
        end();
        type = thisType;
        id = thisId;
        version = 0;
        change = "D";
        stands = false;
      }
      int next = row.getInt(3);
      String how = row.getString(4);
      if (stands) tell("the current version is not the last");
      if (next <= version) {
        tell("version " + next + " stands twice");
      } else if (next != version + 1) {
        tell("version " + (version + 1) + " is missing");
      } else if (how.equals("C") != change.equals("D")) {
        tell("version " + next + " came to be as " + how + " after " + change);
      }
      stands = row.getBoolean(5);
      boolean deletion = how.equals("D");
      if (deletion && stands) tell("a deletion is the current version");
      if (deletion != row.getBoolean(6)) {
        tell("version " + next + (deletion ? " is a deletion with a body" : " has no body"));
      }
      version = next;
      change = how;
    }

    void end() {
      if (!stands && !change.equals("D")) tell("there is no current version, and no deletion");
    }

    private void tell(String what) {
      notes.add(Claim.VERSIONS, AuditPass.name(r4, type, id) + ": " + what);
    }
  }
}
