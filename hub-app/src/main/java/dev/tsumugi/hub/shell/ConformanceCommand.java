package dev.tsumugi.hub.shell;

import dev.tsumugi.hub.conformance.Suite;
import dev.tsumugi.hub.conformance.SuiteRun;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.terminology.Answer;
import dev.tsumugi.terminology.Call;
import dev.tsumugi.terminology.Operations;
import dev.tsumugi.terminology.R4Form;
import dev.tsumugi.terminology.shell.TerminologyModule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * {@code terminology conformance DIR}: the public suites of the FHIR terminology ecosystem, from a
 * checkout of HL7/fhir-tx-ecosystem-ig, against this program's own engine or (with {@code --url})
 * against a running hub over HTTP.
 */
final class ConformanceCommand {
  private static final String DEMO_LOGIN = "physician";
  private static final Map<String, String> ADDRESSES =
      Map.of(
          "expand", "/ValueSet/$expand",
          "validate-code", "/ValueSet/$validate-code",
          "batch-validate", "/ValueSet/$batch-validate-code",
          "cs-validate-code", "/CodeSystem/$validate-code",
          "lookup", "/CodeSystem/$lookup",
          "subsumes", "/CodeSystem/$subsumes",
          "translate", "/ConceptMap/$translate");

  private final Path tests;
  private final Console console;

  private ConformanceCommand(Path tests, Console console) {
    this.tests = tests;
    this.console = console;
  }

  /** Returns 0 if every test of the general suites passed, and 1 if one did not. */
  static int execute(List<String> rest, Map<String, String> environment, Console console) {
    Arguments arguments = Arguments.parse(rest, Set.of("--url", "--suite"), Set.of("--failures"));
    Path folder = Path.of(arguments.onlyWord("terminology conformance", "the suites' folder"));
    Path tests = Files.isDirectory(folder.resolve("tests")) ? folder.resolve("tests") : folder;
    if (!Files.isRegularFile(tests.resolve("test-cases.json"))) {
      throw new Failure(
          "There is no test-cases.json in " + folder + "; check out HL7/fhir-tx-ecosystem-ig.");
    }
    boolean remote = arguments.options().containsKey("--url");
    SuiteRun.Server server = remote ? remote(arguments, environment) : here();
    return new ConformanceCommand(tests, console)
        .run(server, arguments.options().get("--suite"), arguments.flags().contains("--failures"));
  }

  private int run(SuiteRun.Server server, @Nullable String only, boolean failures) {
    SuiteRun run = new SuiteRun(this::file, server);
    int passed = 0;
    int general = 0;
    for (Suite suite : Suite.read(file("test-cases.json"))) {
      if (only != null && !only.equals(suite.name())) continue;
      List<SuiteRun.Result> results = run.run(suite);
      long good = results.stream().filter(SuiteRun.Result::passed).count();
      String mode = suite.mode().isEmpty() ? "any server" : suite.mode();
      console.say("%-26s %4d of %4d   (%s)".formatted(suite.name(), good, results.size(), mode));
      if (failures) {
        for (SuiteRun.Result result : results) {
          if (!result.passed()) {
            console.say("    " + result.test().name() + ": " + shortened(result.difference()));
          }
        }
      }
      if (!suite.mode().equals("general")) continue;
      general += results.size();
      passed += (int) good;
    }
    console.say("General suites: " + passed + " of " + general + " tests pass.");
    return passed == general ? 0 : Failure.FAILED;
  }

  private static String shortened(@Nullable String text) {
    if (text == null) return "";
    return text.length() > 300 ? text.substring(0, 300) + "…" : text;
  }

  private Json.Obj file(String name) {
    try {
      return Json.parseObject(Files.readAllBytes(tests.resolve(name)));
    } catch (IOException gone) {
      // The suites name some files that are not among them; that fails a test, not the run.
      throw Problem.of(
          Problem.Kind.NOT_FOUND, "the suites' file " + name + " cannot be read: " + gone);
    }
  }

  private static SuiteRun.Server here() {
    Operations operations = new Operations(TerminologyModule.base());
    return (operation, parameters, language) -> {
      Call call =
          new Call(parameters, language, "urn:uuid:" + UUID.randomUUID(), Instant.now().toString());
      Answer answer = answer(operations, operation, call);
      // As over HTTP: in the form of R4, which the runner reads back.
      return answer == null ? null : new Answer(answer.status(), R4Form.of(answer.resource()));
    };
  }

  private static @Nullable Answer answer(Operations operations, String operation, Call call) {
    return switch (operation) {
      case "expand" -> operations.expand(call);
      case "validate-code" -> operations.validateCode(call);
      case "batch-validate" -> operations.batchValidate(call);
      case "cs-validate-code" -> operations.validateSystemCode(call);
      case "lookup" -> operations.lookup(call);
      case "subsumes" -> operations.subsumes(call);
      case "translate" -> operations.translate(call);
      default -> null;
    };
  }

  private static SuiteRun.Server remote(Arguments arguments, Map<String, String> environment) {
    TokenClient client = new TokenClient(LoadCommand.hub(arguments, environment));
    String token = client.demoToken(DEMO_LOGIN, "openid user/*.rs");
    return (operation, parameters, language) -> {
      TokenClient.Answer answer;
      if (operation.equals("metadata")) {
        answer = client.metadata();
      } else if (operation.equals("term-caps")) {
        answer = client.get(token, "/metadata?mode=terminology");
      } else if (ADDRESSES.containsKey(operation)) {
        String address = ADDRESSES.get(operation);
        answer = client.post(token, String.valueOf(address), parameters, language);
      } else {
        return null;
      }
      return new Answer(answer.status(), answer.body());
    };
  }
}
