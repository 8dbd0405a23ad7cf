package io.muster.lifecycle.offboarding;

import io.muster.lifecycle.LifecycleVariables;
import io.muster.process.GuardedDeed;
import io.muster.process.GuardedDeed.Agreement;
import io.muster.process.GuardedDeed.Asked;
import io.muster.process.GuardedDeed.Groups;
import io.muster.process.GuardedDeed.Guard;
import io.muster.process.GuardedDeed.Kept;
import io.muster.process.GuardedDeed.Names;
import io.muster.process.GuardedDeed.Passage;
import io.muster.process.GuardedDeed.Place;
import io.muster.process.GuardedDeed.Question;
import io.muster.process.GuardedDeed.Terms;
import io.muster.process.ProcessVariable;
import io.muster.safety.SafetyProperties;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What has to come before a wipe in every diagram, for the deployment gate. */
@Configuration(proxyBeanMethods = false)
class WipeGuards {
  /** As long as a case can be asked about afterwards. */
  private static final int LEAST_HISTORY = 90;

  /** What diagrams may set themselves: answers of tables, and why a step was refused. */
  private static final Set<ProcessVariable<?>> FREE =
      Set.of(
          LifecycleVariables.CONNECTION,
          LifecycleVariables.EXPECTED_GROUPS,
          LifecycleVariables.PROBLEM);

  @Bean
  GuardedDeed wipe(Offboarding offboarding, SafetyProperties safety) {
    return new GuardedDeed(
        new Place(
            "wipeDevice",
            "wipeWhenAwake",
            Set.of(
                OffboardingParts.CONTAIN_DEVICES,
                "containAccounts",
                "offboardDevice",
                "wipeWhenAwake",
                "keepDevice",
                "moreDevices",
                "retireLeaver",
                "takeBackLeaving"),
            "snapshotDevices",
            Set.of("lockDevices", "isolateDevices", "suspendAccount", "endSessions")),
        Map.of(
            Guard.SNAPSHOT,
            new Passage(
                Set.of("snapshotDevices", "lookForMore"), "Find and write down the devices"),
            Guard.LOCK,
            new Passage(Set.of("lockDevices"), "Lock the devices"),
            Guard.ISOLATION,
            new Passage(Set.of("isolateDevices"), "Isolate the devices"),
            Guard.INSPECTION,
            new Passage(Set.of("inspectDevice"), "Look at the device"),
            Guard.DECISION,
            new Passage(
                Set.of(WipeDecisionWords.WORDS.decision()), "Decide what happens to the device"),
            Guard.PLAN,
            new Passage(Set.of("planWipe"), "Write the wipe plan"),
            Guard.ANSWER,
            new Passage(Set.of("recordAnswer"), "Approve the wipe"),
            Guard.SILENCE,
            new Passage(Set.of("letSilenceCount"), "Let silence count as yes"),
            Guard.WARRANT,
            new Passage(Set.of("issueWarrant"), "Issue the wipe warrant"),
            Guard.AWAKE,
            new Passage(Set.of("checkAwake"), "Look whether it is awake")),
        Map.of(
            Question.ERASES, new Asked(Offboarding.WIPE_KIND.name(), "none", false),
            Question.BY_RULE, new Asked(Offboarding.APPROVAL.name(), "none", true),
            Question.YES, new Asked(LifecycleVariables.DECISION.name(), "approve", true),
            Question.ENOUGH, new Asked(Offboarding.ONE_MORE_HAS_TO_AGREE.name(), false, true),
            Question.SILENCE, new Asked(Offboarding.ON_SILENCE.name(), "wipe", true),
            Question.AWAKE, new Asked(Offboarding.LOOK.name(), "awake", true)),
        new Terms(
            new Kept(
                kept(offboarding),
                Set.of(
                    LifecycleVariables.DECISION.name(),
                    LifecycleVariables.COMMENT.name(),
                    Offboarding.THEIR_DEVICES.name()),
                new Names(
                    Offboarding.DEVICES.name(),
                    LifecycleVariables.DEVICE.name(),
                    Offboarding.PLAN.name())),
            new Agreement(
                "approve",
                "decline",
                Set.of("who", Offboarding.WHAT_IS_ERASED.name(), Offboarding.SERIAL.name()),
                new Groups(Offboarding.APPROVERS.name(), safety.approverGroups())),
            Set.of(Offboarding.REASON.name(), LifecycleVariables.IMMEDIATE.name()),
            LEAST_HISTORY));
  }

  private static Set<String> kept(Offboarding offboarding) {
    var kept = new HashSet<String>();
    offboarding.variables().forEach(variable -> kept.add(variable.name()));
    FREE.forEach(variable -> kept.remove(variable.name()));
    return kept;
  }
}
