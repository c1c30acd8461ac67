package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.consent.Decision;
import dev.tsumugi.consent.Requester;
import dev.tsumugi.consent.Service;
import dev.tsumugi.consent.SignOn;
import dev.tsumugi.consent.SignOnRules;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/**
 * What a decision's snapshot says of the sign-on itself: whether its session was ended, and of the
 * device that its key belongs to. No node remembers any of it, so that an end is felt by the next
 * request on every node.
 */
record SignOnFacts(boolean ended, Optional<SignOnRules.Device> device) {
  /** Of a statement that told nothing: it permits nothing. */
  static final SignOnFacts UNKNOWN = new SignOnFacts(true, Optional.empty());

  /** Columns of the tables that {@link #joins} joins, behind the assessment's. */
  static final String COLUMNS =
      "s.on_devices, e.sid is not null, g.organization, g.revoked is null";

  /** The same columns without values. */
  static final String NONE = "null::boolean, null::boolean, null::text, null::boolean";

  static Sql joins(SignOn signOn) {
    return new Sql()
        .add(" left join session_end e on e.sid = ?", signOn.session())
        .add(" left join device g on g.jkt = ?", signOn.key().orElse(""));
  }

  /**
   * @param first place of the first of these columns
   */
  static SignOnFacts read(ResultSet row, int first) throws SQLException {
    String organization = row.getString(first + 2);
    Optional<SignOnRules.Device> device =
        organization == null
            ? Optional.empty()
            : Optional.of(new SignOnRules.Device(organization, row.getBoolean(first + 3)));
    return new SignOnFacts(row.getBoolean(first + 1), device);
  }

  Optional<Decision.Reason> over(Requester requester, Optional<Service> service) {
    return SignOnRules.over(requester, service, ended, device);
  }
}
