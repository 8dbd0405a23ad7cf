package io.muster.remote;

/** Gates for tests. */
public final class Gates {
  private Gates() {}

  /** A gate whose budget never ends; a write without an intent is still stopped. */
  public static OutboundCallGuard open() {
    return new OutboundCallGuard(connection -> {});
  }
}
