package io.muster.lifecycle;

/**
 * A change that makes no sense; the message says why and what to do next, without personal data.
 */
public final class ChangeRefused extends RuntimeException {
  public ChangeRefused(String message) {
    super(message);
  }
}
