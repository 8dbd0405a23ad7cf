package io.muster.lifecycle.sync;

import static io.muster.lifecycle.LifecycleVariables.COMMENT;
import static io.muster.lifecycle.LifecycleVariables.CONNECTION;
import static io.muster.lifecycle.LifecycleVariables.DECISION;
import static io.muster.lifecycle.LifecycleVariables.PROBLEM;

import io.muster.people.EmployeeId;
import io.muster.process.DiagramNeed;
import io.muster.process.ProcessVariable;
import io.muster.process.ProcessVocabulary;
import java.util.List;
import org.springframework.stereotype.Component;

/** The vocabulary of directory sync. */
@Component
class DirectorySync implements ProcessVocabulary {
  static final String KEY = "directory-sync";

  /** The timer after which a run that misses a selected group looks again. */
  static final String SCOPE_OUTDATED = "scopeOutdated";

  /** True while the step at work has more of the same to do. */
  static final ProcessVariable<Boolean> MORE = ProcessVariable.flag("moreToDo");

  /** True if more would be taken out than may be without asking. */
  static final ProcessVariable<Boolean> ASK_FIRST = ProcessVariable.flag("askFirst");

  /** What exactly would be taken out, as one number that changes with it. */
  static final ProcessVariable<String> REMOVAL_PLAN = ProcessVariable.text("removalPlan");

  /** How many people would leave mirrored groups. */
  static final ProcessVariable<Integer> REMOVED_PEOPLE = ProcessVariable.count("removedPeople");

  /** How many others left mirrored groups shortly before without anybody being asked. */
  static final ProcessVariable<Integer> REMOVED_BEFORE = ProcessVariable.count("removedBefore");

  /** How many people are mirrored. */
  static final ProcessVariable<Integer> MIRRORED_PEOPLE = ProcessVariable.count("mirroredPeople");

  /** How many would leave which group, for people. */
  static final ProcessVariable<String> REMOVAL_GROUPS = ProcessVariable.text("removalGroups");

  /** The first of those who would leave, for people. */
  static final ProcessVariable<String> REMOVAL_NAMES = ProcessVariable.text("removalNames");

  /** When the fleet was first looked at in this run, an ISO 8601 instant. */
  static final ProcessVariable<String> PROOF_SINCE = ProcessVariable.text("proofSince");

  /** How the mirror is: {@code asWished}, {@code waiting} or {@code overdue}. */
  static final ProcessVariable<String> MIRROR = ProcessVariable.text("mirror");

  /** What is not as it should be in the fleet, for people. */
  static final ProcessVariable<String> DIFFERENCES = ProcessVariable.text("differences");

  /** True if there is enough new for a person to look through. */
  static final ProcessVariable<Boolean> DRIFTED = ProcessVariable.flag("drifted");

  /** The new drifts with their reasons, and which selected groups are gone, for people. */
  static final ProcessVariable<String> DRIFTS = ProcessVariable.text("drifts");

  @Override
  public String key() {
    return KEY;
  }

  @Override
  public List<DiagramNeed> needs() {
    return List.of(
        DiagramNeed.timer(
            SCOPE_OUTDATED, "a run that misses a group is woken there by what is pushed"));
  }

  @Override
  public List<ProcessVariable<?>> variables() {
    return List.of(
        CONNECTION,
        PROBLEM,
        DECISION,
        COMMENT,
        MORE,
        ASK_FIRST,
        REMOVAL_PLAN,
        REMOVED_PEOPLE,
        REMOVED_BEFORE,
        MIRRORED_PEOPLE,
        REMOVAL_GROUPS,
        REMOVAL_NAMES,
        PROOF_SINCE,
        MIRROR,
        DIFFERENCES,
        DRIFTED,
        DRIFTS);
  }

  /** What stands for the directory where others would have a person: one sync runs for each. */
  static EmployeeId standingFor(String connection) {
    return new EmployeeId("directory." + connection);
  }

  /** A text that fits into a variable. */
  static String cut(String text) {
    return text.length() <= 3900 ? text : text.substring(0, 3900) + "…";
  }
}
