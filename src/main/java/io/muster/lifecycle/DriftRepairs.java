package io.muster.lifecycle;

import io.muster.directory.Directories;
import io.muster.directory.Directory;
import io.muster.lifecycle.DriftReports.Membership;
import io.muster.lifecycle.DriftReports.Shows;
import io.muster.people.Departures;
import io.muster.people.EmployeeId;
import io.muster.people.EmploymentChange.Changed;
import io.muster.people.EmploymentChange.Origin;
import io.muster.people.PersonLane;
import io.muster.people.Workforce;
import io.muster.process.CaseAction;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Repairs drift by what exists: the sync for what only device management lacks, a transfer of the
 * person for what the directory lacks. Neither takes anything from anybody but what HR's rules do.
 */
@Component
public class DriftRepairs {
  private static final String SOURCE = "console";

  private final List<LifecycleProcess> processes;
  private final Directories directories;
  private final SyncRuns syncs;
  private final CaseRequests requests;
  private final Cases cases;
  private final ProcessStarter start;
  private final PersonLane lane;
  private final Departures departures;
  private final Workforce workforce;
  private final RenamePolicy renames;
  private final Clock clock;

  DriftRepairs(
      List<LifecycleProcess> processes,
      Directories directories,
      SyncRuns syncs,
      CaseRequests requests,
      Cases cases,
      ProcessStarter start,
      PersonLane lane,
      Departures departures,
      Workforce workforce,
      RenamePolicy renames,
      Clock clock) {
    this.processes = processes;
    this.directories = directories;
    this.syncs = syncs;
    this.requests = requests;
    this.cases = cases;
    this.start = start;
    this.lane = lane;
    this.departures = departures;
    this.workforce = workforce;
    this.renames = renames;
    this.clock = clock;
  }

  /** What repairs a difference. */
  public enum Repair {
    /** The next run of the directory's sync. */
    SYNC,
    /** A transfer of the person to where HR says they are already. */
    TRANSFER
  }

  /** What is safe to do about it; empty if only a person can repair it. */
  public Optional<Repair> of(Membership drift) {
    return switch (drift.kind()) {
      case MIRROR -> Optional.of(Repair.SYNC);
      case MISSING -> transfer(drift);
      // a rule takes nobody out whom somebody put in by hand; only our own writer does
      case UNEXPECTED -> keepsMembership(drift.connection()) ? transfer(drift) : Optional.empty();
      // a number on two accounts is for a person, a manager comes by itself with their account
      case DIFFERENT ->
          drift.shows() == Shows.LOGIN && renames.changesLogin()
              ? transfer(drift)
              : Optional.empty();
    };
  }

  private Optional<Repair> transfer(Membership drift) {
    return drift.employee() == null || leavesOrUnknown(new EmployeeId(drift.employee()))
        ? Optional.empty()
        : Optional.of(Repair.TRANSFER);
  }

  private boolean leavesOrUnknown(EmployeeId employee) {
    return departures.leaves(employee) || workforce.find(employee).isEmpty();
  }

  private boolean keepsMembership(String connection) {
    return directories.find(connection).filter(Directory::keepsMembership).isPresent();
  }

  /**
   * Repairs it.
   *
   * @param by the sign-in name of whoever wants it
   * @return the case that does, or empty if the sync does
   * @throws ActionRefused if it may not be done
   */
  @Transactional
  public Optional<String> repair(Membership drift, String by, String reason) {
    var repair =
        of(drift)
            .orElseThrow(
                () ->
                    new ActionRefused("Nothing here repairs this safely. See what the page says."));
    requests.demandReason(reason);
    if (repair == Repair.SYNC) {
      if (!syncs.runSoon(drift.connection())) {
        throw new ActionRefused(
            "The directory '%s' is not mirrored any more (muster.sync.connections)."
                .formatted(drift.connection()));
      }
      return Optional.empty();
    }
    return Optional.of(move(new EmployeeId(String.valueOf(drift.employee())), drift, by, reason));
  }

  private String move(EmployeeId employee, Membership drift, String by, String reason) {
    requests.demandNotAbout(employee, by);
    lane.hold(employee);
    for (var running : cases.running(employee)) {
      throw new ActionRefused(
          "A case of this person runs already (%s) and works on the same groups. Let it end, or help it on its page."
              .formatted(running.caseId()));
    }
    var worker =
        workforce
            .find(employee)
            .filter(known -> !departures.leaves(employee))
            .orElseThrow(() -> new ActionRefused("The person leaves, or nobody knows them."));
    var process =
        processes.stream()
            .filter(one -> one.startedBy() == Changed.class)
            .findFirst()
            .orElseThrow(() -> new ActionRefused("No process is there that moves people."));
    var origin = new Origin(SOURCE, "drift-" + UUID.randomUUID(), clock.instant());
    var caseId = start.of(process, new Changed(origin, worker, null));
    requests.keep(
        new CaseRequest(caseId, by, reason),
        process.key(),
        CaseAction.Kind.STARTED,
        drift.shows() == Shows.LOGIN
            ? "to repair the login '%s' in '%s'".formatted(drift.login(), drift.connection())
            : "to repair the group '%s' in '%s'".formatted(drift.group(), drift.connection()));
    return caseId;
  }
}
