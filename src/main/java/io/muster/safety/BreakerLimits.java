package io.muster.safety;

import io.muster.safety.SafetyProperties.Breaker;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How much may be destroyed. Decides; keeps nothing. */
record BreakerLimits(Breaker settings, @Nullable Long managed) {
  /** By what calls are counted. */
  enum Scope {
    ALL("in all"),
    SOURCE("of the HR source"),
    DEPARTMENT("of the department"),
    MANAGER("of the manager"),
    CONNECTION("of the directory");

    private final String words;

    Scope(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }
  }

  /**
   * What was counted.
   *
   * @param name which source, department, manager or directory; empty in all
   * @param calls those in the window
   * @param lately those in the long window
   */
  record Counted(Scope scope, String name, long calls, long lately) {}

  /** The most calls in the window. */
  long most(Scope scope) {
    var set =
        switch (scope) {
          case ALL -> settings.most();
          case SOURCE -> or(settings.perSource());
          case DEPARTMENT -> or(settings.perDepartment());
          case MANAGER -> or(settings.perManager());
          case CONNECTION -> or(settings.perConnection());
        };
    return managed == null ? set : Math.min(set, Math.max(settings.least(), shareOf(managed)));
  }

  private int or(@Nullable Integer set) {
    return set == null ? settings.most() : set;
  }

  private long shareOf(long devices) {
    // a hair more, so that 2 % of 150 is 3 and not 2.9999
    return (long) Math.floor(devices * settings.share() + 1e-9);
  }

  /** The most calls in the long window. */
  long mostLately(Scope scope) {
    return most(scope) * settings.longFactor();
  }

  /** Why one more call would be too many; empty if it would not. */
  Optional<String> tooMany(List<Counted> counted) {
    for (var count : counted) {
      if (count.calls() + 1 > most(count.scope())) {
        return Optional.of(words(count, count.calls(), settings.window(), most(count.scope())));
      }
      if (count.lately() + 1 > mostLately(count.scope())) {
        return Optional.of(
            words(count, count.lately(), settings.longWindow(), mostLately(count.scope())));
      }
    }
    return Optional.empty();
  }

  private String words(Counted count, long calls, Duration window, long most) {
    var whose = count.name().isEmpty() ? "" : " '%s'".formatted(count.name());
    var share = managed == null ? "" : ", with %d managed devices".formatted(managed);
    return "%d devices %s%s were wiped or disenrolled within %s; more than %d would be unusual%s"
        .formatted(calls, count.scope().words(), whose, Spans.words(window), most, share);
  }
}
