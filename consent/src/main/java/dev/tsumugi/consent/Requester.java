package dev.tsumugi.consent;

import dev.tsumugi.kernel.Ref;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Who asks, as the verified token says it.
 *
 * @param subject the issuer's id of the person or service
 * @param actor the person's FHIR resource ({@code fhirUser})
 * @param organization for whom they work
 * @param patient the launch context of {@code patient/} scopes
 * @param signOn by which session and token, and how surely
 */
public record Requester(
    String subject,
    String name,
    Optional<Ref> actor,
    Optional<Ref> organization,
    Role role,
    Scopes scopes,
    Purpose purpose,
    String client,
    Optional<Ref> patient,
    SignOn signOn) {

  /** What ties and consents may name them by: themselves and their organisation. */
  public Set<String> actorKeys() {
    Set<String> keys = new LinkedHashSet<>();
    actor.ifPresent(ref -> keys.add(ref.toString()));
    organization.ifPresent(ref -> keys.add(ref.toString()));
    return Set.copyOf(keys);
  }

  /**
   * Under whose name they write: the organisation, as it answers for the record; for those who have
   * none the person; for a service the client. The custodian brings what others recorded: it must
   * not become the record of the office that employs it.
   */
  public String recorderKey() {
    if (role == Role.CUSTODIAN) return "client:" + client;
    return organization.or(() -> actor).map(Ref::toString).orElse("client:" + client);
  }
}
