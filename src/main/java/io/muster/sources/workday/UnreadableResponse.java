package io.muster.sources.workday;

/** Something that was read is not what it has to be; nothing of it was used. */
final class UnreadableResponse extends Exception {
  UnreadableResponse(String message) {
    super(message);
  }

  UnreadableResponse(String message, Throwable cause) {
    super(message, cause);
  }
}
