package io.muster.sources.workday;

/** Something that was read is not what it has to be; nothing of it was used. */
final class Unreadable extends Exception {
  Unreadable(String message) {
    super(message);
  }

  Unreadable(String message, Throwable cause) {
    super(message, cause);
  }
}
