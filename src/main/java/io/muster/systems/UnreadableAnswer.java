package io.muster.systems;

/** What a system says does not fit; what it did is not known by it. */
final class UnreadableAnswer extends Exception {
  UnreadableAnswer(String message) {
    super(message);
  }
}
