package dev.tsumugi.hub.shell;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** By what names and addresses others reach this machine. */
record HostNames(Set<String> names, Set<String> addresses) {
  HostNames {
    names = Collections.unmodifiableSet(new TreeSet<>(names));
    addresses = Collections.unmodifiableSet(new TreeSet<>(addresses));
  }

  /** Those of this machine: loopback, its name, its addresses in the local network. */
  static HostNames here() {
    Set<String> names = new TreeSet<>(Set.of("localhost"));
    Set<String> addresses = new TreeSet<>(Set.of("127.0.0.1", "0:0:0:0:0:0:0:1"));
    try {
      String name = InetAddress.getLocalHost().getHostName().toLowerCase(Locale.ROOT);
      if (isName(name)) {
        names.add(name);
        // As phones find a machine without a name server (RFC 6762).
        if (name.indexOf('.') < 0) names.add(name + ".local");
      }
    } catch (UnknownHostException nameless) {
      // Then it is reached by its addresses.
      names.add("localhost");
    }
    try {
      for (NetworkInterface one : Collections.list(NetworkInterface.getNetworkInterfaces())) {
        if (!one.isUp() || one.isLoopback()) continue;
        for (InetAddress address : Collections.list(one.getInetAddresses())) {
          if (!address.isLinkLocalAddress()) addresses.add(plain(address));
        }
      }
    } catch (SocketException failure) {
      throw new Failure(
          "This machine does not tell its addresses: " + failure.getMessage(), failure);
    }
    return new HostNames(names, addresses);
  }

  private static String plain(InetAddress address) {
    return address.getHostAddress().replaceFirst("%.*", "");
  }

  private static boolean isName(String word) {
    return word.length() <= 253
        && word.matches("[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*")
        && !word.matches("[0-9.]+");
  }

  /**
   * These and others, as they were given on the command line.
   *
   * @throws Failure USAGE for what is neither name nor address
   */
  HostNames and(List<String> given) {
    Set<String> allNames = new TreeSet<>(names);
    Set<String> allAddresses = new TreeSet<>(addresses);
    for (String one : given) {
      String word = one.toLowerCase(Locale.ROOT);
      if (isName(word)) allNames.add(word);
      else allAddresses.add(plain(address(one)));
    }
    return new HostNames(allNames, allAddresses);
  }

  HostNames and(HostNames others) {
    Set<String> allNames = new TreeSet<>(names);
    Set<String> allAddresses = new TreeSet<>(addresses);
    allNames.addAll(others.names);
    allAddresses.addAll(others.addresses);
    return new HostNames(allNames, allAddresses);
  }

  /** Only of what is written in numbers: nothing is looked up. */
  static InetAddress address(String word) {
    boolean numbers = word.matches("[0-9.]+") || word.matches("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");
    try {
      if (numbers) return InetAddress.getByName(word);
    } catch (IOException wrong) {
      throw Failure.usage("\"" + word + "\" is no address.");
    }
    throw Failure.usage("\"" + word + "\" is neither a host's name nor its address.");
  }
}
