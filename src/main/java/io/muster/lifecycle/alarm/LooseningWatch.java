package io.muster.lifecycle.alarm;

import io.muster.guard.Loosening.Kind;
import io.muster.guard.Loosenings;
import io.muster.guard.Loosenings.Change;
import io.muster.lifecycle.Alarms;
import io.muster.remote.FixedDelayTask;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Component;

/** Has people asked while a change that makes destruction easier waits, on whichever node. */
@Component
class LooseningWatch {
  static final String ABOUT = "changes.waiting";

  static final int LONGEST = 3_500;
  static final String REST = " … See GET /api/models/pending.";

  private final Loosenings loosenings;
  private final Alarms alarms;

  LooseningWatch(Loosenings loosenings, Alarms alarms) {
    this.loosenings = loosenings;
    this.alarms = alarms;
  }

  /** Looks once. */
  void look() {
    var waiting = loosenings.waiting();
    if (waiting.isEmpty()) {
      alarms.over(ABOUT);
    } else {
      alarms.raise(ABOUT, words(waiting));
    }
  }

  private static String words(List<Change> waiting) {
    return "A change would make wipes easier and is not live. %s Have somebody who did not hand it in look at GET /api/models/pending, and agree or refuse."
        .formatted(
            cut(waiting.stream().map(LooseningWatch::words).collect(Collectors.joining(" "))));
  }

  /** The variable of an alarm holds 4,000 characters. */
  private static String cut(String words) {
    return words.length() <= LONGEST ? words : words.substring(0, LONGEST) + REST;
  }

  private static String words(Change change) {
    return "Change %d to '%s', by %s: %s. %s."
        .formatted(
            change.number(),
            change.name(),
            change.authors().isEmpty() ? change.door() : String.join(", ", change.authors()),
            String.join("; ", change.loosens()),
            change.liveAt() == null
                ? "%d more have to agree".formatted(change.missing())
                : "It counts from %s%s unless somebody refuses it"
                    .formatted(change.liveAt(), restart(change)));
  }

  private static String restart(Change change) {
    return change.kind() == Kind.SETTINGS ? ", with the next start of the service," : "";
  }

  @Configuration(proxyBeanMethods = false)
  static class EveryMinute {
    @Bean
    FixedDelayTask lookAtLoosenings(LooseningWatch watch) {
      return new FixedDelayTask("loosenings", Duration.ofMinutes(1), watch::look);
    }
  }
}
