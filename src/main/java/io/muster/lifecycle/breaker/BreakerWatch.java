package io.muster.lifecycle.breaker;

import io.muster.lifecycle.Alarms;
import io.muster.remote.FixedDelayTask;
import io.muster.safety.Destruction;
import io.muster.safety.Destruction.Pause;
import io.muster.safety.Destruction.State;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Component;

/** Sees that wipes wait, on whichever node they were stopped, and has people asked. */
@Component
class BreakerWatch {
  static final String PAUSED = "wipes.paused";
  private static final Logger log = LoggerFactory.getLogger(BreakerWatch.class);

  private final Destruction destruction;
  private final BreakerAlarm alarm;
  private final Alarms alarms;
  private String said = "";

  BreakerWatch(Destruction destruction, BreakerAlarm alarm, Alarms alarms) {
    this.destruction = destruction;
    this.alarm = alarm;
    this.alarms = alarms;
  }

  /** Looks once. */
  synchronized void look() {
    var state = destruction.state();
    tell(state);
    alarm.follow(state);
    var pause = state.pause();
    if (pause == null) {
      alarms.over(PAUSED);
    } else {
      alarms.raise(PAUSED, words(pause));
    }
  }

  /** Once for each stop, and once when it is over. */
  private void tell(State state) {
    var now = words(state);
    if (now.equals(said)) {
      return;
    }
    if (now.isEmpty()) {
      log.info("wipes go on");
    } else {
      log.warn("wipes wait: {}", now);
    }
    said = now;
  }

  private static String words(State state) {
    var pause = state.pause();
    if (pause != null) {
      return "paused by %s at %s: %s".formatted(pause.by(), pause.since(), pause.reason());
    }
    var opening = state.opening();
    return opening == null
        ? ""
        : "the breaker opened at %s: %s".formatted(opening.since(), opening.why());
  }

  private static String words(Pause pause) {
    return "Wipes are paused on every node, by %s since %s: %s. Everything that can be undone goes on. Two people have to agree that wipes go on (DELETE /api/destruction/pause)."
        .formatted(pause.by(), pause.since(), pause.reason());
  }

  @Configuration(proxyBeanMethods = false)
  static class EveryTenSeconds {
    @Bean
    FixedDelayTask lookAtTheBreaker(BreakerWatch watch) {
      return new FixedDelayTask("wipe-breaker", Duration.ofSeconds(10), watch::look);
    }
  }
}
