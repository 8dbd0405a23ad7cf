package io.muster.process;

import io.muster.remote.CallPriority;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long a step may wait for its turn at another system before somebody hears of it. Such a wait
 * costs no retry, so without these limits it could go on unseen.
 *
 * @param containment how long a step that shuts a leaver out may wait before it raises an incident,
 *     a duration above zero; default 1m
 * @param wipe the same for wipes; default 30m
 * @param verification the same for reading back what was done; default 1h
 * @param joiner the same for joiners and movers; default 4h
 * @param sync the same for the directory sync; default 1d
 * @param longest after which time every further wait costs a retry, so that the step ends in an
 *     incident, a duration above zero; default 2d
 */
@ConfigurationProperties("muster.call-waits")
record CallWaitProperties(
    @DefaultValue("1m") Duration containment,
    @DefaultValue("30m") Duration wipe,
    @DefaultValue("1h") Duration verification,
    @DefaultValue("4h") Duration joiner,
    @DefaultValue("1d") Duration sync,
    @DefaultValue("2d") Duration longest) {
  CallWaitProperties {
    check("containment", containment);
    check("wipe", wipe);
    check("verification", verification);
    check("joiner", joiner);
    check("sync", sync);
    check("longest", longest);
  }

  private static void check(String name, Duration value) {
    if (value.isNegative() || value.isZero()) {
      throw new IllegalArgumentException(
          "muster.call-waits.%s: set a duration above zero, such as 1h".formatted(name));
    }
  }

  /** How long calls of this priority may wait without a word. */
  Duration promise(CallPriority lane) {
    return switch (lane) {
      case URGENT, CONTAINMENT -> containment;
      case WIPE -> wipe;
      case VERIFICATION -> verification;
      case JOINER -> joiner;
      case SYNC -> sync;
    };
  }
}
