package dev.tsumugi.keycloak;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What must be found out before an app gets its code.
 *
 * @param resolve the launch that a running app handed over, to be looked up; null if none
 * @param patient whether there must be a patient in the end
 * @see <a href="https://hl7.org/fhir/smart-app-launch/STU2.2/scopes-and-launch-context.html">SMART
 *     App Launch 2.2, scopes for requesting context data: any {@code patient/} scope needs one</a>
 */
record LaunchNeed(@Nullable String resolve, boolean patient) {
  static final String EHR = "launch";
  static final String STANDALONE = "launch/patient";

  /**
   * @param launch the request's parameter {@code launch}; without the scope of that name it says
   *     nothing, as the app may not have its context
   */
  static LaunchNeed of(List<String> scopes, @Nullable String launch) {
    boolean handedOver = launch != null && scopes.contains(EHR);
    boolean patient =
        scopes.stream()
            .anyMatch(
                scope ->
                    scope.equals(STANDALONE)
                        || SmartScope.read(scope) instanceof SmartScope.Read read
                            && read.scope().level() == SmartScope.Level.PATIENT);
    return new LaunchNeed(handedOver ? launch : null, patient);
  }

  boolean nothing() {
    return resolve == null && !patient;
  }
}
