package io.muster.safety;

import io.muster.safety.SafetyProperties.Leavers;
import java.util.Optional;

/**
 * How many people may leave on the word of one source. Decides; keeps nothing.
 *
 * @param people how many are employed
 */
record LeaverLimits(Leavers settings, long people) {
  /** The most in the window. */
  long most() {
    var ordinary = Math.max(settings.most(), shareOf(settings.share()));
    var ceiling = Math.max(settings.least(), shareOf(settings.ceiling()));
    return Math.min(ordinary, ceiling);
  }

  /** The most in the long window. */
  long mostLately() {
    return most() * settings.longFactor();
  }

  private long shareOf(double share) {
    // a hair more, so that 5 % of 60 is 3 and not 2.9999
    return (long) Math.floor(people * share + 1e-9);
  }

  /**
   * Why one more would be too many; empty if it would not.
   *
   * @param counted how many there were in the window
   * @param lately how many there were in the long window
   */
  Optional<String> tooMany(long counted, long lately) {
    if (counted + 1 > most()) {
      return Optional.of(words(counted, most(), Spans.words(settings.window())));
    }
    if (lately + 1 > mostLately()) {
      return Optional.of(words(lately, mostLately(), Spans.words(settings.longWindow())));
    }
    return Optional.empty();
  }

  private String words(long counted, long most, String window) {
    return "this source has let %d people go within %s already; more than %d of %d would be unusual"
        .formatted(counted, window, most, people);
  }
}
