package io.muster.systems;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import org.apache.hc.client5.http.DnsResolver;
import org.jspecify.annotations.Nullable;
import org.springframework.security.web.util.matcher.IpAddressMatcher;

/**
 * Finds the addresses of a system's host, and refuses private ones that the settings do not name.
 *
 * <p>The connection is made to the very addresses that were looked at. A name that leads elsewhere
 * a moment later changes nothing.
 */
final class AllowedAddresses implements DnsResolver {
  /** What is not reachable from everywhere, and Java has no word for. */
  private static final List<IpAddressMatcher> SPECIAL =
      List.of(
          new IpAddressMatcher("0.0.0.0/8"),
          new IpAddressMatcher("100.64.0.0/10"),
          new IpAddressMatcher("192.0.0.0/24"),
          new IpAddressMatcher("192.0.2.0/24"),
          new IpAddressMatcher("192.88.99.0/24"),
          new IpAddressMatcher("198.18.0.0/15"),
          new IpAddressMatcher("198.51.100.0/24"),
          new IpAddressMatcher("203.0.113.0/24"),
          new IpAddressMatcher("240.0.0.0/4"),
          new IpAddressMatcher("::/96"),
          new IpAddressMatcher("64:ff9b::/32"),
          new IpAddressMatcher("100::/64"),
          new IpAddressMatcher("2001::/23"),
          new IpAddressMatcher("2001:db8::/32"),
          new IpAddressMatcher("2002::/16"),
          new IpAddressMatcher("fc00::/7"));

  private final Lookup lookup;
  private final List<IpAddressMatcher> networks;

  AllowedAddresses(Lookup lookup, List<String> networks) {
    this.lookup = lookup;
    this.networks = networks.stream().map(IpAddressMatcher::new).toList();
  }

  /** Finds the addresses of a host. */
  @FunctionalInterface
  interface Lookup {
    InetAddress[] addresses(String host) throws UnknownHostException;
  }

  /** True if the setting can be read as a network. */
  static boolean isNetwork(String network) {
    if (!network.matches("[0-9A-Fa-f.:]+(/[0-9]{1,3})?")) {
      return false;
    }
    try {
      var unused = new IpAddressMatcher(network);
      return true;
    } catch (IllegalArgumentException unreadable) {
      return false;
    }
  }

  @Override
  public InetAddress[] resolve(String host) throws UnknownHostException {
    var found = lookup.addresses(host);
    if (Arrays.stream(found).anyMatch(address -> !isAllowed(address))) {
      throw new PrivateAddress(host);
    }
    return found;
  }

  @Override
  public String resolveCanonicalHostname(@Nullable String host) {
    return String.valueOf(host); // asked for by authentication schemes we do not use
  }

  private boolean isAllowed(InetAddress address) {
    return isPublic(address)
        || networks.stream().anyMatch(network -> network.matches(text(address)));
  }

  private static boolean isPublic(InetAddress address) {
    return !address.isAnyLocalAddress()
        && !address.isLoopbackAddress()
        && !address.isLinkLocalAddress()
        && !address.isSiteLocalAddress()
        && !address.isMulticastAddress()
        && SPECIAL.stream().noneMatch(special -> special.matches(text(address)));
  }

  /** Without the name of a network card, which some addresses have. */
  private static String text(InetAddress address) {
    try {
      return InetAddress.getByAddress(address.getAddress()).getHostAddress();
    } catch (UnknownHostException impossible) {
      throw new IllegalStateException("an address has the length of one", impossible);
    }
  }

  /** A host is, or is said to be, where the settings do not allow it. */
  static final class PrivateAddress extends UnknownHostException {
    PrivateAddress(String host) {
      super(host);
    }
  }
}
