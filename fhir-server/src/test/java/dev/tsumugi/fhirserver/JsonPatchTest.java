package dev.tsumugi.fhirserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonPatchTest {
  private static byte[] utf8(String text) {
    return text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
  }

  private static Json.Obj json(String text) {
    return Json.parseObject(utf8(text));
  }

  private static Json apply(String patch, String document) {
    return JsonPatch.parse(utf8(patch)).apply(json(document));
  }

  private static Problem refused(String patch, String document) {
    Problem problem = catchThrowableOfType(Problem.class, () -> apply(patch, document));
    assertThat(problem).as(patch).isNotNull();
    return problem;
  }

  /** The examples of RFC 6902, appendix A, that succeed. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'foo':'bar'}|[{'op':'add','path':'/baz','value':'qux'}]|{'baz':'qux','foo':'bar'}",
        "{'foo':['bar','baz']}|[{'op':'add','path':'/foo/1','value':'qux'}]|{'foo':['bar','qux','baz']}",
        "{'baz':'qux','foo':'bar'}|[{'op':'remove','path':'/baz'}]|{'foo':'bar'}",
        "{'foo':['bar','qux','baz']}|[{'op':'remove','path':'/foo/1'}]|{'foo':['bar','baz']}",
        "{'baz':'qux','foo':'bar'}|[{'op':'replace','path':'/baz','value':'boo'}]|{'baz':'boo','foo':'bar'}",
        "{'foo':{'bar':'baz','waldo':'fred'},'qux':{'corge':'grault'}}|[{'op':'move','from':'/foo/waldo','path':'/qux/thud'}]|{'foo':{'bar':'baz'},'qux':{'corge':'grault','thud':'fred'}}",
        "{'foo':['all','grass','cows','eat']}|[{'op':'move','from':'/foo/1','path':'/foo/3'}]|{'foo':['all','cows','eat','grass']}",
        "{'baz':'qux','foo':['a',2,'c']}|[{'op':'test','path':'/baz','value':'qux'},{'op':'test','path':'/foo/1','value':2}]|{'baz':'qux','foo':['a',2,'c']}",
        "{'foo':'bar'}|[{'op':'add','path':'/child','value':{'grandchild':{}}}]|{'foo':'bar','child':{'grandchild':{}}}",
        "{'foo':'bar'}|[{'op':'add','path':'/baz','value':'qux','xyz':123}]|{'foo':'bar','baz':'qux'}",
        "{'/':9,'~1':10}|[{'op':'test','path':'/~01','value':10}]|{'/':9,'~1':10}",
        "{'/':9,'~1':10}|[{'op':'replace','path':'/~1','value':8}]|{'/':8,'~1':10}",
        "{'foo':['bar']}|[{'op':'add','path':'/foo/-','value':['abc','def']}]|{'foo':['bar',['abc','def']]}",
        "{'a':1.0}|[{'op':'test','path':'/a','value':1.00}]|{'a':1.0}",
        "{'a':{'x':1,'y':2}}|[{'op':'test','path':'/a','value':{'y':2,'x':1}}]|{'a':{'x':1,'y':2}}",
        "{'a':'b'}|[{'op':'copy','from':'/a','path':'/c'}]|{'a':'b','c':'b'}",
        "{'':1}|[{'op':'replace','path':'/','value':2}]|{'':2}",
        "{'a':1}|[]|{'a':1}",
      })
  void whatTheStandardShowsHappens(String document, String patch, String expected) {
    assertThat(apply(patch, document)).isEqualTo(json(expected));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{}|INVALID",
        "'x'|INVALID",
        "[7]|INVALID",
        "[],'more':[]|INVALID",
        "[{'path':'/a'}]|INVALID",
        "[{'op':'destroy','path':'/a'}]|INVALID",
        "[{'op':'remove'}]|INVALID",
        "[{'op':'remove','path':'a'}]|INVALID",
        "[{'op':'remove','path':'/~2'}]|INVALID",
        "[{'op':'remove','path':'/~'}]|INVALID",
        "[{'op':'add','path':'/b'}]|INVALID",
        "[{'op':'copy','path':'/b'}]|INVALID",
        "[{'op':'move','from':'/a','path':'/a/b'}]|INVALID",
        "[{'op':'remove','path':'/nowhere'}]|UNPROCESSABLE",
        "[{'op':'remove','path':''}]|UNPROCESSABLE",
        "[{'op':'replace','path':'/nowhere','value':1}]|UNPROCESSABLE",
        "[{'op':'add','path':'/nowhere/x','value':1}]|UNPROCESSABLE",
        "[{'op':'add','path':'/list/3','value':1}]|UNPROCESSABLE",
        "[{'op':'add','path':'/list/01','value':1}]|UNPROCESSABLE",
        "[{'op':'add','path':'/list/x','value':1}]|UNPROCESSABLE",
        "[{'op':'remove','path':'/list/-'}]|UNPROCESSABLE",
        "[{'op':'remove','path':'/list/2'}]|UNPROCESSABLE",
        "[{'op':'add','path':'/a/x','value':1}]|UNPROCESSABLE",
        "[{'op':'test','path':'/a','value':'secret'}]|UNPROCESSABLE",
        "[{'op':'test','path':'/a','value':null}]|UNPROCESSABLE",
        "[{'op':'test','path':'/list','value':[1]}]|UNPROCESSABLE",
        "[{'op':'copy','from':'/nowhere','path':'/b'}]|UNPROCESSABLE",
        "[{'op':'move','from':'/nowhere','path':'/nowhere'}]|UNPROCESSABLE",
      })
  void whatDoesNotFitIsRefusedByItsPlaceAndWithoutContent(String patch, Problem.Kind kind) {
    Problem problem = refused(patch, "{'a':'hidden','list':[1,2]}");

    assertThat(problem.kind()).isEqualTo(kind);
    if (kind == Problem.Kind.UNPROCESSABLE) {
      assertThat(problem.issues().get(0).path()).startsWith("patch[0]");
    }
    assertThat(problem.getMessage()).doesNotContain("hidden", "secret");
  }

  @Test
  void aLaterFailureUndoesAllAndSaysWhere() {
    Problem problem =
        refused(
            "[{'op':'replace','path':'/a','value':2},{'op':'test','path':'/a','value':1}]",
            "{'a':1}");

    assertThat(problem.issues().get(0).path()).isEqualTo("patch[1]");
  }

  @Test
  void eachLimitHasItsOwnWords() {
    String one = "{'op':'test','path':'/a','value':1}";
    String many = "[" + (one + ",").repeat(JsonPatch.MAX_OPERATIONS) + one + "]";
    String deepPath = "[{'op':'test','path':'" + "/a".repeat(101) + "','value':1}]";
    String deepValue = "{'op':'add','path':'/a','value':" + "[".repeat(60) + "]".repeat(60) + "}";
    String below = "{'op':'copy','from':'/a','path':'/a" + "/0".repeat(59) + "/-'}";
    String doubling =
        "[{'op':'add','path':'/b','value':{'x':'y'}}"
            + ",{'op':'copy','from':'/b','path':'/b/0'},{'op':'copy','from':'/b','path':'/b/1'}"
                .repeat(40)
            + "]";

    assertThat(refused(many, "{'a':1}"))
        .satisfies(p -> assertThat(p.kind()).isEqualTo(Problem.Kind.TOO_LARGE))
        .hasMessageContaining("operations");
    assertThat(refused(deepPath, "{'a':1}"))
        .satisfies(p -> assertThat(p.kind()).isEqualTo(Problem.Kind.TOO_LARGE))
        .hasMessageContaining("levels deep");
    assertThat(refused("[" + deepValue + "," + below + "]", "{'a':1}"))
        .satisfies(p -> assertThat(p.kind()).isEqualTo(Problem.Kind.TOO_LARGE))
        .hasMessageContaining("nested deeper");
    assertThat(refused(doubling, "{'a':1}"))
        .satisfies(p -> assertThat(p.kind()).isEqualTo(Problem.Kind.TOO_LARGE))
        .hasMessageContaining("copies");
  }

  @Test
  void aNumberOfManyDigitsIsNotReadForATest() {
    String digits = "1" + "0".repeat(1_000_000);
    String patch = "[{'op':'test','path':'/a','value':" + digits + "}]";

    assertThat(apply(patch, "{'a':" + digits + "}")).isNotNull();
    assertThat(refused(patch, "{'a':1e1000000}").kind()).isEqualTo(Problem.Kind.UNPROCESSABLE);
    assertThat(refused(patch, "{'a':1e99999999999}").kind()).isEqualTo(Problem.Kind.UNPROCESSABLE);
  }

  @Property(tries = 3000, seed = "6902")
  void itDoesWhatAnEvaluatorOfItsOwnDoes(@ForAll long seed) {
    Random random = new Random(seed);
    Json.Obj document = (Json.Obj) RandomPatch.document(random, 0);
    Json.Arr patch = RandomPatch.patch(random, document);

    Optional<Json> expected = PlainPatch.apply(patch, document);
    Optional<Json> actual;
    try {
      actual = Optional.of(JsonPatch.of(patch).apply(document));
    } catch (Problem problem) {
      actual = Optional.empty();
    }

    assertThat(actual).as(patch + " on " + document).isEqualTo(expected);
  }

  @Property(tries = 1000, seed = "6902")
  void aPatchAndItsInverseLeaveWhatWasThere(@ForAll long seed) {
    Random random = new Random(seed);
    Json.Obj document = (Json.Obj) RandomPatch.document(random, 0);
    Json result = document;
    List<Json> back = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      String name = "n" + i;
      Json value = RandomPatch.document(random, 1);
      result = JsonPatch.of(RandomPatch.list("add", "/" + name, value)).apply(result);
      back.add(0, RandomPatch.operation("remove", "/" + name, null));
      back.add(0, RandomPatch.operation("test", "/" + name, value));
    }

    assertThat(JsonPatch.of(new Json.Arr(back)).apply(result)).isEqualTo(document);
  }
}
