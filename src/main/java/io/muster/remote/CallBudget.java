package io.muster.remote;

import java.util.List;

/** The calls we may still make, per connection, shared by all nodes. */
public interface CallBudget {
  /** How many calls are left, for each span that is limited; spends none. */
  default List<Room> room(String connection) {
    return List.of();
  }

  /**
   * What is left of one limit.
   *
   * @param period the span, such as {@code minute}
   */
  record Room(String period, int limit, int left) {}

  /**
   * Pays for one call in the {@linkplain Lane#current() current lane}.
   *
   * @param connection the configured name of the connection
   * @throws RemoteFailure.Unavailable with the instant from which the lane can be paid again
   */
  void pay(String connection);
}
