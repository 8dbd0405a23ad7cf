package io.muster.systems;

/** A setting of a task cannot be used: what is wrong with it, and what to do. */
final class Unusable extends IllegalArgumentException {
  private final String what;
  private final String remedy;

  Unusable(String what, String remedy) {
    super(what + "; " + remedy);
    this.what = what;
    this.remedy = remedy;
  }

  String what() {
    return what;
  }

  String remedy() {
    return remedy;
  }
}
