package io.muster.remote;

/** The calls we may still make, per connection, shared by all nodes. */
public interface CallBudget {
  /**
   * Pays for one call in the {@linkplain Lane#current() current lane}.
   *
   * @param connection the configured name of the connection
   * @throws RemoteFailure.Unavailable with the instant from which the lane can be paid again
   */
  void pay(String connection);
}
