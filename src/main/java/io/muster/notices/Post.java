package io.muster.notices;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.muster.lifecycle.Alarms;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Sends what was kept, one at a time and channel. What fails is tried again ever later, then given
 * up; operators are asked to see to the channel before that.
 */
@Component
class Post {
  /** How long to wait after each failure; the try after the last wait is the last one. */
  static final List<Duration> LADDER =
      List.of(
          Duration.ofMinutes(1),
          Duration.ofMinutes(5),
          Duration.ofMinutes(15),
          Duration.ofHours(1),
          Duration.ofHours(4));

  /** Longer than any try takes. A node that died in one leaves the notice to others after it. */
  static final Duration LEASE = Duration.ofMinutes(10);

  static final int FAILURES_UNTIL_ALARM = 3;
  private static final Duration GIVEN_UP_LATELY = Duration.ofDays(1);
  private static final Duration ALARM_AGAIN = Duration.ofDays(1);
  private static final int AT_ONCE = 50;
  private static final Logger log = LoggerFactory.getLogger(Post.class);

  private final NoticeStore store;
  private final Alarms alarms;
  private final Clock clock;
  private final Counter sent;
  private final Counter failed;
  private final Counter givenUp;

  Post(NoticeStore store, Alarms alarms, MeterRegistry meters, Clock clock) {
    this.store = store;
    this.alarms = alarms;
    this.clock = clock;
    this.sent = counter(meters, "muster.notices.sent", "Notices that mail or chat has taken");
    this.failed = counter(meters, "muster.notices.failed", "Tries to send a notice that failed");
    this.givenUp = counter(meters, "muster.notices.given.up", "Notices that nobody got");
    Gauge.builder("muster.notices.waiting", store::waiting)
        .description("Notices on their way to mail or chat")
        .register(meters);
  }

  private static Counter counter(MeterRegistry meters, String name, String description) {
    return Counter.builder(name).description(description).register(meters);
  }

  /** Sends what is due, until one fails: the next would wait for the same server. */
  void deliver(Channel channel) {
    for (var count = 0; count < AT_ONCE; count++) {
      var next = store.take(channel.name(), clock.instant(), LEASE);
      if (next.isEmpty() || !isSent(channel, next.get())) {
        break;
      }
    }
    tell(channel);
  }

  private boolean isSent(Channel channel, Outgoing notice) {
    if (notice.attempts() > LADDER.size() + 1) {
      giveUp(channel, notice, "the service stopped during the last try");
      return true;
    }
    try {
      channel.send(notice);
    } catch (NotSent failure) {
      failed(channel, notice, failure);
      return failure.isForGood();
    }
    store.sent(notice, clock.instant());
    sent.increment();
    return true;
  }

  private void failed(Channel channel, Outgoing notice, NotSent failure) {
    failed.increment();
    var why = String.valueOf(failure.getMessage());
    if (failure.isForGood() || notice.attempts() > LADDER.size()) {
      giveUp(channel, notice, why);
      return;
    }
    var now = clock.instant();
    var later = now.plus(LADDER.get(notice.attempts() - 1));
    var asked = failure.notBefore();
    log.warn(
        "notice {} by {} was not sent, it is tried again: {}", notice.id(), channel.name(), why);
    store.again(notice, why, asked != null && asked.isAfter(later) ? asked : later);
    if (asked != null) {
      store.holdBack(channel.name(), asked);
    }
  }

  private void giveUp(Channel channel, Outgoing notice, String why) {
    log.warn("notice {} by {} is given up: {}", notice.id(), channel.name(), why);
    store.giveUp(notice, why, clock.instant());
    givenUp.increment();
  }

  /** Asks operators once a day at most; closing the question does not bring it back at once. */
  private void tell(Channel channel) {
    var about = "notices." + channel.name();
    var now = clock.instant();
    var trouble =
        store
            .trouble(channel.name(), FAILURES_UNTIL_ALARM, now.minus(GIVEN_UP_LATELY))
            .orElse(null);
    if (trouble == null) {
      alarms.over(about);
      return;
    }
    var problem =
        "Notices by %s do not arrive: %s. See to the server or the settings muster.notices.*; what waits is tried again by itself."
            .formatted(channel.name(), trouble);
    if (store.claim(Set.of("alarm/" + about), now.minus(ALARM_AGAIN), now).isEmpty()) {
      alarms.goesOn(about, problem);
    } else {
      alarms.raise(about, problem);
    }
  }
}
