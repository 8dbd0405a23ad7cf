package io.muster.doors;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
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

  /** Static as the log is: the engine's services write to it before there is a context. */
  private static final List<Consumer<AuditEntry>> LISTENERS = new CopyOnWriteArrayList<>();

  private Audit() {}

  static void passOnTo(Consumer<AuditEntry> listener) {
    LISTENERS.add(listener);
  }

  static void passOnNoMoreTo(Consumer<AuditEntry> listener) {
    LISTENERS.remove(listener);
  }

  /** Somebody signed in, or tried to. */
  static void signIn(boolean accepted, String who, String address, String why) {
    log.info(
        "sign-in {} who=\"{}\" address=\"{}\" reason=\"{}\"",
        accepted ? "accepted" : "refused",
        plain(who),
        plain(address),
        why);
    passOn(AuditEntry.SIGN_IN, accepted, who, address, why);
  }

  /** Somebody did something, or tried to. */
  static void act(String what, boolean accepted, @Nullable String who, String details) {
    var address = Caller.address().orElse(null);
    log.info(
        "{} {} who=\"{}\" address=\"{}\" what=\"{}\"",
        what,
        accepted ? "accepted" : "refused",
        plain(who == null ? ITSELF : who),
        plain(address == null ? "" : address),
        plain(details));
    passOn(what, accepted, who == null ? ITSELF : who, address, details);
  }

  private static void passOn(
      String act, boolean accepted, String who, @Nullable String address, String what) {
    var entry =
        new AuditEntry(
            act, accepted, plain(who), address == null ? null : plain(address), plain(what));
    LISTENERS.forEach(listener -> listener.accept(entry));
  }

  /** One line, whatever somebody calls himself. */
  private static String plain(String text) {
    var line = UNPRINTABLE.matcher(text).replaceAll("?");
    return line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line;
  }
}
