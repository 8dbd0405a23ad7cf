package io.muster.remote;

import java.net.URI;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which addresses secrets are sent to: those with TLS, and those on this machine.
 *
 * @param wanted what the setting names, such as {@code the org's address, such as
 *     https://acme.okta.com}
 * @param secret what anybody on the way could read without TLS, such as {@code the token}
 * @param plainHttp whether plain http is taken from anywhere, for simulators
 */
public record EndpointRule(String wanted, String secret, boolean plainHttp) {
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]", "::1");

  /** True if it is a name or an address of this machine. */
  public static boolean isLoopback(@Nullable String host) {
    return host != null && LOOPBACK.contains(host);
  }

  /** True if nobody on the way can read what is sent there. */
  public static boolean isPrivate(URI url) {
    return url.getHost() != null
        && ("https".equals(url.getScheme())
            || ("http".equals(url.getScheme()) && isLoopback(url.getHost())));
  }

  /** What is wrong with this address, after "must"; empty if nothing is. */
  public Optional<String> problem(@Nullable URI url) {
    if (url == null || url.getHost() == null) {
      return Optional.of("be " + wanted);
    }
    if (url.getRawQuery() != null || url.getRawFragment() != null || url.getUserInfo() != null) {
      return Optional.of("be scheme, host and path only");
    }
    return isPrivate(url) || (plainHttp && "http".equals(url.getScheme()))
        ? Optional.empty()
        : Optional.of("begin with https://, or anybody could read " + secret);
  }
}
