package io.muster.directory.okta;

import com.okta.sdk.resource.model.LogEvent;
import com.okta.sdk.resource.model.LogOutcome;
import io.muster.directory.AccountId;
import io.muster.directory.Directory;
import java.time.Instant;
import java.util.Optional;

/**
 * What the System Log shows of the end of a user's sessions.
 *
 * <p>Only {@code user.session.clear} tells that all of them ended. A suspension is not known to end
 * any, and {@code user.session.end} is about a single one.
 *
 * @see <a href="https://developer.okta.com/docs/reference/api/event-types/">Okta's event types</a>
 */
final class LoggedSessionEnds {
  private static final String CLEARED = "user.session.clear";

  private final OktaApi api;

  LoggedSessionEnds(OktaApi api) {
    this.api = api;
  }

  /** Whether the log shows it; empty if the log cannot be read. Costs one call. */
  Optional<Boolean> since(Instant since, AccountId account) {
    var from = since.minus(Directory.CLOCK_SKEW);
    var filter =
        "eventType eq \"%s\" and target.id eq %s"
            .formatted(CLEARED, OktaApi.quoted(OktaApi.named(account.value())));
    return api.events(from, filter)
        .map(events -> events.stream().anyMatch(event -> shows(event, from, account)));
  }

  /** The log was asked for just this, but the answer is what counts. */
  private static boolean shows(LogEvent event, Instant from, AccountId account) {
    var published = event.getPublished();
    return CLEARED.equals(event.getEventType())
        && published != null
        && !published.toInstant().isBefore(from)
        && Optional.ofNullable(event.getOutcome())
            .filter(outcome -> outcome.getResult() == LogOutcome.ResultEnum.SUCCESS)
            .isPresent()
        && LoggedChanges.targets(event, "User").anyMatch(account.value()::equals);
  }
}
