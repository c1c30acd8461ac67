package dev.tsumugi.identity.shell;

import dev.tsumugi.kernel.Ref;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The devices at the machine itself: for whoever holds its disks, without a sign-on. */
public final class DeviceDesk {
  /** How long a pairing code can be used. */
  public static final Duration CODE_LIFE = DeviceTable.CODE_LIFE;

  // No letter or digit that is taken for another.
  private static final String CODE_SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";
  private static final int CODE_LENGTH = 8;

  private final DeviceTable devices;
  private final SecureRandom random;

  public DeviceDesk(IdentityConnections connections, Clock clock, SecureRandom random) {
    this.devices = new DeviceTable(new SignOnTables(connections), clock);
    this.random = random;
  }

  /**
   * A new pairing code, as it is typed.
   *
   * @param by who made it, for the record
   */
  public String code(Ref organization, String by) {
    String code = code(random);
    devices.promise(code, organization, by);
    return shown(code);
  }

  /** One line a device: id, organisation, name, since when, and whether it is revoked. */
  public List<String> lines() {
    return devices.all().stream()
        .map(
            device ->
                device.id()
                    + "  "
                    + device.organization()
                    + "  "
                    + device.name()
                    + "  since "
                    + device.registered()
                    + device.revoked().map(at -> "  REVOKED " + at).orElse(""))
        .toList();
  }

  /** Revokes a device at once and for good; false if there is none. */
  public boolean end(String id, String by) {
    Optional<DeviceTable.Device> device = devices.byId(id);
    device.ifPresent(found -> devices.revoke(found, by));
    return device.isPresent();
  }

  static String code(SecureRandom random) {
    StringBuilder code = new StringBuilder();
    for (int i = 0; i < CODE_LENGTH; i++) {
      code.append(CODE_SIGNS.charAt(random.nextInt(CODE_SIGNS.length())));
    }
    return code.toString();
  }

  static String shown(String code) {
    return code.substring(0, 4) + "-" + code.substring(4);
  }
}
