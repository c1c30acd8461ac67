package dev.tsumugi.fhirserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tsumugi.fhirserver.SubscriptionState.Event;
import dev.tsumugi.fhirserver.r4.R4;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SubscriptionRulesTest {
  private static final R4 FACTS = R4.load();
  private static final HookRules RULES =
      new HookRules(
          FACTS, new HookRules.Allowed(Set.of("hooks.example", "other.example:8443"), false));
  private static final HookRules DEMO = new HookRules(FACTS, new HookRules.Allowed(Set.of(), true));

  private static final Map<List<Object>, SubscriptionState> DRAWN =
      Map.of(
          List.of(SubscriptionState.REQUESTED, Event.SET_UP), SubscriptionState.ACTIVE,
          List.of(SubscriptionState.REQUESTED, Event.REFUSED), SubscriptionState.ERROR,
          List.of(SubscriptionState.REQUESTED, Event.ENDED), SubscriptionState.OFF,
          List.of(SubscriptionState.ACTIVE, Event.REFUSED), SubscriptionState.ERROR,
          List.of(SubscriptionState.ACTIVE, Event.GAVE_UP), SubscriptionState.ERROR,
          List.of(SubscriptionState.ACTIVE, Event.ENDED), SubscriptionState.OFF);

  static Stream<Arguments> everyPair() {
    return Stream.of(SubscriptionState.values())
        .flatMap(state -> Stream.of(Event.values()).map(event -> Arguments.of(state, event)));
  }

  @ParameterizedTest(name = "{1} on {0}")
  @MethodSource("everyPair")
  void movesOnlyAlongDrawnArrows(SubscriptionState state, Event event) {
    assertThat(state.on(event)).isEqualTo(Optional.ofNullable(DRAWN.get(List.of(state, event))));
  }

  @Test
  void triesGrowApartAndAreSpread() {
    assertThat(BackOff.after(1, 0.5)).isEqualTo(Duration.ofMinutes(1));
    assertThat(BackOff.after(7, 0.5)).isEqualTo(Duration.ofMinutes(64));
    assertThat(BackOff.after(2, 0)).isEqualTo(Duration.ofSeconds(96));
    assertThat(BackOff.after(2, 1)).isEqualTo(Duration.ofSeconds(144));
    assertThatThrownBy(() -> BackOff.after(0, 0)).isInstanceOf(IllegalArgumentException.class);
  }

  private static Json.Obj subscription(String status, String criteria, String channel) {
    String text =
        "{'resourceType':'Subscription','status':'"
            + status
            + "','reason':'x','criteria':'"
            + criteria
            + "','channel':{"
            + channel
            + "}}";
    return Json.parseObject(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }

  private static final String GOOD = "'type':'rest-hook','endpoint':'https://hooks.example/in'";

  @Test
  void aGoodOneIsTaken() {
    assertThat(
            RULES.check(
                subscription(
                    "requested",
                    "Observation?code=http://loinc.org|29463-7",
                    GOOD + ",'payload':'application/fhir+json','header':['Authorization: a b']")))
        .isEmpty();
    assertThat(RULES.check(subscription("off", "Observation", GOOD))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '~',
      value = {
        "active; Observation; 'type':'rest-hook','endpoint':'https://hooks.example/'; status",
        "requested; Nonsense?code=x; 'type':'rest-hook','endpoint':'https://hooks.example/';"
            + " criteria",
        "requested; Observation?shoe-size=4; 'type':'rest-hook','endpoint':'https://hooks.example/';"
            + " criteria",
        "requested; Observation?_sort=date; 'type':'rest-hook','endpoint':'https://hooks.example/';"
            + " criteria",
        "requested; Observation?_include=*; 'type':'rest-hook','endpoint':'https://hooks.example/';"
            + " criteria",
        "requested; Observation; 'type':'email','endpoint':'https://hooks.example/'; channel.type",
        "requested; Observation; 'type':'rest-hook'; channel.endpoint",
        "requested; Observation; 'type':'rest-hook','endpoint':'https://hooks.example/',"
            + "'payload':'application/fhir+xml'; channel.payload",
        "requested; Observation; 'type':'rest-hook','endpoint':'https://hooks.example/',"
            + "'header':['Host: x']; channel.header",
        "requested; Observation; 'type':'rest-hook','endpoint':'https://hooks.example/',"
            + "'header':['A: b\\r\\nC: d']; channel.header",
        "requested; Observation; 'type':'rest-hook','endpoint':'https://hooks.example/',"
            + "'header':['no colon']; channel.header"
      })
  void whatIsNotSupportedIsNamed(String status, String criteria, String channel, String path) {
    String escaped = channel.replace("\\r\\n", "\\u000d\\u000a");

    assertThat(RULES.check(subscription(status, criteria, escaped)))
        .singleElement()
        .satisfies(issue -> assertThat(issue.path()).isEqualTo("Subscription." + path));
  }

  @Test
  void anUnsupportedParameterIsNamed() {
    assertThatThrownBy(() -> RULES.criteria("Observation?shoe-size=4"))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("shoe-size");
  }

  @ParameterizedTest
  @CsvSource({
    "https://hooks.example/in, true",
    "https://HOOKS.example/in, true",
    "https://hooks.example:443/in, true",
    "https://other.example:8443/, true",
    "http://hooks.example/in, false",
    "https://hooks.example:8443/in, false",
    "https://other.example/, false",
    "https://evil.example/hooks.example, false",
    "https://hooks.example.evil.example/, false",
    "https://hooks.example@evil.example/, false",
    "https://me:pw@hooks.example/, false",
    "https://hooks.example/#x, false",
    "https://127.0.0.1/, false",
    "http://localhost:9/, false",
    "ftp://hooks.example/, false",
    "nonsense, false"
  })
  void onlyListedHostsAreCalled(String endpoint, boolean taken) {
    String channel = "'type':'rest-hook','endpoint':'" + endpoint + "'";

    assertThat(RULES.check(subscription("requested", "Observation", channel)).isEmpty())
        .isEqualTo(taken);
  }

  @Test
  void theDemoMayCallThisMachineAndNoOther() {
    for (String endpoint :
        List.of("http://localhost:9/x", "http://127.0.0.1:9", "http://[::1]:9/")) {
      String channel = "'type':'rest-hook','endpoint':'" + endpoint + "'";
      assertThat(DEMO.check(subscription("requested", "Observation", channel))).isEmpty();
    }
    String far = "'type':'rest-hook','endpoint':'http://192.168.0.1:9/'";
    assertThat(DEMO.check(subscription("requested", "Observation", far))).hasSize(1);
  }
}
