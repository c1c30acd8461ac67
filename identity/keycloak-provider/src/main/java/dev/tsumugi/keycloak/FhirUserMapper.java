package dev.tsumugi.keycloak;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ProtocolMapperModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.protocol.oidc.mappers.AbstractOIDCProtocolMapper;
import org.keycloak.protocol.oidc.mappers.OIDCAccessTokenMapper;
import org.keycloak.protocol.oidc.mappers.OIDCAttributeMapperHelper;
import org.keycloak.protocol.oidc.mappers.OIDCIDTokenMapper;
import org.keycloak.protocol.oidc.mappers.TokenIntrospectionTokenMapper;
import org.keycloak.protocol.oidc.mappers.UserInfoTokenMapper;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.representations.IDToken;

/**
 * Writes the claim {@code fhirUser} as an absolute URL, from the user attribute {@code fhirUser}
 * ({@code Practitioner/crew}) and the configured FHIR base. Keycloak's own attribute mapper can put
 * no prefix in front, and a base kept on every user would have to move with the port.
 *
 * @see <a href="https://hl7.org/fhir/smart-app-launch/STU2.2/scopes-and-launch-context.html">SMART
 *     App Launch 2.2, scopes for requesting identity data</a>
 */
public final class FhirUserMapper extends AbstractOIDCProtocolMapper
    implements OIDCAccessTokenMapper,
        OIDCIDTokenMapper,
        UserInfoTokenMapper,
        TokenIntrospectionTokenMapper {
  static final String ID = "tsumugi-fhir-user";
  static final String BASE = "fhir.base";
  static final String CLAIM = "fhirUser";
  static final String ATTRIBUTE = "fhirUser";

  private static final Logger LOG = Logger.getLogger(FhirUserMapper.class);
  private static final Pattern PERSON =
      Pattern.compile(
          "(?:Patient|Practitioner|PractitionerRole|RelatedPerson|Person)/[A-Za-z0-9.-]{1,64}");

  private static final List<ProviderConfigProperty> CONFIG = new ArrayList<>();

  static {
    CONFIG.add(
        new ProviderConfigProperty(
            BASE,
            "FHIR base",
            "Absolute URL that the user attribute fhirUser is relative to",
            ProviderConfigProperty.STRING_TYPE,
            null));
    OIDCAttributeMapperHelper.addIncludeInTokensConfig(CONFIG, FhirUserMapper.class);
  }

  @Override
  public String getId() {
    return ID;
  }

  @Override
  public String getDisplayType() {
    return "FHIR user (SMART)";
  }

  @Override
  public String getDisplayCategory() {
    return TOKEN_MAPPER_CATEGORY;
  }

  @Override
  public String getHelpText() {
    return "Adds the claim fhirUser as an absolute URL";
  }

  @Override
  public List<ProviderConfigProperty> getConfigProperties() {
    return CONFIG;
  }

  @Override
  protected void setClaim(
      IDToken token,
      ProtocolMapperModel mapper,
      UserSessionModel userSession,
      KeycloakSession session,
      ClientSessionContext context) {
    UserModel user = userSession.getUser();
    absolute(mapper.getConfig().get(BASE), user.getFirstAttribute(ATTRIBUTE))
        .ifPresentOrElse(
            url -> token.getOtherClaims().put(CLAIM, url),
            () -> LOG.debugf("user %s: no usable %s", user.getUsername(), ATTRIBUTE));
  }

  /** The claim, or empty if the user has no reference or one that SMART does not allow. */
  static Optional<String> absolute(@Nullable String base, @Nullable String reference) {
    if (base == null || base.isBlank() || reference == null) {
      return Optional.empty();
    }
    if (!PERSON.matcher(reference).matches()) {
      return Optional.empty();
    }
    String root = base.endsWith("/") ? base : base + "/";
    return Optional.of(root + reference);
  }
}
