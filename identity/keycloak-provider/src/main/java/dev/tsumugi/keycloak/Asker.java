package dev.tsumugi.keycloak;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.UserModel;

/**
 * In whose name the hub is asked.
 *
 * @param subject the user's id in Keycloak, claim {@code sub}
 * @param session the user session that exists or is about to; null if there is none
 * @param name for people who read the journal
 * @param fhirUser {@code Practitioner/crew}, relative
 * @param roles as the hub knows them; it takes exactly one
 * @param organization {@code Organization/fire-department}, relative
 */
record Asker(
    String subject,
    @Nullable String session,
    String name,
    @Nullable String fhirUser,
    List<String> roles,
    @Nullable String organization) {

  Asker {
    roles = List.copyOf(roles);
  }

  static Asker of(UserModel user, @Nullable String session) {
    return new Asker(
        user.getId(),
        session,
        Objects.requireNonNullElse(user.getLastName(), user.getUsername()),
        user.getFirstAttribute(FhirUserMapper.ATTRIBUTE),
        user.getAttributeStream("hub_roles").toList(),
        user.getFirstAttribute("hub_organization"));
  }
}
