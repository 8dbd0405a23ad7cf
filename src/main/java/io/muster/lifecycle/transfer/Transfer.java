package io.muster.lifecycle.transfer;

import io.muster.lifecycle.LifecycleProcess;
import io.muster.lifecycle.LifecycleVariables;
import io.muster.lifecycle.shared.Assignment;
import io.muster.people.Announcements;
import io.muster.people.EmployeeId;
import io.muster.people.EmploymentChange;
import io.muster.people.EmploymentChange.Changed;
import io.muster.process.ProcessVariable;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** The vocabulary of transfer, and the way into it. */
@Component
class Transfer implements LifecycleProcess {
  static final String KEY = "transfer";

  /** True while another case still works on the person's groups. */
  static final ProcessVariable<Boolean> OTHERS_AT_WORK = ProcessVariable.flag("othersAtWork");

  /** True while it is a leave for which the account is barred. */
  static final ProcessVariable<Boolean> AWAY = ProcessVariable.flag("away");

  /** True once the person is in all of them, and in none that no longer applies. */
  static final ProcessVariable<Boolean> GROUPS_READY = ProcessVariable.flag("groupsReady");

  /** What is still to change, for people. */
  static final ProcessVariable<String> MISSING_GROUPS = ProcessVariable.text("missingGroups");

  /** The groups that should be gone and are not, for people. */
  static final ProcessVariable<String> REMAINING_GROUPS = ProcessVariable.text("remainingGroups");

  /** Why, for people. */
  static final ProcessVariable<String> MISSING_GROUPS_REASON =
      ProcessVariable.text("missingGroupsReason");

  /** True if HR has announced another change. */
  static final ProcessVariable<Boolean> ANOTHER_CHANGE = ProcessVariable.flag("anotherChange");

  private final Announcements announcements;
  private final Clock clock;

  Transfer(Announcements announcements, Clock clock) {
    this.announcements = announcements;
    this.clock = clock;
  }

  @Override
  public String key() {
    return KEY;
  }

  @Override
  public String eventType() {
    return "worker.changed";
  }

  @Override
  public Class<Changed> startedBy() {
    return Changed.class;
  }

  @Override
  public String beginsAt() {
    return "changeTakesEffect";
  }

  @Override
  public Set<String> waitsForDirectory() {
    return Set.of("waitForRules");
  }

  @Override
  public Optional<String> waitsForOthersAt() {
    return Optional.of("waitForOtherCase");
  }

  @Override
  public Set<String> safeSteps() {
    return Set.of("expectGroups", "assignPolicies");
  }

  @Override
  public Optional<Instant> beginsFor(EmployeeId employee) {
    return announcements.next(employee);
  }

  @Override
  public Map<String, Object> startingWith(EmploymentChange change) {
    return starting(change, beginsFor(change.employee()).orElseGet(clock::instant));
  }

  @Override
  public List<ProcessVariable<?>> variables() {
    return Stream.concat(
            LifecycleVariables.all().stream(),
            Stream.of(
                LifecycleVariables.EFFECTIVE_AT,
                OTHERS_AT_WORK,
                AWAY,
                LifecycleVariables.EXPECTED_GROUPS,
                GROUPS_READY,
                MISSING_GROUPS,
                REMAINING_GROUPS,
                MISSING_GROUPS_REASON,
                Assignment.ALL,
                ANOTHER_CHANGE))
        .toList();
  }
}
