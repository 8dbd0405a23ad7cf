package io.muster.safety;

import io.muster.people.EmployeeId;
import io.muster.remote.RemoteFailure;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The gate in front of every wipe. Nothing is erased without a plan, the approval the plan asks
 * for, and a warrant that is checked against the live device at the last instant and spent once,
 * across nodes and crashes.
 */
public interface WipeSafety {
  /**
   * Keeps a plan. The same plan made again is the same plan.
   *
   * @return the plan's number
   * @throws RemoteFailure.Refused if the plan breaks a rule no decision table may break: a complete
   *     wipe of a device not known to be the company's, one that asks for no approval, silence that
   *     would count too early, or a leaver under legal hold
   */
  String plan(WipePlan plan);

  /** The plan of this number. */
  Optional<WipePlan> find(String plan);

  /**
   * A person says yes to exactly this plan.
   *
   * @param approver the sign-in name
   * @throws RemoteFailure.Refused if there is no such plan, the deadline has passed, somebody
   *     already said no, or the approver is the leaver
   */
  void approve(String plan, String approver, String comment);

  /** A person says no; the plan can never be carried out. */
  void decline(String plan, String approver, String comment);

  /**
   * The deadline has passed and nobody answered.
   *
   * @throws RemoteFailure.Refused if the deadline has not passed, somebody answered, or the plan
   *     does not say that silence means wipe
   */
  void letSilenceCount(String plan);

  /**
   * Issues the warrant for an approved plan; asked again, it returns the same one.
   *
   * @param live the device as it is now
   * @throws RemoteFailure.Refused if the approval is missing or anything differs from the plan
   */
  WipeWarrant issue(String plan, DeviceFacts live);

  /** The warrant of this number. */
  Optional<WipeWarrant> warrant(String id);

  /**
   * Spends the warrant: checks the live device, the hold and the approval once more, and lets the
   * call through exactly once. Where an earlier call may have been carried out, {@code
   * happenedAlready} is asked first.
   *
   * @param live the device as it is now, read for this call
   * @param happenedAlready looks at the device for a wipe under this warrant
   * @param call the one call that wipes
   * @return when the call was made, now or by an earlier try
   * @throws RemoteFailure.Refused if anything differs from the plan
   */
  Instant spend(
      WipeWarrant warrant, DeviceFacts live, Supplier<Boolean> happenedAlready, Runnable call);

  /**
   * For the HTTP client of a fleet, on every call that could erase something.
   *
   * @throws IllegalStateException unless this thread is spending a warrant for exactly this device
   */
  void demandWarrantFor(DeviceId device);

  /**
   * The devices for which this case has ordered a wipe, carried out yet or not. None of these can
   * be called back.
   */
  Set<DeviceId> orderedBy(String caseId);

  /** True while nothing of this person's may be destroyed. */
  boolean held(EmployeeId employee);

  /**
   * Keeps what HR said when this offboarding began, or that it has become immediate since.
   *
   * @throws RemoteFailure.Refused if the case is known as another person's
   */
  default void begin(Leaving leaving) {
    throw new UnsupportedOperationException();
  }

  /** What HR said when this offboarding began; empty for a case that never began. */
  default Optional<Leaving> leaving(String caseId) {
    throw new UnsupportedOperationException();
  }

  /**
   * Freezes whose devices these are. What a case has frozen once never changes; users and devices
   * found later are added.
   *
   * @throws RemoteFailure.Refused if the case is known as another person's
   */
  default void freeze(LeaverSnapshot snapshot) {
    throw new UnsupportedOperationException();
  }

  /** The devices frozen for this case. */
  default Set<DeviceId> devicesOf(String caseId) {
    throw new UnsupportedOperationException();
  }

  /** How this device, as it is now, is known to be the leaver's of this case. */
  default Claim claim(String caseId, DeviceFacts live) {
    throw new UnsupportedOperationException();
  }

  /**
   * When this device, in this enrolment, was last seen to go from one owner to another, if lately
   * ({@code muster.safety.reassigned}).
   */
  default Optional<Instant> reassignedLately(DeviceFacts live) {
    throw new UnsupportedOperationException();
  }

  /** Every wipe this case has ordered. */
  default List<WipeOrder> orders(String caseId) {
    throw new UnsupportedOperationException();
  }

  /** The order of this warrant, if it went out. */
  default Optional<WipeOrder> order(String warrant) {
    throw new UnsupportedOperationException();
  }

  /** Writes down what a look at the device showed of this order. */
  default void seen(String warrant, WipeOrder.State state, String words) {
    throw new UnsupportedOperationException();
  }

  /**
   * What has changed since the order went out that would forbid it now: owner, hold, enrolment,
   * ownership. In words, for people; empty if nothing has.
   */
  default Optional<String> forbids(String warrant, DeviceFacts live) {
    throw new UnsupportedOperationException();
  }

  /**
   * Withdraws every warrant of the case that was not spent; nothing can be sent under it any more.
   */
  default void withdraw(String caseId, String why) {
    throw new UnsupportedOperationException();
  }

  /**
   * For whoever wants to end a case.
   *
   * @throws RemoteFailure.Refused if an order of the case may still be carried out, naming it and
   *     what can be done
   */
  default void demandNothingPending(String caseId) {
    throw new UnsupportedOperationException();
  }

  /**
   * A person agrees that somebody who did not leave in peace gets everything back.
   *
   * @param by the sign-in name
   * @throws RemoteFailure.Refused if the person is the leaver
   */
  default void agreeToReturn(String caseId, String by, String comment) {
    throw new UnsupportedOperationException();
  }

  /** True if giving back takes somebody's yes that is not there yet. */
  default boolean awaitsConsentToReturn(String caseId) {
    throw new UnsupportedOperationException();
  }

  /**
   * For whoever gives something back.
   *
   * @throws RemoteFailure.Refused if that takes somebody's yes and there is none
   */
  default void demandReturnAllowed(String caseId) {
    throw new UnsupportedOperationException();
  }
}
