package io.muster.lifecycle;

/**
 * Something that somebody wanted to do to a case was not done; the message says what would help.
 */
public final class ActionRefused extends RuntimeException {
  ActionRefused(String message) {
    super(message);
  }
}
