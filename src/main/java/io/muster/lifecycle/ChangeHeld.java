package io.muster.lifecycle;

/**
 * A change that makes sense, and waits for a person's yes because too many like it came at once;
 * the message says why and what to do next, without personal data.
 */
public final class ChangeHeld extends RuntimeException {
  public ChangeHeld(String message) {
    super(message);
  }
}
