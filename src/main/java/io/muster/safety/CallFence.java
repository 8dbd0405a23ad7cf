package io.muster.safety;

import io.muster.remote.RemoteFailure.Unavailable;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The right to make one call, tied to the thread that took it. It is checked on the wire side of
 * every pause, so a thread that stood still for too long sends nothing.
 */
final class CallFence {
  private static final ThreadLocal<@Nullable Right> HELD = new ThreadLocal<>();

  private CallFence() {}

  /** Makes the call with this right. */
  static void during(Right right, Runnable call) {
    var before = HELD.get();
    HELD.set(right);
    try {
      call.run();
    } finally {
      HELD.set(before);
    }
  }

  /**
   * Demands the right to erase this device at this moment.
   *
   * @throws IllegalStateException if this thread has no right to erase this device
   * @throws Unavailable if it had, and the time for the call has passed
   */
  static void demand(DeviceId device, Instant now) {
    var right = HELD.get();
    if (right == null || !right.device().equals(device)) {
      throw new IllegalStateException(
          "a call that erases device %s, without a warrant being spent".formatted(device));
    }
    if (!now.isBefore(right.callBy())) {
      throw Unavailable.turnedAway(
          "The wipe of device %s was stopped before it was sent: the time for the call passed at %s. It is looked at again before the next try."
              .formatted(device, right.callBy()),
          null,
          right.notAgainBefore());
    }
  }

  /**
   * What a thread may do.
   *
   * @param device the one device it may erase
   * @param calledAt when the right was taken
   * @param callBy from when on nothing goes out under it
   * @param notAgainBefore when the next try may be made, and until when this one may report
   */
  record Right(DeviceId device, Instant calledAt, Instant callBy, Instant notAgainBefore) {}
}
