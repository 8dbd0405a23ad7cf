package io.muster.directory;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One error that a vendor publishes for calls we make, and what becomes of a call that gets it.
 *
 * @param sign how it is told from others
 * @param outcome what becomes of the call
 * @param remedy what a person does about it, in whole sentences; names in braces are filled in by
 *     the adapter
 * @param source where the vendor, or whoever met it, says so
 */
public record VendorError(Sign sign, Outcome outcome, String remedy, String source) {
  /**
   * How an error is told from others.
   *
   * @param status the HTTP status, or 0 for any
   * @param reason the vendor's own code for it; empty for any
   * @param text what its message contains, in small letters; empty for any
   */
  public record Sign(int status, String reason, String text) {
    /** Told by status and reason. */
    public static Sign of(int status, String reason) {
      return new Sign(status, reason, "");
    }

    /** Told by its message too, because vendors use one reason for several causes. */
    public Sign saying(String words) {
      return new Sign(status, reason, words);
    }

    boolean fits(int answered, Collection<String> reasons, String message) {
      return (status == 0 || status == answered)
          && (reason.isEmpty() || reasons.contains(reason))
          && message.toLowerCase(Locale.ROOT).contains(text);
    }
  }

  /** What becomes of a call. */
  public enum Outcome {
    /** Too many calls: it waits as long as the vendor says, which costs no retry. */
    SLOW_DOWN("retry"),
    /**
     * The vendor is still at work on the same thing: it waits some seconds, for minutes at most.
     */
    BUSY("retry"),
    /** It passes by itself: tried again as often as any failure. */
    RETRY("retry"),
    /** A task asks a person, who is told the remedy. */
    PERSON("person"),
    /** The connection is set up wrongly: an incident at once. */
    MISCONFIGURED("misconfigured"),
    /** What was wished is so already, or there is nothing it could be done to. */
    DONE("done");

    private final String word;

    Outcome(String word) {
      this.word = word;
    }

    /** As the table in the documentation says it. */
    public String word() {
      return word;
    }
  }

  /** The first of these that fits what was answered; the table puts the more special ones first. */
  public static Optional<VendorError> find(
      List<VendorError> table, int status, Collection<String> reasons, String message) {
    return table.stream().filter(error -> error.sign().fits(status, reasons, message)).findFirst();
  }
}
