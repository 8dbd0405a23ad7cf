package io.muster.doors;

/** The service does not start without this secret. */
final class MissingSecret extends IllegalStateException {
  private final String remedy;

  MissingSecret(String problem, String remedy) {
    super(problem);
    this.remedy = remedy;
  }

  String remedy() {
    return remedy;
  }
}
