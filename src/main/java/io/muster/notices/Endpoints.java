package io.muster.notices;

import io.muster.remote.EndpointRule;
import io.muster.remote.Secret;
import java.net.URI;
import java.util.Optional;

/** Reads the addresses of webhooks, which are secrets. */
final class Endpoints {
  private Endpoints() {}

  /** The address of a webhook; empty if it is none that is used. An error would show it. */
  static Optional<URI> webhook(Secret url) {
    try {
      return Optional.of(URI.create(url.reveal().strip())).filter(EndpointRule::isPrivate);
    } catch (IllegalArgumentException unreadable) {
      return Optional.empty();
    }
  }
}
