package dev.tsumugi.fhirserver.shell.store;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** The places in the SQL where the gate stands, for tests that look for them or take one away. */
public final class GateTags {
  private GateTags() {}

  /** Each of them, as the statements name it. */
  public static List<String> words() {
    return Arrays.stream(GateTag.values()).map(GateTag::word).toList();
  }

  public static boolean stands(String sql, String word) {
    return sql.contains("/*gate:" + word + "*/");
  }

  public static boolean standsAny(String sql) {
    return sql.contains("/*gate:");
  }

  /** The same statement with as many values, but this gate stands open. */
  public static String without(String sql, String word) {
    return Pattern.compile("/\\*gate:" + word + "\\*/\\((.*?)\\)/\\*gate\\*/", Pattern.DOTALL)
        .matcher(sql)
        .replaceAll("(true or ($1))");
  }
}
