package io.muster.lifecycle.offboarding;

import static io.muster.lifecycle.LifecycleVariables.ALL_TRUE;
import static io.muster.lifecycle.LifecycleVariables.CONTRADICTIONS;

import io.muster.devices.Device;
import io.muster.devices.DeviceFleet;
import io.muster.devices.FleetUserId;
import io.muster.devices.Progress;
import io.muster.devices.Sighting;
import io.muster.ledger.Outcome;
import io.muster.ledger.Outcome.Kind;
import io.muster.ledger.Outcome.State;
import io.muster.lifecycle.shared.Accounts;
import io.muster.lifecycle.shared.Accounts.Found;
import io.muster.process.Step;
import io.muster.remote.CallPriority;
import io.muster.remote.RemoteFailure;
import io.muster.safety.DeviceId;
import io.muster.safety.WipeSafety;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Reads everything back that offboarding asked for, behind every connection, and says what is left
 * behind. What was never seen is left behind too.
 */
@Component
class VerifyDeparture extends Step {
  private static final Logger log = LoggerFactory.getLogger(VerifyDeparture.class);

  private final Accounts accounts;
  private final DeviceFleet fleet;
  private final LostAccounts lost;
  private final UnnumberedAccounts unnumbered;
  private final WipeSafety safety;
  private final LeaverOutcomes outcomes;
  private final NotSecured notSecured;
  private final Reach reach;

  VerifyDeparture(
      Accounts accounts,
      DeviceFleet fleet,
      LostAccounts lost,
      UnnumberedAccounts unnumbered,
      WipeSafety safety,
      LeaverOutcomes outcomes,
      NotSecured notSecured,
      Reach reach) {
    this.accounts = accounts;
    this.lost = lost;
    this.unnumbered = unnumbered;
    this.fleet = fleet;
    this.safety = safety;
    this.outcomes = outcomes;
    this.notSecured = notSecured;
    this.reach = reach;
  }

  @Override
  protected CallPriority lane() {
    return CallPriority.VERIFICATION;
  }

  @Override
  protected void run(DelegateExecution execution) {
    notSecured.nobodyIsAsked(execution);
    var left = new LinkedHashSet<String>();
    var sweep = accounts.lookFor(EMPLOYEE.in(execution));
    var refusals = sweep.refusals();
    left.addAll(refusals);
    if (refusals.isEmpty()) {
      outcomes.listed(execution, Kind.ACCOUNT, sweep.found().size());
      left.addAll(lost.look(execution, sweep));
    } else {
      outcomes.notListed(execution, Kind.ACCOUNT, String.join(" ", refusals));
    }
    left.addAll(unnumbered.look(execution, sweep));
    for (var found : sweep.found()) {
      var open =
          "the account %s in '%s' can still sign in"
              .formatted(found.account().id(), found.connection());
      outcomes.say(
          execution,
          Kind.ACCOUNT,
          target(found),
          found.account().barred() ? State.OBSERVED : State.CONTRADICTED,
          found.account().barred() ? "seen disabled" : open);
      if (!found.account().barred()) {
        left.add(open);
      }
    }
    for (var user : LeaverVariables.users(execution)) {
      var open = groups(user);
      outcomes.say(
          execution,
          Kind.GROUPS,
          user.value(),
          open.isEmpty() ? State.OBSERVED : State.CONTRADICTED,
          open.orElse("seen in no group"));
      open.ifPresent(left::add);
    }
    seeDevicesShut(execution);
    var read =
        Stream.concat(sweep.found().stream(), sweep.unnumbered().stream())
            .map(VerifyDeparture::target)
            .collect(Collectors.toCollection(HashSet::new));
    read.add(LeaverOutcomes.EVERY);
    safety
        .outstanding(Step.caseId(execution))
        .forEach(
            order ->
                left.add(
                    "the wipe of device %s, ordered at %s, may still be carried out: %s"
                        .formatted(order.device(), order.calledAt(), order.words())));
    outcomes.unsettled(execution).stream()
        .filter(open -> open.kind() != Kind.GROUPS)
        // an account that is not found any more was not seen disabled
        .filter(open -> open.kind() != Kind.ACCOUNT || !read.contains(open.target()))
        .map(LeaverOutcomes::words)
        .forEach(left::add);
    if (!left.isEmpty()) {
      log.warn("employee {}: {}", EMPLOYEE.in(execution), String.join("; ", left));
    }
    ALL_TRUE.set(execution, left.isEmpty());
    CONTRADICTIONS.set(execution, String.join("; ", left));
  }

  /**
   * What was left open is looked at once more: a device may be back that was out of reach. A case
   * that began while offboarding was one diagram has no other step that looks.
   */
  private void seeDevicesShut(DelegateExecution execution) {
    var open =
        outcomes.unsettled(execution).stream()
            .filter(one -> one.kind() == Kind.LOCK || one.kind() == Kind.ISOLATION)
            .map(Outcome::target)
            .filter(target -> !target.equals(LeaverOutcomes.EVERY))
            .map(DeviceId::of)
            .collect(Collectors.toCollection(LinkedHashSet::new));
    for (var device : open) {
      var isWiped =
          Stream.of(Kind.WIPE, Kind.DISENROL)
              .flatMap(kind -> outcomes.find(execution, kind, device.toString()).stream())
              .anyMatch(wipe -> wipe.state() == State.OBSERVED);
      if (isWiped) {
        outcomes.closeDevice(execution, device.toString(), "the device was seen wiped");
      } else if (fleet.read(device).filter(live -> isKept(execution, live)).isPresent()) {
        see(execution, Kind.LOCK, device, fleet::lockSeen);
        see(execution, Kind.ISOLATION, device, fleet::isolationSeen);
      }
    }
  }

  private boolean isKept(DelegateExecution execution, Device live) {
    return live.enrolled() && !reach.isAnothers(Set.of(Step.caseId(execution)), live);
  }

  private void see(
      DelegateExecution execution,
      Kind kind,
      DeviceId device,
      BiFunction<DeviceId, Instant, Sighting> look) {
    outcomes
        .find(execution, kind, device.toString())
        .filter(outcome -> !outcome.settled())
        .map(outcome -> look.apply(device, outcome.requestedAt()))
        .filter(seen -> seen.progress() == Progress.DONE)
        .ifPresent(
            seen -> outcomes.say(execution, kind, device.toString(), State.OBSERVED, seen.words()));
  }

  private static String target(Found found) {
    return "%s/%s".formatted(found.connection(), found.account().id());
  }

  /** The groups that are left; that nobody can see them is told once no later try will. */
  private Optional<String> groups(FleetUserId user) {
    try {
      var groups = fleet.groupsOf(user);
      return groups.isEmpty()
          ? Optional.empty()
          : Optional.of(
              "the person (device user %s) is still in %s"
                  .formatted(user, String.join(", ", groups)));
    } catch (RemoteFailure.Unavailable silent) {
      if (!isLastTry()) {
        throw silent;
      }
      return Optional.of(
          "nobody can see whether device user %s is in a group: %s"
              .formatted(user, silent.getMessage()));
    }
  }
}
