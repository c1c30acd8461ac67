package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.consent.RowFacts;
import java.sql.SQLException;
import java.util.Optional;

/** What a version tells beside its facet, looked at only where a decision depends on it. */
interface Told {
  /**
   * Empty if it is not known: a version that an older release wrote and that is not marked yet. No
   * decision that depends on it permits it.
   */
  Optional<RowFacts> facts() throws SQLException;
}
