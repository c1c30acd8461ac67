package dev.tsumugi.identity.shell;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Clock;
import java.util.Locale;
import java.util.Optional;

/** Whose record an account opens, in table {@code resident_link}: one of each, both ways. */
final class LinkTable {
  private final SignOnTables tables;
  private final Clock clock;

  LinkTable(SignOnTables tables, Clock clock) {
    this.tables = tables;
    this.clock = clock;
  }

  /** Who said that it is so. */
  enum Basis {
    /** Verified attributes fit one record, and no other. */
    CERTAIN,
    /** A registrar had the person before them. */
    COUNTER
  }

  /** Id of the Patient that the account opens. */
  Optional<String> of(String account) {
    return tables.run(
        connection -> {
          try (PreparedStatement query =
                  SignOnTables.prepare(
                      connection, "select patient from resident_link where account = ?", account);
              ResultSet row = query.executeQuery()) {
            return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
          }
        });
  }

  /**
   * Links; again is the same.
   *
   * @param decider sub of who decided, or the client
   * @return false if the account has another record, or the record another account
   */
  boolean link(String account, String patient, Basis basis, String decider) {
    int made =
        tables.run(
            connection ->
                SignOnTables.change(
                    connection,
                    "insert into resident_link (account, patient, basis, decider, linked)"
                        + " values (?, ?, ?, ?, ?) on conflict do nothing",
                    account,
                    patient,
                    basis.name().toLowerCase(Locale.ROOT),
                    decider,
                    clock.instant()));
    return made == 1 || of(account).filter(patient::equals).isPresent();
  }

  /** Whether there was a link to undo. */
  boolean unlink(String account) {
    return tables.run(
            connection ->
                SignOnTables.change(
                    connection, "delete from resident_link where account = ?", account))
        == 1;
  }
}
