package io.muster.console;

import io.muster.ledger.Entry;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One call to another system, as far as it has come.
 *
 * @param tone whether it is good, bad, or neither yet
 * @param state how far it has come, in a word
 * @param gap why it is not observed, or what was seen
 */
record EffectLine(
    String action,
    String target,
    String connection,
    String step,
    Instant requestedAt,
    @Nullable Instant answeredAt,
    @Nullable Instant seenAt,
    String state,
    String tone,
    String gap) {

  static EffectLine of(Entry entry) {
    return new EffectLine(
        entry.action(),
        entry.target(),
        entry.connection(),
        entry.onBehalfOf().step(),
        entry.intendedAt(),
        entry.answeredAt(),
        entry.seenAt(),
        state(entry),
        tone(entry),
        gap(entry));
  }

  private static String state(Entry entry) {
    if (entry.asWished() != null) {
      return entry.asWished() ? "observed" : "contradicted";
    }
    return switch (entry.answer()) {
      case NONE -> "requested";
      case ACCEPTED -> "accepted";
      case REFUSED -> "refused";
      case NOT_SENT -> "not sent";
      case LOST -> "answer lost";
    };
  }

  private static String tone(Entry entry) {
    if (entry.asWished() != null) {
      return entry.asWished() ? "good" : "bad";
    }
    return switch (entry.answer()) {
      case NONE, ACCEPTED -> "open";
      case REFUSED, LOST -> "bad";
      case NOT_SENT -> "plain";
    };
  }

  private static String gap(Entry entry) {
    if (entry.seen() != null) {
      return entry.seen();
    }
    var note = entry.note() == null ? "" : " " + entry.note();
    return switch (entry.answer()) {
      case NONE -> "No answer yet, or the service stopped while it waited for one.";
      case ACCEPTED -> "The other system agreed; nothing was read back under this call.";
      case REFUSED -> "The other system said no.%s".formatted(note);
      case NOT_SENT -> "The call never took effect.%s".formatted(note);
      case LOST -> "The answer was lost, so it may have happened.%s".formatted(note);
    };
  }
}
