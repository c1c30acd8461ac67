package dev.tsumugi.hub.conformance;

import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.terminology.Answer;
import dev.tsumugi.terminology.R4Form;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Runs suites against a server. The resources a suite rests on go along with every request as
 * {@code tx-resource}, as the suites' own runner sends them; nothing is stored.
 */
public final class SuiteRun {
  // A server of R4, with the tests that every server is to pass.
  private static final Set<String> MODES = Set.of("general", "version:4");

  private final Function<String, Json.Obj> files;
  private final Server server;
  private final Expectation expectation = new Expectation(MODES);

  /** The server under test. */
  public interface Server {
    /**
     * @param operation {@code expand}, {@code validate-code} and so on, as the suites call them
     * @return null if this server is not asked for such an operation
     */
    @Nullable Answer ask(String operation, Json.Obj parameters, @Nullable String acceptLanguage);
  }

  /**
   * What came of one test.
   *
   * @param difference from what is expected; null if there is none
   */
  public record Result(Suite.Case test, @Nullable String difference) {
    public boolean passed() {
      return difference == null;
    }
  }

  /**
   * @param files reads a file of the suites by its path; throws {@link Problem} if it cannot
   */
  public SuiteRun(Function<String, Json.Obj> files, Server server) {
    this.files = files;
    this.server = server;
  }

  /** The results of one suite, in its order. */
  public List<Result> run(Suite suite) {
    List<Result> results = new ArrayList<>();
    for (Suite.Case test : suite.cases()) {
      String difference;
      try {
        difference = difference(test, setup(suite));
      } catch (Problem problem) {
        difference = problem.getMessage();
      }
      results.add(new Result(test, difference));
    }
    return results;
  }

  private List<Json> setup(Suite suite) {
    List<Json> setup = new ArrayList<>();
    for (String file : suite.setup()) {
      setup.add(
          Json.object().put("name", "tx-resource").put("resource", files.apply(file)).build());
    }
    return setup;
  }

  private @Nullable String difference(Suite.Case test, List<Json> setup) {
    List<Json> parameters = new ArrayList<>();
    if (test.request() != null) {
      parameters.addAll(files.apply(test.request()).all("parameter"));
    }
    if (test.profile() != null) {
      parameters.addAll(files.apply(test.profile()).all("parameter"));
    }
    parameters.addAll(setup);
    Json.Obj asked =
        Json.object().put("resourceType", "Parameters").put("parameter", parameters).build();
    Answer answer = server.ask(test.operation(), asked, test.acceptLanguage());
    if (answer == null) return "the operation " + test.operation() + " is not offered";
    String difference =
        expectation.difference(files.apply(test.response()), R4Form.r5(answer.resource()));
    if (difference != null) return difference;
    return statusFits(test.httpCode(), answer.status()) ? null : "the status is " + answer.status();
  }

  private static boolean statusFits(String expected, int status) {
    if (expected.isEmpty()) return status == 200;
    return expected.endsWith("xx")
        ? status / 100 == expected.charAt(0) - '0'
        : expected.equals(Integer.toString(status));
  }
}
