package dev.tsumugi.fhirserver.shell.store;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;

/**
 * PostgreSQL's driver, told to fail: {@code jdbc:faulty:postgresql://…} is that address with every
 * statement and commit shown to the {@link Fault} of the pool that sends it. What the store does is
 * its own; nothing in it knows of this.
 */
final class FaultyDriver extends DriverInFront {
  private static final String PREFIX = "jdbc:faulty:";
  private static final Map<String, Fault> FAULTS = new ConcurrentHashMap<>();

  static {
    try {
      DriverManager.registerDriver(new FaultyDriver());
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }

  /** What befalls the statements of one pool. */
  interface Fault {
    void before(Connection connection) throws SQLException;

    void after(Connection connection) throws SQLException;
  }

  private FaultyDriver() {
    super(PREFIX);
  }

  static String address(String url) {
    return url.replaceFirst("^jdbc:", PREFIX);
  }

  /**
   * @param pool {@code read}, {@code write} or {@code side}
   */
  static void strike(String pool, Fault fault) {
    FAULTS.put("tsumugi-" + pool, fault);
  }

  static void rest() {
    FAULTS.clear();
  }

  @Override
  public Connection connect(String url, Properties properties) throws SQLException {
    if (!acceptsURL(url)) return null; // another driver's
    String real = url.replaceFirst("^" + PREFIX, "jdbc:");
    Connection connection = DriverManager.getDriver(real).connect(real, properties);
    String pool = properties.getProperty("ApplicationName", "");
    return proxy(Connection.class, connection, connection, pool);
  }

  private static <T> T proxy(Class<T> type, T target, Connection connection, String pool) {
    InvocationHandler handler =
        (proxy, method, arguments) -> {
          boolean told =
              method.getName().startsWith("execute") || method.getName().equals("commit");
          Fault fault = told ? FAULTS.get(pool) : null;
          if (fault != null) fault.before(connection);
          Object result = invoke(target, method, arguments);
          if (fault != null) fault.after(connection);
          return wrapped(result, method, connection, pool);
        };
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }

  private static Object invoke(Object target, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException failure) {
      throw failure.getCause();
    }
  }

  /** Statements are watched as their connection is. */
  private static Object wrapped(Object result, Method method, Connection connection, String pool) {
    if (!(result instanceof Statement statement)
        || !Statement.class.isAssignableFrom(method.getReturnType())) {
      return result;
    }
    @SuppressWarnings("unchecked")
    Class<Statement> type = (Class<Statement>) method.getReturnType();
    return proxy(type, statement, connection, pool);
  }
}
