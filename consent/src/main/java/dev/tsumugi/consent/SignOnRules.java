package dev.tsumugi.consent;

import dev.tsumugi.consent.Decision.Reason;
import java.util.Optional;

/**
 * Whether a sign-on still holds, by what the hub knows of its session and of the device whose key
 * its token is bound to. The first rule that refuses speaks.
 */
public final class SignOnRules {
  /** The crews' app: it runs on shared tablets, and so on registered ones alone, always. */
  private static final String CREWS = "ems";

  private SignOnRules() {}

  /**
   * A registered device.
   *
   * @param organization {@code Organization/id} for which it is registered
   */
  public record Device(String organization, boolean live) {}

  /**
   * @param ended whether the session was ended
   * @param device that of the token's key, if that key is registered
   */
  public static Optional<Reason> over(
      Requester requester, Optional<Service> service, boolean ended, Optional<Device> device) {
    if (ended) return Optional.of(Reason.SESSION_ENDED);
    if (device.isEmpty()) {
      boolean needed =
          requester.client().equals(CREWS) || service.filter(Service::onDevices).isPresent();
      return needed ? Optional.of(Reason.DEVICE_NOT_REGISTERED) : Optional.empty();
    }
    if (!device.get().live()) return Optional.of(Reason.DEVICE_REVOKED);
    boolean own =
        requester
            .organization()
            .filter(ref -> ref.toString().equals(device.get().organization()))
            .isPresent();
    return own ? Optional.empty() : Optional.of(Reason.DEVICE_OF_ANOTHER);
  }
}
