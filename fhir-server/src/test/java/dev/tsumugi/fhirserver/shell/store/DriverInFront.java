package dev.tsumugi.fhirserver.shell.store;

import java.sql.Driver;
import java.sql.DriverPropertyInfo;
import java.util.Properties;
import java.util.logging.Logger;

/** A driver of tests before PostgreSQL's: what it answers of itself is nothing of interest. */
abstract class DriverInFront implements Driver {
  private final String prefix;

  /**
   * @param prefix of the addresses that are its
   */
  DriverInFront(String prefix) {
    this.prefix = prefix;
  }

  @Override
  public final boolean acceptsURL(String url) {
    return url.startsWith(prefix);
  }

  @Override
  public final DriverPropertyInfo[] getPropertyInfo(String url, Properties properties) {
    return new DriverPropertyInfo[0];
  }

  @Override
  public final int getMajorVersion() {
    return 1;
  }

  @Override
  public final int getMinorVersion() {
    return 0;
  }

  @Override
  public final boolean jdbcCompliant() {
    return false;
  }

  @Override
  public final Logger getParentLogger() {
    return Logger.getLogger(getClass().getName());
  }
}
