package dev.tsumugi.consent;

import static dev.tsumugi.consent.Asking.ASSESSED;
import static dev.tsumugi.consent.Asking.NOW;
import static dev.tsumugi.consent.Asking.RESULT;
import static dev.tsumugi.consent.Asking.caredForBy;
import static dev.tsumugi.consent.Asking.crew;
import static dev.tsumugi.consent.Asking.custodian;
import static dev.tsumugi.consent.Asking.facet;
import static dev.tsumugi.consent.Asking.physician;
import static dev.tsumugi.consent.Asking.registrar;
import static dev.tsumugi.consent.Asking.resident;
import static dev.tsumugi.consent.Asking.sato;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tsumugi.consent.Decision.Deny;
import dev.tsumugi.consent.Decision.Layer;
import dev.tsumugi.consent.Decision.Reason;
import dev.tsumugi.consent.SignOnRules.Device;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignOnTest {
  private static final Service ANYWHERE = ASSESSED;
  private static final Service TABLETS =
      new Service("app", ASSESSED.classes(), ASSESSED.scopes(), ASSESSED.validUntil(), true);
  private static final Optional<Device> NONE = Optional.empty();
  private static final Optional<Device> OWN = Optional.of(new Device("Organization/fire", true));
  private static final Optional<Device> LOST = Optional.of(new Device("Organization/fire", false));
  private static final Optional<Device> OTHERS =
      Optional.of(new Device("Organization/clinic", true));

  static Stream<Arguments> holds() {
    return Stream.of(
        Arguments.of(ANYWHERE, false, NONE, ""),
        Arguments.of(ANYWHERE, false, OWN, ""),
        Arguments.of(TABLETS, false, OWN, ""),
        Arguments.of(ANYWHERE, true, NONE, "SESSION_ENDED"),
        Arguments.of(TABLETS, true, LOST, "SESSION_ENDED"),
        Arguments.of(TABLETS, false, NONE, "DEVICE_NOT_REGISTERED"),
        Arguments.of(TABLETS, false, LOST, "DEVICE_REVOKED"),
        Arguments.of(ANYWHERE, false, LOST, "DEVICE_REVOKED"),
        Arguments.of(TABLETS, false, OTHERS, "DEVICE_OF_ANOTHER"),
        Arguments.of(ANYWHERE, false, OTHERS, "DEVICE_OF_ANOTHER"));
  }

  @ParameterizedTest
  @MethodSource
  void holds(Service service, boolean ended, Optional<Device> device, String reason) {
    Optional<Reason> over =
        SignOnRules.over(crew().requester(), Optional.of(service), ended, device);

    assertThat(over.map(Reason::name).orElse("")).isEqualTo(reason);
  }

  @Test
  void aDeviceIsNoOnesWhoWorksForNobody() {
    assertThat(SignOnRules.over(resident("Patient/sato").requester(), Optional.empty(), false, OWN))
        .contains(Reason.DEVICE_OF_ANOTHER);
  }

  @ParameterizedTest
  @EnumSource
  void whoseSignOnIsOverMayDoNothing(Action action) {
    Situation over =
        new Situation(
            Optional.of(ASSESSED), Policy.NONE, List.of(), Optional.of(Reason.SESSION_ENDED));

    for (Asking who : List.of(custodian(), resident("Patient/sato"), physician())) {
      Gate gate = new ConsentEngine().open(who.requester(), NOW).in(over);
      assertThat(gate.decide(action, RESULT, sato()))
          .isEqualTo(new Deny(Reason.SESSION_ENDED, Layer.SIGN_ON, List.of()));
      assertThat(gate.seesAll()).isFalse();
      assertThat(gate.over()).contains(Reason.SESSION_ENDED);
    }
  }

  private static String wrote(Asking who, int assurance, Facet facet, Tie... ties) {
    Requester sure = who.requester();
    Requester requester =
        new Requester(
            sure.subject(),
            sure.name(),
            sure.actor(),
            sure.organization(),
            sure.role(),
            sure.scopes(),
            sure.purpose(),
            sure.client(),
            sure.patient(),
            new SignOn("sid", "jti", assurance, Optional.empty()));
    return new ConsentEngine()
        .open(requester, NOW)
        .in(Situation.of(Optional.of(ASSESSED)))
        .decide(Action.CREATE, facet, sato(ties))
        .fold(permit -> "", deny -> deny.reason().name(), depends -> "depends");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void bindingWordsNeedASureSignOn(int assurance) {
    Facet consent = facet("Consent", DataClass.CONSENT);
    Facet wish = facet("Observation", DataClass.WISHES);
    Facet proxy = facet("RelatedPerson", DataClass.CONTACTS);

    for (Facet binding : List.of(consent, wish, proxy)) {
      assertThat(wrote(resident("Patient/sato"), assurance, binding))
          .isEqualTo("ASSURANCE_TOO_LOW");
      assertThat(wrote(registrar(), assurance, binding)).isEqualTo("ASSURANCE_TOO_LOW");
      assertThat(wrote(resident("Patient/sato"), 2, binding)).isEmpty();
      assertThat(wrote(registrar(), 3, binding)).isEmpty();
      assertThat(wrote(custodian(), assurance, binding)).isEmpty(); // a service: no person to ask
    }
  }

  @Test
  void otherWritingNeedsNone() {
    Facet note = facet("Observation", DataClass.VITAL);

    assertThat(wrote(physician(), 1, note, caredForBy("Organization/clinic"))).isEmpty();
    assertThat(wrote(crew(), 1, note)).isEmpty();
  }

  @Test
  void whoMayNotWriteAnywayIsNotAskedToStepUp() {
    Facet consent = facet("Consent", DataClass.CONSENT);

    assertThat(wrote(resident("Patient/other"), 1, consent)).isEqualTo("NO_RELATION");
    assertThat(wrote(physician(), 1, consent)).isEqualTo("ROLE_NEVER");
  }
}
