package dev.tsumugi.fhirserver.shell.store;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * PostgreSQL's driver with somebody who sees each statement before it is prepared, and may send
 * another in its place. What the store does is its own; nothing in it knows of this.
 */
public final class WatchedDriver extends DriverInFront {
  private static final String PREFIX = "jdbc:watched:";
  private static final Map<String, Watch> WATCHES = new ConcurrentHashMap<>();
  private static final AtomicInteger COUNT = new AtomicInteger();

  static {
    try {
      DriverManager.registerDriver(new WatchedDriver());
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }

  /** Who looks on. */
  public interface Watch {
    /**
     * @param pool {@code read}, {@code write} or {@code side}
     * @return what is prepared instead
     */
    String prepared(String pool, String sql);
  }

  private WatchedDriver() {
    super(PREFIX);
  }

  /** The same database, watched. */
  public static String address(String url, Watch watch) {
    String name = "w" + COUNT.incrementAndGet();
    WATCHES.put(name, watch);
    return PREFIX + name + url.substring("jdbc".length());
  }

  @Override
  public Connection connect(String url, Properties properties) throws SQLException {
    if (!acceptsURL(url)) return null; // another driver's
    int colon = url.indexOf(':', PREFIX.length());
    Watch watch = WATCHES.get(url.substring(PREFIX.length(), colon));
    String real = "jdbc" + url.substring(colon);
    Connection connection = DriverManager.getDriver(real).connect(real, properties);
    String pool = properties.getProperty("ApplicationName", "").replace("tsumugi-", "");
    return (Connection)
        Proxy.newProxyInstance(
            WatchedDriver.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("prepareStatement")) {
                arguments[0] = watch.prepared(pool, (String) arguments[0]);
              }
              try {
                return method.invoke(connection, arguments);
              } catch (InvocationTargetException failure) {
                throw failure.getCause();
              }
            });
  }
}
