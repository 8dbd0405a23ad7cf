package io.muster.notices;

import io.muster.remote.Secret;
import java.net.URI;
import java.util.Optional;
import java.util.Set;

/** Which addresses are used: with TLS, or on this machine. */
final class Endpoints {
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]", "::1");

  private Endpoints() {}

  static boolean isLoopback(String host) {
    return LOOPBACK.contains(host);
  }

  static boolean isSafe(URI address) {
    return "https".equals(address.getScheme())
        || ("http".equals(address.getScheme()) && isLoopback(String.valueOf(address.getHost())));
  }

  /** The address of a webhook; empty if it is none that is used. An error would show it. */
  static Optional<URI> webhook(Secret url) {
    try {
      return Optional.of(URI.create(url.reveal().strip()))
          .filter(address -> address.getHost() != null && isSafe(address));
    } catch (IllegalArgumentException unreadable) {
      return Optional.empty();
    }
  }
}
