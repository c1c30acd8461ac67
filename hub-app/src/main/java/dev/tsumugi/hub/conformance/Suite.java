package dev.tsumugi.hub.conformance;

import dev.tsumugi.kernel.Json;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One suite of {@code test-cases.json}.
 *
 * @param mode of whom it is demanded: {@code general}, or a special one
 * @param setup files of the resources its tests rest on
 */
public record Suite(String name, String mode, List<String> setup, List<Case> cases) {
  public Suite {
    setup = List.copyOf(setup);
    cases = List.copyOf(cases);
  }

  /**
   * One test.
   *
   * @param mode empty where every server of the suite's mode is meant
   * @param request file of the Parameters; null where the operation takes none
   * @param profile file of further Parameters; null where there are none
   * @param httpCode expected status such as {@code 4xx}; empty for success
   * @param version of FHIR, such as {@code 5.0}; empty for any
   */
  public record Case(
      String name,
      String mode,
      String operation,
      @Nullable String request,
      @Nullable String profile,
      String response,
      String httpCode,
      String version,
      @Nullable String acceptLanguage) {}

  /** The suites of {@code test-cases.json}, in its order. */
  public static List<Suite> read(Json.Obj testCases) {
    List<Suite> suites = new ArrayList<>();
    for (Json.Obj suite : testCases.objects("suites")) {
      List<Case> cases = new ArrayList<>();
      for (Json.Obj test : suite.objects("tests")) cases.add(test(test));
      suites.add(new Suite(or(suite, "name"), or(suite, "mode"), suite.texts("setup"), cases));
    }
    return suites;
  }

  private static Case test(Json.Obj test) {
    String language = test.text("Accept-Language");
    Json.Obj header = test.obj("header");
    boolean named = header != null && "Accept-Language".equals(header.text("name"));
    return new Case(
        or(test, "name"),
        or(test, "mode"),
        or(test, "operation"),
        test.text("request"),
        test.text("profile"),
        or(test, "response"),
        or(test, "http-code"),
        or(test, "version"),
        named && header != null ? header.text("value") : language);
  }

  private static String or(Json.Obj object, String name) {
    String text = object.text(name);
    return text == null ? "" : text;
  }
}
