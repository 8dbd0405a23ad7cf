package io.muster.doors;

import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log {@code muster.audit}: who signed in and who failed to, who deployed, and who changed
 * accounts, groups and grants. One line each, without secrets.
 */
final class Audit {
  private static final Logger log = LoggerFactory.getLogger("muster.audit");

  /** Where nobody is signed in, it is the service that acts: at its start, or for its folder. */
  private static final String ITSELF = "muster";

  /** What would break a line or a value off, or change how it is shown. */
  private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\"]");

  private static final int LONGEST = 200;

  private Audit() {}

  /** Somebody signed in, or tried to. */
  static void signIn(boolean accepted, String who, String address, String why) {
    log.info(
        "sign-in {} who=\"{}\" address=\"{}\" reason=\"{}\"",
        accepted ? "accepted" : "refused",
        plain(who),
        plain(address),
        why);
  }

  /** Somebody did something, or tried to. */
  static void act(
      String what,
      boolean accepted,
      @org.jspecify.annotations.Nullable String who,
      String details) {
    log.info(
        "{} {} who=\"{}\" address=\"{}\" what=\"{}\"",
        what,
        accepted ? "accepted" : "refused",
        plain(who == null ? ITSELF : who),
        plain(Caller.address().orElse("")),
        plain(details));
  }

  /** One line, whatever somebody calls himself. */
  private static String plain(String text) {
    var line = UNPRINTABLE.matcher(text).replaceAll("?");
    return line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line;
  }
}
