package io.muster.safety;

import io.muster.people.EmployeeId;
import io.muster.people.Worker;
import io.muster.people.Workforce;
import io.muster.remote.RemoteFailure.Refused;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Compares a device with the leaver, never only with the plan. */
@Component
class Anchor {
  private static final String LOOK_AGAIN =
      "Write down the leaver's devices again, look at the device again and plan anew.";

  private final LeaverStore leavers;
  private final OwnerSightings sightings;
  private final Workforce workforce;
  private final SafetyProperties properties;
  private final Clock clock;

  Anchor(
      LeaverStore leavers,
      OwnerSightings sightings,
      Workforce workforce,
      SafetyProperties properties,
      Clock clock) {
    this.leavers = leavers;
    this.sightings = sightings;
    this.workforce = workforce;
    this.properties = properties;
    this.clock = clock;
  }

  /** How the device is known to be the leaver's of the case; not at all if nothing was frozen. */
  Claim claim(String caseId, DeviceFacts live) {
    return frozen(caseId).map(leaver -> claim(leaver, live)).orElse(Claim.NOT_THEIRS);
  }

  /** The same as it would be if this were frozen. */
  Claim claim(LeaverSnapshot seen, DeviceFacts live) {
    return claim(
        new FrozenLeaver(
            seen.employee(),
            seen.users(),
            seen.devices(),
            List.of(),
            names(seen.employee(), seen.bearers())),
        live);
  }

  /** Somebody who marries is called otherwise: what HR and the directory say now is theirs too. */
  private LeaverNames names(EmployeeId employee, Map<String, Bearer> frozen) {
    var addresses = new HashSet<>(workforce.addressesOf(employee));
    addresses.addAll(workforce.loginsOf(employee));
    workforce.find(employee).map(Worker::workEmail).ifPresent(addresses::add);
    var all = new HashSet<>(addresses);
    frozen.values().stream()
        .map(Bearer::address)
        .filter(address -> !address.isEmpty())
        .forEach(all::add);
    return new LeaverNames(
        addresses, workforce.namesOf(employee), workforce.takenByOthers(employee, all), frozen);
  }

  private Optional<FrozenLeaver> frozen(String caseId) {
    return leavers
        .frozen(caseId)
        .map(leaver -> leaver.called(names(leaver.employee(), leaver.names().frozen())));
  }

  private Claim claim(FrozenLeaver leaver, DeviceFacts live) {
    var claim = leaver.claim(live);
    var owner =
        switch (claim) {
          case WAS_THEIRS -> sightings.lastOwner(live, Instant.EPOCH);
          // whose it was before is what the person spoke about
          case NAMED ->
              leaver.naming(live).flatMap(naming -> sightings.lastOwner(live, naming.at()));
          case THEIRS, ONE_OF_SEVERAL, NOT_THEIRS -> Optional.<OwnerSightings.Holder>empty();
        };
    var isAnothersSince = owner.filter(leaver::isAnothers).isPresent();
    return isAnothersSince ? Claim.NOT_THEIRS : claim;
  }

  Optional<Instant> reassignedLately(DeviceFacts live) {
    return sightings.reassigned(live, properties.reassigned(), clock.instant());
  }

  /**
   * Demands that the device, as it is now, is the leaver's in the way the plan says.
   *
   * @throws Refused if it is not, or nothing that was frozen shows it
   */
  Evidence demandTheirs(WipePlan plan, DeviceFacts live) {
    var leaver =
        frozen(plan.caseId())
            .orElseThrow(
                () ->
                    new Refused(
                        "Nobody wrote down whose devices these were when case %s began, so device %s cannot be shown to be the leaver's. %s"
                            .formatted(plan.caseId(), live.device(), LOOK_AGAIN)));
    if (!leaver.employee().equals(plan.employee())) {
      throw new Refused(
          "Case %s is about employee %s; nothing of %s is wiped in it."
              .formatted(plan.caseId(), leaver.employee(), plan.employee()));
    }
    demandIdentified(live);
    var claim = claim(leaver, live);
    if (claim == Claim.NOT_THEIRS) {
      throw new Refused(
          "Device %s is not known to be the leaver's: the owner is %s now. It is never wiped in this case."
              .formatted(live.device(), owner(live)));
    }
    if (claim != plan.claim()) {
      throw new Refused(
          "Device %s is known to be the leaver's in another way (%s) than planned (%s). %s"
              .formatted(live.device(), claim, plan.claim(), LOOK_AGAIN));
    }
    if (!leaver.knows(live)) {
      throw new Refused(
          "Device %s was not written down in this enrolment (since %s). %s"
              .formatted(live.device(), live.enrolledAt(), LOOK_AGAIN));
    }
    return new Evidence(claim, reassignedLately(live).isPresent());
  }

  /** The name says more than a number that may have been given away. */
  private static String owner(DeviceFacts live) {
    if (live.owner() == null) {
      return "nobody";
    }
    return live.bearer() == null
        ? "user " + live.owner()
        : "user %s (%s)".formatted(live.owner(), live.bearer().name());
  }

  /** Demands that one person says whose a device is, and another that it is wiped. */
  void allowApprover(WipePlan plan, String approver) {
    leavers
        .frozen(plan.caseId())
        .filter(leaver -> plan.claim() == Claim.NAMED)
        .flatMap(leaver -> leaver.naming(plan.facts()))
        .filter(naming -> naming.by().equalsIgnoreCase(approver.strip()))
        .ifPresent(
            naming -> {
              throw new Refused(
                  "You said yourself that device %s is the leaver's. Another person has to agree to its wipe."
                      .formatted(plan.facts().device()));
            });
  }

  private static void demandIdentified(DeviceFacts live) {
    if (!live.identified()) {
      throw new Refused(
          "Device %s does not show its serial number and since when it is enrolled, so it cannot be told from another. It is not wiped until it does."
              .formatted(live.device()));
    }
  }

  /**
   * What is known of a device besides its facts.
   *
   * @param claim how it is known to be the leaver's
   * @param reassignedLately whether it went from one owner to another lately
   */
  record Evidence(Claim claim, boolean reassignedLately) {}
}
