package io.muster.directory.google;

import io.muster.remote.RemoteFailure;
import io.muster.remote.Secret;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that Google rings us when an account changes: one channel for each event, and a new
 * one before the old one ends, because Google renews none.
 *
 * <p>Groups and memberships cannot be watched. What the bell misses is found when the roster is
 * read.
 */
final class GoogleWatchChannels {
  private static final Logger log = LoggerFactory.getLogger(GoogleWatchChannels.class);
  static final List<String> EVENTS = List.of("add", "delete", "makeAdmin", "undelete", "update");

  /** The longest that Google allows. */
  private static final Duration LASTS = Duration.ofDays(2);

  private static final Duration RENEWED_BEFORE_END = Duration.ofHours(12);
  private static final Duration LONGEST_TURN = Duration.ofMinutes(10);
  private static final int TOKEN_BYTES = 32;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final String connection;
  private final URI address;
  private final ChannelApi api;
  private final Channels channels;
  private final NodeLease lease;
  private final Clock clock;

  GoogleWatchChannels(
      String connection,
      URI address,
      ChannelApi api,
      Channels channels,
      NodeLease lease,
      Clock clock) {
    this.connection = connection;
    this.address = address;
    this.api = api;
    this.channels = channels;
    this.lease = lease;
    this.clock = clock;
  }

  /** Looks after the channels, unless another node does; what fails is tried at the next look. */
  void look() {
    try {
      lease.during(
          "bell",
          LONGEST_TURN,
          () -> {
            channels.forgetEnded(connection);
            EVENTS.forEach(this::look);
            return true;
          });
    } catch (RemoteFailure failure) {
      log.warn(
          "Google ({}) does not ring us, so changes are only found by looking: {}",
          connection,
          failure.getMessage());
    }
  }

  private void look(String event) {
    var soon = clock.instant().plus(RENEWED_BEFORE_END);
    var there =
        channels.of(connection, event).stream()
            .filter(channel -> !channel.resource().isEmpty())
            .toList();
    if (there.isEmpty() || there.get(0).expiresAt().isBefore(soon)) {
      open(event);
      there.forEach(this::close);
    } else {
      there.stream().skip(1).forEach(this::close);
    }
  }

  private void open(String event) {
    var id = UUID.randomUUID().toString();
    var random = new byte[TOKEN_BYTES];
    RANDOM.nextBytes(random);
    var token = new Secret(Base64.getUrlEncoder().withoutPadding().encodeToString(random));
    channels.expect(id, connection, event, token, clock.instant().plus(LASTS));
    try {
      var opened = api.open(id, event, address, token, LASTS);
      channels.opened(id, opened.getResourceId(), Instant.ofEpochMilli(opened.getExpiration()));
    } catch (RemoteFailure.Unavailable lost) {
      if (lost.surelyNotSent()) {
        channels.forget(id);
      }
      throw lost;
    } catch (RemoteFailure refused) {
      channels.forget(id);
      throw refused;
    }
  }

  private void close(Channels.Channel channel) {
    api.close(channel.id(), channel.resource());
    channels.forget(channel.id());
  }
}
