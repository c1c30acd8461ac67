package dev.tsumugi.fhirserver;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;

/**
 * Which internet addresses a notification may go to: public ones alone. Whoever could name another
 * would make the hub knock at doors that only it can reach.
 *
 * <p>After IANA's special-purpose registries (RFC 6890 and what updates it).
 */
public final class HookAddresses {
  /** A network: its first bytes as a number, and how many bits of it count. */
  private record Net(int address, int bits) {
    static Net of(int a, int b, int c, int d, int bits) {
      return new Net(a << 24 | b << 16 | c << 8 | d, bits);
    }

    boolean holds(int other) {
      return (address ^ other) >>> (32 - bits) == 0;
    }
  }

  private static final List<Net> NOT_PUBLIC =
      List.of(
          Net.of(0, 0, 0, 0, 8),
          Net.of(10, 0, 0, 0, 8),
          Net.of(100, 64, 0, 0, 10),
          Net.of(127, 0, 0, 0, 8),
          Net.of(169, 254, 0, 0, 16),
          Net.of(172, 16, 0, 0, 12),
          Net.of(192, 0, 0, 0, 24),
          Net.of(192, 0, 2, 0, 24),
          Net.of(192, 88, 99, 0, 24),
          Net.of(192, 168, 0, 0, 16),
          Net.of(198, 18, 0, 0, 15),
          Net.of(198, 51, 100, 0, 24),
          Net.of(203, 0, 113, 0, 24),
          Net.of(224, 0, 0, 0, 4),
          Net.of(240, 0, 0, 0, 4));

  private HookAddresses() {}

  public static boolean isPublic(InetAddress address) {
    if (address instanceof Inet4Address) return isPublic(number(address.getAddress(), 0));
    if (!(address instanceof Inet6Address)) return false;
    byte[] bytes = address.getAddress();
    int first = number(bytes, 0);
    // NAT64 leads to the IPv4 address at its end (RFC 6052).
    boolean translated = first == 0x0064ff9b && number(bytes, 4) == 0 && number(bytes, 8) == 0;
    if (translated) return isPublic(number(bytes, 12));
    if (first >>> 29 != 1) return false; // all that is given out begins with 2000::/3
    boolean protocols = first >>> 9 == 0x20010000 >>> 9; // 2001::/23: Teredo and the like
    boolean documentation = first == 0x20010db8 || first >>> 12 == 0x3fff0000 >>> 12;
    boolean sixToFour = first >>> 16 == 0x2002; // would lead to any IPv4 address
    return !protocols && !documentation && !sixToFour;
  }

  private static boolean isPublic(int ipv4) {
    return NOT_PUBLIC.stream().noneMatch(net -> net.holds(ipv4));
  }

  private static int number(byte[] bytes, int at) {
    int number = 0;
    for (int i = at; i < at + 4; i++) number = number << 8 | (bytes[i] & 0xff);
    return number;
  }
}
