package dev.tsumugi.terminology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tsumugi.kernel.Coding;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The four answers, and the short questions of other modules. */
class MembershipTest {
  private static final String TREES = "http://example.org/trees";

  private final List<Json.Obj> resources = new ArrayList<>();

  private Terminology terminology() {
    return Terminology.over(new ResourceDefinitions(resources));
  }

  private void given(String json) {
    resources.add(Json.parseObject(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8)));
  }

  private void trees(String content) {
    given(
        "{'resourceType':'CodeSystem','url':'"
            + TREES
            + "','version':'1','content':'"
            + content
            + "','concept':[{'code':'oak','display':'Oak'},{'code':'pine'}]}");
  }

  private void set(String compose) {
    given("{'resourceType':'ValueSet','url':'http://example.org/set','compose':" + compose + "}");
  }

  private Membership of(String code) {
    return terminology().memberOf("http://example.org/set", new Coding(TREES, code));
  }

  @Test
  void aMemberComesWithItsConcept() {
    trees("complete");
    set("{'include':[{'system':'" + TREES + "'}]}");

    assertThat(of("oak"))
        .isInstanceOfSatisfying(
            Membership.Member.class, m -> assertThat(m.concept().display()).isEqualTo("Oak"));
    assertThat(of("beech")).isEqualTo(new Membership.NotMember());
  }

  @Test
  void aCodeThatANewEditionDroppedStillHasItsMeaning() {
    trees("complete");
    given(
        "{'resourceType':'CodeSystem','url':'"
            + TREES
            + "','version':'2','content':'complete','concept':[{'code':'oak','display':'Quercus'}]}");
    set("{'include':[{'system':'" + TREES + "'}]}");

    assertThat(terminology().lookup(new Coding(TREES, "oak")))
        .extracting(Concept::display)
        .isEqualTo("Quercus");
    assertThat(terminology().lookup(new Coding(TREES, "pine")))
        .extracting(Concept::code)
        .isEqualTo("pine");
    assertThat(terminology().lookup(new Coding(TREES, "beech"))).isNull();
    Call call =
        new Call(
            Json.parseObject(
                ("{'resourceType':'Parameters','parameter':[{'name':'system','valueUri':'"
                        + TREES
                        + "'},{'name':'code','valueCode':'pine'}]}")
                    .replace('\'', '"')
                    .getBytes(StandardCharsets.UTF_8)),
            null,
            "urn:uuid:0",
            "2026-11-22T00:00:00Z");
    Answer answer = new Operations(new ResourceDefinitions(resources)).lookup(call);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.resource().toString()).contains("\"name\":\"version\",\"valueString\":\"1\"");
    // A member it is no longer: what a set holds is told by the edition in force.
    assertThat(of("pine")).isEqualTo(new Membership.NotMember());
  }

  @Test
  void anUnknownSetSystemOrVersionIsNotKnownHere() {
    assertThat(of("oak")).isEqualTo(new Membership.NotKnownHere("http://example.org/set"));

    set("{'include':[{'system':'" + TREES + "'}]}");
    assertThat(of("oak")).isEqualTo(new Membership.NotKnownHere(TREES));

    resources.clear();
    trees("complete");
    set("{'include':[{'system':'" + TREES + "','version':'2'}]}");
    assertThat(of("oak")).isEqualTo(new Membership.NotKnownHere(TREES + "|2"));
  }

  @Test
  void aMissingImportIsNotKnownHere() {
    trees("complete");
    set("{'include':[{'valueSet':['http://example.org/gone']}]}");

    assertThat(of("oak")).isInstanceOf(Membership.NotKnownHere.class);
  }

  @Test
  void aFragmentCannotTellOfWhatItLacks() {
    trees("fragment");
    set("{'include':[{'system':'" + TREES + "'}]}");

    assertThat(of("oak").certain()).isTrue();
    assertThat(of("beech")).isInstanceOf(Membership.CannotTell.class);
  }

  @Test
  void aCircleCannotBeTold() {
    trees("complete");
    set("{'include':[{'valueSet':['http://example.org/back']}]}");
    given(
        "{'resourceType':'ValueSet','url':'http://example.org/back','compose':{'include':["
            + "{'valueSet':['http://example.org/set']}]}}");

    assertThat(of("oak")).isInstanceOf(Membership.CannotTell.class);
  }

  @ParameterizedTest
  @CsvSource({
    "colour, =, red",
    "concept, is-bigger-than, oak",
    "concept, regex, (",
    "colour, is-a, red"
  })
  void aFilterThatIsNotUnderstoodCannotBeTold(String property, String op, String value) {
    trees("complete");
    set(
        "{'include':[{'system':'"
            + TREES
            + "','filter':[{'property':'"
            + property
            + "','op':'"
            + op
            + "','value':'"
            + value
            + "'}]}]}");

    assertThat(of("oak")).isInstanceOf(Membership.CannotTell.class);
  }

  @Test
  void theCodesOfASetAreListedWithinALimitOrNotAtAll() {
    trees("complete");
    set("{'include':[{'system':'" + TREES + "'}]}");

    assertThat(terminology().codesOf("http://example.org/set", 2))
        .containsExactly(new Coding(TREES, "oak"), new Coding(TREES, "pine"));
    assertThatThrownBy(() -> terminology().codesOf("http://example.org/set", 1))
        .isInstanceOfSatisfying(
            Problem.class, p -> assertThat(p.kind()).isEqualTo(Problem.Kind.TOO_LARGE));
    assertThatThrownBy(() -> terminology().codesOf("http://example.org/gone", 1))
        .isInstanceOfSatisfying(
            Problem.class, p -> assertThat(p.kind()).isEqualTo(Problem.Kind.NOT_FOUND));
  }

  @Test
  void thePartOfASystemIsNeverListedAsTheWhole() {
    trees("fragment");
    set("{'include':[{'system':'" + TREES + "'}]}");

    assertThatThrownBy(() -> terminology().codesOf("http://example.org/set", 10))
        .isInstanceOfSatisfying(
            Problem.class, p -> assertThat(p.kind()).isEqualTo(Problem.Kind.UNPROCESSABLE));
  }

  @Test
  void translationsComeClosestFirstAndLeaveOutWhatIsNone() {
    given(
        "{'resourceType':'ConceptMap','url':'http://example.org/map','group':[{'source':'"
            + TREES
            + "','target':'http://example.org/b','element':[{'code':'oak','target':["
            + "{'code':'far','equivalence':'inexact'},{'code':'none','equivalence':'unmatched'},"
            + "{'code':'near','equivalence':'equal'}]}],'unmapped':{'mode':'provided'}}]}");

    assertThat(terminology().translate(new Coding(TREES, "oak"), "http://example.org/b"))
        .extracting(Coding::code)
        .containsExactly("near", "far");
    assertThat(terminology().translate(new Coding(TREES, "pine"), "http://example.org/b"))
        .extracting(Coding::code)
        .containsExactly("pine");
    assertThat(terminology().translate(new Coding(TREES, "oak"), "http://example.org/c")).isEmpty();
  }

  @Test
  void anotherMapStandsInForWhatOneDoesNotMap() {
    given(
        "{'resourceType':'ConceptMap','url':'http://example.org/one','group':[{'source':'"
            + TREES
            + "','target':'http://example.org/b','unmapped':{'mode':'other-map','url':"
            + "'http://example.org/two'}}]}");
    given(
        "{'resourceType':'ConceptMap','url':'http://example.org/two','group':[{'source':'"
            + TREES
            + "','target':'http://example.org/b','unmapped':{'mode':'other-map','url':"
            + "'http://example.org/one'},'element':[{'code':'oak','target':[{'code':'o'}]}]}]}");

    assertThat(terminology().translate(new Coding(TREES, "oak"), "http://example.org/b"))
        .extracting(Coding::code)
        .containsExactly("o");
    assertThat(terminology().translate(new Coding(TREES, "pine"), "http://example.org/b"))
        .isEmpty();
  }
}
