package io.muster.safety;

import io.muster.people.EmployeeId;
import java.time.Instant;

/**
 * A wipe that was ordered.
 *
 * @param warrant the warrant that was spent
 * @param plan the plan behind it
 * @param employee the leaver
 * @param device the device
 * @param kind how much is erased
 * @param calledAt when the order went out
 * @param state how far it has come
 * @param words what was seen of it last, for people
 */
public record WipeOrder(
    String warrant,
    String plan,
    EmployeeId employee,
    DeviceId device,
    WipeKind kind,
    Instant calledAt,
    State state,
    String words) {

  /** How far an order has come. */
  public enum State {
    /** Sent, or perhaps sent; it may still be carried out. */
    PENDING,
    /** Seen carried out. */
    DONE,
    /** Seen to have failed; it will not be carried out. */
    FAILED,
    /** Device management knows nothing of it; it will not be carried out. */
    FORGOTTEN,
    /**
     * The device left device management before it was seen wiped. Whatever is not shown for a while
     * may be back in the same enrolment, and the order with it.
     */
    GONE,
    /** The same, and a named person said that the case need not wait for it. */
    WRITTEN_OFF
  }

  /** True if it may still be carried out, and nobody has answered for that. */
  public boolean mayStillFire() {
    return state == State.PENDING || state == State.GONE;
  }
}
