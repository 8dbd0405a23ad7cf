package io.muster.lifecycle.offboarding;

import io.muster.devices.FleetCosts;

/**
 * Counts the calls to device management that leavers cost. The numbers are those of the steps in
 * this package, as counted on simulators; a test holds them against what is called.
 *
 * @param costs what device management says of itself
 * @param crowd who leaves
 */
record OffboardingCalls(FleetCosts costs, Crowd crowd) {
  /** Two batches go out before a crowd has gathered; one that is alone goes at once. */
  private static final int BATCHES_OF_A_CROWD = 2;

  /** Until a wipe is seen, where the look comes too early first, and where it comes late. */
  private static final int EARLY_LOOKS = 5;

  private static final int LATE_LOOKS = 2;

  /** The same for a disenrolment, which is seen by the device's page. */
  private static final int EARLY_LOOKS_AT_DISENROLMENT = 6;

  private static final int LATE_LOOKS_AT_DISENROLMENT = 3;

  /** Such a device is looked at twice in the first hour, and then ever more rarely. */
  private static final int LOOKS_AT_SLEEPERS = 2;

  /**
   * Who leaves.
   *
   * @param withDevices how many have a device
   * @param unseen how many list readings it takes to see that somebody has no device or no user
   * @param devices how many devices there are
   * @param wipes the devices of which something is erased
   */
  record Crowd(int withDevices, int unseen, int devices, Wipes wipes) {}

  /**
   * Devices of which something is erased.
   *
   * @param atOnce awake ones about which nobody is asked
   * @param silent those of them that have not shown themselves in the last minutes
   * @param agreed awake ones to which somebody has to agree
   * @param asleep ones that do not show themselves
   * @param disenrolments how many of the awake ones only leave device management
   */
  record Wipes(int atOnce, int silent, int agreed, int asleep, int disenrolments) {
    int all() {
      return atOnce + agreed + asleep;
    }

    int awake() {
      return atOnce + agreed;
    }
  }

  /** Lists that are read, one order to lock and one to isolate for each batch, and the policies. */
  int containment() {
    if (crowd.devices() == 0) {
      return crowd.unseen() * costs.lists();
    }
    var batches = batches(crowd.devices(), crowd.withDevices());
    var isolation = crowd.withDevices() > 1 ? batches + 1 : batches;
    return crowd.unseen() * costs.lists() + batches + (1 + isolation) * costs.policies();
  }

  private int batches(int devices, int people) {
    var full = (devices + costs.batch() - 1) / costs.batch();
    return people > 1 ? Math.max(BATCHES_OF_A_CROWD, full + 1) : full;
  }

  /** Each device is looked at, and once more where something is erased. */
  int decision() {
    return (crowd.devices() + crowd.wipes().all()) * costs.read();
  }

  /**
   * Warrant, wake, look, wipe, and see it.
   *
   * @param perMinute how many calls a minute these steps may make
   */
  int wipe(int perMinute) {
    var wipes = crowd.wipes();
    var warrants = wipes.all() * costs.read();
    var woken = (wipes.atOnce() > 0 ? waves(wipes.atOnce()) : 0) + (wipes.agreed() > 0 ? 1 : 0);
    // whoever is asked answers later than a device counts as awake
    var looks = wipes.atOnce() + 2 * wipes.agreed() + LOOKS_AT_SLEEPERS * wipes.asleep();
    var before = warrants + woken + looks * costs.read() + wipes.awake() * costs.wipe();
    if (before > perMinute) {
      // whatever comes late is seen at the first look
      return before
          + wipes.disenrolments() * LATE_LOOKS_AT_DISENROLMENT
          + (wipes.awake() - wipes.disenrolments()) * LATE_LOOKS;
    }
    return before
        + wipes.silent() * costs.read()
        + wipes.disenrolments() * EARLY_LOOKS_AT_DISENROLMENT
        + (wipes.awake() - wipes.disenrolments()) * EARLY_LOOKS;
  }

  private static int waves(int devices) {
    return devices > 1 ? BATCHES_OF_A_CROWD + 1 : 1;
  }
}
