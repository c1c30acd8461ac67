package dev.tsumugi.fhirserver.shell.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Looks at what the database would let the application do. */
final class RightsAudit implements AuditPass {
  /** What is only ever added to: proof, and what decisions rest on. */
  private static final List<String> APPENDED =
      List.of("journal", "journal_head", "journal_mark", "facet", "policy", "break_glass_review");

  private final String app;

  RightsAudit(String app) {
    this.app = app;
  }

  @Override
  public Set<Claim> claims() {
    return EnumSet.of(Claim.RIGHTS);
  }

  @Override
  public void look(Connection connection, AuditNotes notes) throws SQLException {
    Roles roles = new Roles();
    new Sql()
        .add("select rolsuper from pg_roles where rolname = ?", app)
        .each(connection, row -> roles.seen(row.getBoolean(1), notes));
    if (!roles.there) {
      notes.add(Claim.RIGHTS, "there is no role " + app);
      return;
    }
    // A superuser may do anything; to list it all would say no more.
    if (roles.superuser) return;
    new Sql()
        .add(
            "select c.relname from pg_class c where c.relnamespace = 'public'::regnamespace and"
                + " c.relkind in ('r', 'p', 'v', 'm', 'S') and pg_has_role(?, c.relowner, 'member')"
                + " order by c.relname",
            app)
        .each(connection, row -> tell(notes, "owns " + row.getString(1)));
    for (String table : APPENDED) rights(connection, table, notes);
  }

  private void rights(Connection connection, String table, AuditNotes notes) throws SQLException {
    for (String right : List.of("update", "delete", "truncate")) {
      String how = right.equals("update") ? "has_any_column_privilege" : "has_table_privilege";
      new Sql()
          .add(
              "select 1 where not pg_has_role(?, (select relowner from pg_class where oid ="
                  + " ?::regclass), 'member') and "
                  + how
                  + "(?, ?, ?)",
              app,
              table,
              app,
              table,
              right)
          .each(connection, row -> tell(notes, "may " + right + " " + table));
    }
  }

  private void tell(AuditNotes notes, String what) {
    notes.add(Claim.RIGHTS, "role " + app + " " + what);
  }

  private final class Roles {
    private boolean there;
    private boolean superuser;

    void seen(boolean isSuperuser, AuditNotes notes) {
      there = true;
      superuser = isSuperuser;
      if (isSuperuser) tell(notes, "is a superuser");
    }
  }
}
