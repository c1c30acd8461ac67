package dev.tsumugi.keycloak;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.util.Time;
import org.keycloak.credential.CredentialInput;
import org.keycloak.credential.CredentialInputValidator;
import org.keycloak.credential.CredentialModel;
import org.keycloak.credential.CredentialProvider;
import org.keycloak.credential.CredentialTypeMetadata;
import org.keycloak.credential.CredentialTypeMetadataContext;
import org.keycloak.credential.hash.PasswordHashProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ModelException;
import org.keycloak.models.PasswordPolicy;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.PasswordCredentialModel;
import org.keycloak.util.JsonSerialization;

/**
 * The PIN of a badge: a credential of its own beside the password, hashed as passwords are and
 * never readable. Whoever administers users sets it as {@code {"type": "tsumugi-pin", "secretData":
 * "{\"pin\": \"…\"}"}} among a user's credentials; the newest replaces the one before.
 */
final class PinCredentials
    implements CredentialProvider<CredentialModel>, CredentialInputValidator {
  static final String TYPE = "tsumugi-pin";

  private static final String PLAIN = "pin";

  private final KeycloakSession session;

  PinCredentials(KeycloakSession session) {
    this.session = session;
  }

  @Override
  public String getType() {
    return TYPE;
  }

  /**
   * Stores what {@link #getCredentialFromModel} read.
   *
   * @throws ModelException if the PIN is not one, in words for whoever sets it
   */
  @Override
  public CredentialModel createCredential(
      RealmModel realm, UserModel user, CredentialModel wanted) {
    String pin =
        plain(wanted.getSecretData()).orElseThrow(() -> new ModelException("no PIN was given"));
    PinRules.fault(pin)
        .ifPresent(
            fault -> {
              throw new ModelException(fault.sentence());
            });
    PasswordPolicy policy = realm.getPasswordPolicy();
    PasswordCredentialModel hashed =
        hashing(policy == null ? null : policy.getHashAlgorithm())
            .encodedCredential(pin, policy == null ? -1 : policy.getHashIterations());
    CredentialModel stored = new CredentialModel();
    stored.setType(TYPE);
    stored.setCreatedDate(Time.currentTimeMillis());
    stored.setSecretData(hashed.getSecretData());
    stored.setCredentialData(hashed.getCredentialData());
    List<CredentialModel> before =
        user.credentialManager().getStoredCredentialsByTypeStream(TYPE).toList();
    before.forEach(old -> user.credentialManager().removeStoredCredentialById(old.getId()));
    return user.credentialManager().createStoredCredential(stored);
  }

  @Override
  public boolean deleteCredential(RealmModel realm, UserModel user, String id) {
    return user.credentialManager().removeStoredCredentialById(id);
  }

  @Override
  public CredentialModel getCredentialFromModel(CredentialModel model) {
    return model;
  }

  @Override
  public CredentialTypeMetadata getCredentialTypeMetadata(CredentialTypeMetadataContext context) {
    return CredentialTypeMetadata.builder()
        .type(TYPE)
        .category(CredentialTypeMetadata.Category.BASIC_AUTHENTICATION)
        .displayName("badge-display-name")
        .helpText("badge-help-text")
        .removeable(false)
        .build(session);
  }

  @Override
  public boolean supportsCredentialType(String type) {
    return TYPE.equals(type);
  }

  @Override
  public boolean isConfiguredFor(RealmModel realm, UserModel user, String type) {
    return TYPE.equals(type) && stored(user).isPresent();
  }

  @Override
  public boolean isValid(RealmModel realm, UserModel user, CredentialInput input) {
    String pin = input.getChallengeResponse();
    if (pin == null || !TYPE.equals(input.getType())) return false;
    return stored(user)
        .map(PinCredentials::asPassword)
        .filter(
            hashed ->
                hashing(hashed.getPasswordCredentialData().getAlgorithm()).verify(pin, hashed))
        .isPresent();
  }

  private static Optional<CredentialModel> stored(UserModel user) {
    return user.credentialManager().getStoredCredentialsByTypeStream(TYPE).findFirst();
  }

  /** The hash providers speak of passwords alone. */
  private static PasswordCredentialModel asPassword(CredentialModel stored) {
    return PasswordCredentialModel.createFromCredentialModel(stored);
  }

  private PasswordHashProvider hashing(@Nullable String algorithm) {
    PasswordHashProvider provider =
        algorithm == null ? null : session.getProvider(PasswordHashProvider.class, algorithm);
    return Objects.requireNonNullElseGet(
        provider, () -> session.getProvider(PasswordHashProvider.class));
  }

  private static Optional<String> plain(@Nullable String secretData) {
    if (secretData == null) return Optional.empty();
    try {
      JsonNode pin = JsonSerialization.mapper.readTree(secretData).get(PLAIN);
      return pin == null ? Optional.empty() : Optional.of(pin.asText());
    } catch (IOException e) {
      throw new UncheckedIOException("secretData is no JSON", e);
    }
  }
}
