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
   * <p>The device, in this enrolment, must be frozen for the case, and the plan's claim must be
   * what {@link #claim} says now.
   *
   * @return the plan's number
   * @throws RemoteFailure.Refused if the plan breaks a rule no decision table may break: a device
   *     that is not the leaver's, or shows no serial number or enrolment; one that was ordered to
   *     wipe already; a complete wipe of a device not known to be the company's; no approval, or
   *     silence, where a person must agree; silence that would count too early; a legal hold; a
   *     person who works here again
   */
  String plan(WipePlan plan);

  /** The plan of this number. */
  Optional<WipePlan> find(String plan);

  /**
   * A person says yes to exactly this plan.
   *
   * @return how many other people have to say yes before it counts
   * @throws RemoteFailure.Refused if there is no such plan, the deadline has passed, somebody
   *     already said no, the approver is who said that the device is theirs, or {@link
   *     #forbids(String, Decider)} says why not
   */
  int approve(String plan, Decider approver, String comment);

  /**
   * A person says no; the plan can never be carried out.
   *
   * @throws RemoteFailure.Refused if there is no such plan, it was answered already, or {@link
   *     #forbids(String, Decider)} says why not
   */
  void decline(String plan, Decider approver, String comment);

  /**
   * Why this person may not decide about this plan, and who may; empty if they may. Not the leaver,
   * nobody who is not in an approving group now, nobody who asked for the leaving or has had a hand
   * in the question, and nobody twice.
   */
  Optional<String> forbids(String plan, Decider person);

  /**
   * The deadline has passed and nobody answered.
   *
   * @throws RemoteFailure.Refused if the deadline has not passed, somebody answered, the plan does
   *     not say that silence means wipe, or a person must agree whatever the plan says
   */
  void letSilenceCount(String plan);

  /**
   * Issues the warrant for an approved plan; asked again, it returns the same one.
   *
   * @param live the device as it is now
   * @throws RemoteFailure.Refused if the approval is missing or too old, the plan was withdrawn,
   *     the person works here again, the device is not the leaver's or was ordered to wipe already,
   *     or anything differs from the plan
   * @throws RemoteFailure.Unavailable if wipes are paused, the breaker is open, or this one opens
   *     it
   */
  WipeWarrant issue(String plan, DeviceFacts live);

  /** The warrant of this number. */
  Optional<WipeWarrant> warrant(String id);

  /**
   * Spends the warrant: checks the live device, the hold and the approval once more, and lets the
   * call through exactly once. Where an earlier call may have been carried out, {@code
   * happenedAlready} is asked first, and the device is read after that.
   *
   * @param read reads the device as it is now; nothing is read where nothing will be sent
   * @param happenedAlready looks at the device for a wipe under this warrant
   * @param call the one call that wipes
   * @return when the call was made, now or by an earlier try
   * @throws RemoteFailure.Refused if anything differs from the plan, or anything forbids a plan or
   *     a warrant now
   * @throws RemoteFailure.Unavailable if the device has not shown itself since the warrant, an
   *     earlier call may still be under way, wipes are paused, the breaker is open, or this one
   *     opens it
   */
  Instant spend(
      WipeWarrant warrant,
      Supplier<DeviceFacts> read,
      Supplier<Boolean> happenedAlready,
      Runnable call);

  /** The same for a device that was just read, and is not looked at meanwhile. */
  default Instant spend(
      WipeWarrant warrant, DeviceFacts live, Supplier<Boolean> happenedAlready, Runnable call) {
    return spend(warrant, () -> live, happenedAlready, call);
  }

  /**
   * Whether the device has shown itself since the warrant was issued, and lately ({@code
   * muster.safety.awake}). Nothing is sent to a device that has not.
   *
   * @throws RemoteFailure.Refused if there is no such warrant
   */
  boolean isAwake(String warrant, DeviceFacts live);

  /**
   * For the HTTP client of a fleet, on every call that could erase something.
   *
   * @throws IllegalStateException unless this thread is spending a warrant for exactly this device
   * @throws RemoteFailure.Unavailable if it is, and the right to call has passed meanwhile ({@code
   *     muster.safety.claim-life}), or wipes were paused; surely nothing was sent
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
  void begin(Leaving leaving);

  /**
   * Keeps who asked for the leaving of this case; nobody who did decides about its wipes. Does
   * nothing for a case of nobody who leaves.
   */
  void requested(String caseId, Requester requester);

  /** What HR said when this offboarding began; empty for a case that never began. */
  Optional<Leaving> leaving(String caseId);

  /** A later look at a leaver begins, as a case of its own that knows what HR said to the first. */
  void beginSweep(String sweep, String offboarding);

  /** The offboarding of this person that began last, whether it runs or has ended. */
  Optional<Leaving> lastLeaving(EmployeeId employee);

  /**
   * How the device would be known to be the leaver's if this were frozen. Keeps nothing; the
   * snapshot is of no case yet.
   */
  Claim wouldClaim(LeaverSnapshot seen, DeviceFacts live);

  /**
   * Freezes whose devices these are. What a case has frozen once never changes; users and devices
   * found later are added.
   *
   * @throws RemoteFailure.Refused if the case is known as another person's
   */
  void freeze(LeaverSnapshot snapshot);

  /**
   * Why this person is no leaver of this case any more: HR says they work here again, or a later
   * case of theirs has begun. Empty if they are, and where HR never spoke of them.
   */
  Optional<String> whyOver(String caseId, EmployeeId employee);

  /**
   * A person says that this device, which belongs to nobody and is frozen for the case, is the
   * leaver's. The first word about it stays, and whoever said it cannot approve its wipe.
   *
   * @param by the sign-in name
   */
  void name(String caseId, DeviceFacts device, String by);

  /** True if a wipe of this device was ever planned in this case. */
  boolean planned(String caseId, DeviceId device);

  /** The devices frozen for this case. */
  Set<DeviceId> devicesOf(String caseId);

  /**
   * True if this device was frozen for this case and was known to be personal whenever it was
   * written down. What was not shown is not known.
   */
  boolean wasPersonal(String caseId, DeviceId device);

  /** How this device, as it is now, is known to be the leaver's of this case. */
  Claim claim(String caseId, DeviceFacts live);

  /**
   * Notes whose this device was seen to be. Never fails: it is called beside other work.
   *
   * @param live the device as just read
   */
  void sighted(DeviceFacts live);

  /**
   * Notes how many devices are managed, whenever all of them were listed. The breaker allows a
   * share of them.
   */
  void managed(long devices);

  /**
   * When this device, in this enrolment, was last seen to go from one owner to another, if lately
   * ({@code muster.safety.reassigned}).
   */
  Optional<Instant> reassignedLately(DeviceFacts live);

  /** Every wipe this case has ordered. */
  List<WipeOrder> orders(String caseId);

  /** The order of this warrant, if it went out. */
  Optional<WipeOrder> order(String warrant);

  /**
   * Writes down what a look at the device showed of this order. What was seen done stays done. That
   * it failed, or that device management knows nothing of it, counts only once the world has
   * settled after the call ({@code muster.safety.settle-time}).
   *
   * @throws RemoteFailure.Refused if nothing was ordered under this warrant
   */
  void seen(String warrant, WipeOrder.State state, String words);

  /**
   * A named person says that the case need not wait for an order whose device has left device
   * management. It stays an order: this enrolment is never ordered to wipe again.
   *
   * @param said who says so and why
   * @throws RemoteFailure.Refused if the order is pending on a device that is managed, or there is
   *     none
   */
  void writeOff(String warrant, String said);

  /** The same of every order of the case whose device was last seen out of device management. */
  void writeOffGone(String caseId, String said);

  /**
   * What has changed since the order went out that would forbid it now: owner, hold, enrolment,
   * ownership. Of an order that was carried out: that the device is somebody else's. In words, for
   * people; empty if nothing has.
   */
  Optional<String> forbids(String warrant, DeviceFacts live);

  /**
   * Withdraws every plan and warrant of the case under which nothing was sent for certain. Nothing
   * can be sent under it any more; what may be under way stays an order and is watched.
   */
  void withdraw(String caseId, String why);

  /** Withdraws this warrant and its plan, unless it was spent. */
  void withdrawWarrant(String warrant, String why);

  /** Why this warrant is too old to be spent, and has to be asked for again; empty if it is not. */
  Optional<String> stale(String warrant);

  /**
   * For whoever wants to end a case.
   *
   * @throws RemoteFailure.Refused if an order of the case may still be carried out, naming it and
   *     what can be done
   */
  void demandNothingPending(String caseId);

  /**
   * Orders about the leaver of this case that may still be carried out, of whichever case: one that
   * was overtaken leaves what it ordered to the next.
   */
  List<WipeOrder> outstanding(String caseId);

  /** Every order that was not seen to be over, those looked at longest ago first. */
  List<Outstanding> outstanding();

  /**
   * An order that was not seen to be over, whatever people have answered.
   *
   * @param caseId the offboarding that ordered it
   * @param lookedAt when it was last looked at, or when it went out
   */
  record Outstanding(WipeOrder order, String caseId, Instant lookedAt) {}

  /**
   * HR takes the leaving back and somebody has to agree to that. Until it is answered nothing of
   * the case is wiped.
   */
  void askReturn(String caseId);

  /**
   * HR has said once more that the person leaves: what is asked about the return stops no wipe, and
   * an agreement of before does not count.
   */
  void leavesAgain(String caseId);

  /** A person says that the leaving goes on. */
  void declineReturn(String caseId, String by);

  /**
   * A person agrees that somebody who did not leave in peace gets everything back. The first to
   * agree is kept. A consent from before HR said "now" does not count.
   *
   * @param by the sign-in name
   * @throws RemoteFailure.Refused if the person is the leaver, or there is no such case
   */
  void agreeToReturn(String caseId, String by, String comment);

  /** True if giving back takes somebody's yes that is not there yet. */
  boolean awaitsConsentToReturn(String caseId);

  /**
   * For whoever gives something back.
   *
   * @throws RemoteFailure.Refused if that takes somebody's yes and there is none
   */
  void demandReturnAllowed(String caseId);
}
