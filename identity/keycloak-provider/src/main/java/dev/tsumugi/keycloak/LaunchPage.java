package dev.tsumugi.keycloak;

import jakarta.ws.rs.core.Response;
import org.keycloak.forms.login.LoginFormsProvider;

/** The page that asks for the patient, or says why it cannot. */
final class LaunchPage {
  private static final String TEMPLATE = "launch-patient.ftl";

  private LaunchPage() {}

  /**
   * @param name what was searched for; empty if nothing was
   * @param own id of the user's own record; empty for who has none
   */
  static Response of(LoginFormsProvider form, PatientChoice choice, String name, String own) {
    boolean nobody = choice.entries().isEmpty() && name.isBlank();
    return form.setAttribute("launchState", nobody ? "nobody" : "choose")
        .setAttribute(
            "launchPatients",
            choice.first(own).entries().stream().map(PatientChoice.Entry::texts).toList())
        .setAttribute("launchOwn", own)
        .setAttribute("launchMore", choice.more())
        .setAttribute("launchSearch", choice.more() || !name.isBlank())
        .setAttribute("launchName", name)
        .createForm(TEMPLATE);
  }

  static Response away(LoginFormsProvider form) {
    return form.setAttribute("launchState", "away").createForm(TEMPLATE);
  }
}
