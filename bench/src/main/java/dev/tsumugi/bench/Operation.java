package dev.tsumugi.bench;

import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One thing a client asks. Ids stand as <code>{uuid}</code>, the name of the generated data: each
 * server gave its own.
 *
 * @param path below the FHIR base, with its query; empty for the base itself
 * @param body of a POST
 */
public record Operation(Kind kind, String path, String body) {
  private static final Pattern NAME = Pattern.compile("\\{([0-9a-f-]{36})}");

  public enum Kind {
    GET,
    /** GET, and every page after it to the last. */
    WALK,
    POST
  }

  public static Operation get(String path) {
    return new Operation(Kind.GET, path, "");
  }

  public static Operation walk(String path) {
    return new Operation(Kind.WALK, path, "");
  }

  public static Operation post(String path, String body) {
    return new Operation(Kind.POST, path, body);
  }

  /**
   * @param ids from the data's names to one server's ids
   */
  public Operation on(UnaryOperator<String> ids) {
    return new Operation(kind, filled(path, ids), filled(body, ids));
  }

  private static String filled(String text, UnaryOperator<String> ids) {
    if (text.indexOf('{') < 0) return text;
    Matcher names = NAME.matcher(text);
    return names.replaceAll(name -> Matcher.quoteReplacement(ids.apply(name.group(1))));
  }
}
