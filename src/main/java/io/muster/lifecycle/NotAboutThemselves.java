package io.muster.lifecycle;

import io.muster.people.EmployeeId;
import io.muster.people.SignInNames;
import io.muster.people.Workforce;
import io.muster.process.AnswerRule;
import io.muster.process.Step;
import io.muster.safety.Leaving;
import io.muster.safety.WipeSafety;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.springframework.stereotype.Component;

/**
 * Nobody answers a question about themselves: no leaver closes their own leaving, whatever task,
 * process or door it is, and under whichever of their names they sign in.
 */
@Component
class NotAboutThemselves implements AnswerRule {
  private final Workforce workforce;
  private final Cases cases;
  private final WipeSafety safety;

  NotAboutThemselves(Workforce workforce, Cases cases, WipeSafety safety) {
    this.workforce = workforce;
    this.cases = cases;
    this.safety = safety;
  }

  @Override
  public Optional<String> forbids(DelegateTask task, Respondent person) {
    return about(task.getExecution()).stream()
        .filter(about -> SignInNames.of(about, workforce).includeAnyOf(person.names()))
        .findFirst()
        .map(
            about ->
                "This is about %s, who you are by your sign-in name or address, and nobody answers about themselves. %s has to answer."
                    .formatted(about, whoMay(task)));
  }

  /**
   * A variable may have been overwritten by a diagram, so what we wrote down ourselves counts too.
   */
  private Set<EmployeeId> about(DelegateExecution execution) {
    var caseId = Step.caseId(execution);
    var about = new HashSet<EmployeeId>();
    Step.EMPLOYEE.find(execution).ifPresent(about::add);
    cases.about(caseId).ifPresent(about::add);
    safety.leaving(caseId).map(Leaving::employee).ifPresent(about::add);
    Alarms.leaverOf(execution).ifPresent(about::add);
    return about;
  }

  private static String whoMay(DelegateTask task) {
    var groups = new TreeSet<String>();
    task.getCandidates()
        .forEach(
            link -> {
              if (link.getGroupId() != null) {
                groups.add(link.getGroupId());
              }
            });
    return groups.isEmpty()
        ? "Somebody else who is entitled to"
        : "Somebody else of the group %s".formatted(String.join(" or ", groups));
  }
}
