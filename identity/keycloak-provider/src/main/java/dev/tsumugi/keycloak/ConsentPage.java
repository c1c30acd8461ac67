package dev.tsumugi.keycloak;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.ws.rs.core.Response;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.OAuth2Constants;
import org.keycloak.forms.login.LoginFormsPages;
import org.keycloak.forms.login.freemarker.FreeMarkerLoginFormsProvider;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;

/**
 * Keycloak's pages, with a consent page that says in plain words what an app asks for, of whose
 * record, and how its service was assessed. The whole request is shown each time, also where only a
 * part of it is new: nobody should have to remember what they allowed before.
 */
final class ConsentPage extends FreeMarkerLoginFormsProvider {
  private static final Logger LOG = Logger.getLogger(ConsentPage.class);
  private static final String CHOSEN = "consent-record-chosen";
  private static final ZoneId CITY = ZoneId.of("Asia/Tokyo");

  ConsentPage(KeycloakSession session) {
    super(session);
  }

  @Override
  protected Response createResponse(LoginFormsPages page) {
    if (page == LoginFormsPages.OAUTH_GRANT) setAttribute("consent", view());
    return super.createResponse(page);
  }

  private ConsentView view() {
    String asked = authenticationSession.getClientNote(OAuth2Constants.SCOPE);
    List<String> words = List.of(Objects.requireNonNullElse(asked, "").split(" "));
    List<SmartScope> scopes = new ArrayList<>();
    for (String word : words) {
      if (SmartScope.read(word) instanceof SmartScope.Read read) scopes.add(read.scope());
    }
    ClientModel asking = authenticationSession.getClient();
    UserModel person = authenticationSession.getAuthenticatedUser();
    String name = asking.getName();
    Optional<String> patient =
        new ContextSeals(session).in(asked).map(found -> found.context().patient());
    String record = record(scopes, person, patient);
    return new ConsentView(
        name == null || name.isBlank() ? asking.getClientId() : name,
        record,
        record.equals(CHOSEN) ? patient.map(id -> nameOf(id, person)).orElse("") : "",
        ConsentWords.grants(scopes),
        words.contains("openid") || words.contains("fhirUser") || words.contains("profile"),
        words.contains(OAuth2Constants.OFFLINE_ACCESS),
        assessment(asking.getClientId(), person));
  }

  private static String record(
      List<SmartScope> scopes, UserModel person, Optional<String> patient) {
    if (scopes.stream().anyMatch(scope -> scope.level() == SmartScope.Level.USER)) {
      return "consent-record-user";
    }
    if (scopes.isEmpty()) return "";
    String self = person.getFirstAttribute(FhirUserMapper.ATTRIBUTE);
    boolean own =
        patient
            .map(id -> ("Patient/" + id).equals(self))
            .orElseGet(() -> self != null && self.startsWith("Patient/"));
    return own ? "consent-record-own" : CHOSEN;
  }

  /** What the hub tells this person of the patient's name; empty where it tells nothing. */
  private String nameOf(String patient, UserModel person) {
    try {
      HubCalls.Answer answer =
          new HubCalls(session)
              .get(Asker.of(person, null), "user/Patient.r", "/fhir/Patient/" + patient);
      return answer.good() ? PatientChoice.entry(answer.body()).name() : "";
    } catch (HubCalls.Away away) {
      LOG.warnf("name of the chosen patient not known: %s", away.getMessage());
      return "";
    }
  }

  private ConsentView.Assessment assessment(String clientId, UserModel person) {
    String path = "/smart/services/" + URLEncoder.encode(clientId, StandardCharsets.UTF_8);
    try {
      HubCalls.Answer answer =
          new HubCalls(session)
              .get(Asker.of(person, null), "user/Organization.r", path.replace("+", "%20"));
      if (answer.status() == 404) return ConsentView.Assessment.NONE;
      if (!answer.good()) return ConsentView.Assessment.UNKNOWN;
      return assessment(answer.body());
    } catch (HubCalls.Away away) {
      LOG.warnf("assessment of %s not known: %s", clientId, away.getMessage());
      return ConsentView.Assessment.UNKNOWN;
    }
  }

  private ConsentView.Assessment assessment(JsonNode service) {
    String until = lastDay(service.path("validUntil").asText(null));
    if (!service.path("assessed").asBoolean(false) || until.isEmpty()) {
      return ConsentView.Assessment.NONE;
    }
    return new ConsentView.Assessment("valid", service.path("name").asText(""), until);
  }

  /** The end is the first instant at which the assessment no longer holds. */
  private String lastDay(@Nullable String end) {
    if (end == null) return "";
    try {
      Locale locale = session.getContext().resolveLocale(user);
      return DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG)
          .withLocale(locale)
          .format(Instant.parse(end).minusMillis(1).atZone(CITY));
    } catch (DateTimeException unreadable) {
      return "";
    }
  }
}
