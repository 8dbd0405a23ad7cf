package io.muster.remote;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The calls we may still make, per connection, shared by all nodes. */
public interface CallBudget {
  /** How many calls are left, for each span that is limited; spends none. */
  default List<Room> room(String connection) {
    return List.of();
  }

  /**
   * When the {@linkplain CallPriority#current() current lane} can pay for a call; empty if it can
   * now. Spends none.
   */
  default Optional<Instant> turn(String connection) {
    return Optional.empty();
  }

  /**
   * What is left of one limit.
   *
   * @param period the span, such as {@code minute}
   */
  record Room(String period, int limit, int left) {}

  /**
   * Pays for one call in the {@linkplain CallPriority#current() current lane}.
   *
   * @param connection the configured name of the connection
   * @throws RemoteFailure.Unavailable with the instant from which the lane can be paid again
   */
  void pay(String connection);

  /**
   * Books what the next call of the {@linkplain CallReservation current reservation} needs, in the
   * transaction at work. Where nothing is reserved, or calls are left, it books nothing.
   *
   * @return to be confirmed once that transaction has committed
   * @throws RemoteFailure.Unavailable with the instant from which the lane can be paid again
   */
  default Booking book(String connection) {
    return Booking.NONE;
  }

  /** Calls that are booked, and may be made once that is committed. */
  interface Booking {
    /** Nothing is booked. */
    Booking NONE = () -> {};

    /** Says that it was committed. */
    void confirm();
  }
}
