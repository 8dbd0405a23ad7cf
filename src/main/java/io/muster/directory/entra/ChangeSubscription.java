package io.muster.directory.entra;

import com.microsoft.graph.models.Subscription;
import com.microsoft.graph.serviceclient.GraphServiceClient;
import io.muster.remote.RemoteFailure;
import io.muster.remote.Secret;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that Graph rings us when a user or group changes, and goes on doing so.
 *
 * <p>What the bell misses is found by looking, so a failure here costs time and nothing else.
 *
 * @see <a href="https://learn.microsoft.com/graph/change-notifications-overview">Graph's change
 *     notifications</a>
 */
final class ChangeSubscription {
  private static final Logger log = LoggerFactory.getLogger(ChangeSubscription.class);

  /** Graph allows a day more. */
  private static final Duration LASTS = Duration.ofDays(28);

  private static final Duration RENEWED_BEFORE_END = Duration.ofDays(9);
  private static final Duration LONGEST_TURN = Duration.ofMinutes(10);
  private static final List<String> RESOURCES = List.of("users", "groups");
  private static final int WORD_BYTES = 32;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final String connection;
  private final URI address;
  private final GraphServiceClient graph;
  private final EntraCalls calls;
  private final EntraSubscriptions subscriptions;
  private final Clock clock;

  ChangeSubscription(
      String connection,
      URI address,
      GraphServiceClient graph,
      EntraCalls calls,
      EntraSubscriptions subscriptions,
      Clock clock) {
    this.connection = connection;
    this.address = address;
    this.graph = graph;
    this.calls = calls;
    this.subscriptions = subscriptions;
    this.clock = clock;
  }

  /** Looks after the subscriptions, unless another node does; what fails is tried next time. */
  void look() {
    for (var resource : RESOURCES) {
      if (subscriptions.claim(connection, resource, LONGEST_TURN)) {
        try {
          look(resource);
        } catch (RemoteFailure failure) {
          log.warn(
              "Entra ({}) does not ring us about {}, so changes are only found by looking: {}",
              connection,
              resource,
              failure.getMessage());
        } finally {
          subscriptions.release(connection, resource);
        }
      }
    }
  }

  private void look(String resource) {
    var there =
        subscriptions.of(connection, resource).filter(it -> it.url().equals(address.toString()));
    var id = there.flatMap(it -> Optional.ofNullable(it.id()));
    if (id.isEmpty()) {
      make(resource);
    } else if (there.get().expiresAt().isBefore(clock.instant().plus(RENEWED_BEFORE_END))) {
      renew(resource, id.get());
    } else if (known(id.get()).isEmpty()) {
      // it was lost over there without a word
      make(resource);
    }
  }

  private Optional<Subscription> known(String id) {
    return calls.find(
        "GET subscription",
        EntraPermissions.READ_USERS,
        () -> graph.subscriptions().bySubscriptionId(id).get());
  }

  private void make(String resource) {
    var random = new byte[WORD_BYTES];
    RANDOM.nextBytes(random);
    var word = new Secret(Base64.getUrlEncoder().withoutPadding().encodeToString(random));
    var until = clock.instant().plus(LASTS);
    subscriptions.expect(connection, resource, address, word, until);
    var wanted = new Subscription();
    wanted.setResource(resource);
    wanted.setChangeType("updated,deleted");
    wanted.setNotificationUrl(address.toString());
    wanted.setLifecycleNotificationUrl(address.toString());
    wanted.setClientState(word.reveal());
    wanted.setExpirationDateTime(until.atOffset(ZoneOffset.UTC));
    subscribed(
        resource, "the subscription to " + resource, () -> graph.subscriptions().post(wanted));
  }

  private void renew(String resource, String id) {
    var longer = new Subscription();
    longer.setExpirationDateTime(clock.instant().plus(LASTS).atOffset(ZoneOffset.UTC));
    if (!subscribed(
        resource,
        "the renewal of the subscription to " + resource,
        () -> graph.subscriptions().bySubscriptionId(id).patch(longer))) {
      make(resource);
    }
  }

  /** False if Graph knows nothing of it any more. */
  private boolean subscribed(String resource, String what, Supplier<Subscription> call) {
    var made = calls.write(what, EntraPermissions.READ_USERS, call);
    var id = made.flatMap(it -> Optional.ofNullable(it.getId()));
    id.ifPresent(it -> subscriptions.made(connection, resource, it, end(made.get())));
    return id.isPresent();
  }

  private Instant end(Subscription made) {
    var said = made.getExpirationDateTime();
    return said == null ? clock.instant() : said.toInstant();
  }
}
