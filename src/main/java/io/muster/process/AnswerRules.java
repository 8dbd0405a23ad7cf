package io.muster.process;

import io.muster.process.AnswerRule.Respondent;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.camunda.bpm.engine.identity.Group;
import org.camunda.bpm.engine.identity.User;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.persistence.entity.TaskEntity;
import org.camunda.bpm.engine.impl.task.listener.DelegateExpressionTaskListener;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationContext;

/** Holds every answer of a person against the rules about who may give it. */
final class AnswerRules {
  private static final Pattern BEAN = Pattern.compile("[$#]\\{\\s*(\\w+)\\s*}");

  private final ObjectProvider<AnswerRule> rules;
  private final ApplicationContext context;
  private final ModelCatalog palette;

  AnswerRules(ObjectProvider<AnswerRule> rules, ApplicationContext context, ModelCatalog palette) {
    this.rules = rules;
    this.context = context;
    this.palette = palette;
  }

  /**
   * Demands that this person may answer.
   *
   * @throws FormRefused if a rule forbids it
   */
  void demand(DelegateTask task, String person) {
    var respondent = respondent(task, person);
    Stream.concat(
            rules.orderedStream().flatMap(rule -> rule.forbids(task, respondent).stream()),
            decisions(task).stream().flatMap(rule -> rule.forbids(task, respondent).stream()))
        .findFirst()
        .ifPresent(
            why -> {
              throw new FormRefused("Nothing was done. " + why);
            });
  }

  /**
   * Demands that a decision is answered by whoever has claimed it: an answer from a page that was
   * open when somebody else took the task does not count.
   */
  void demandClaimed(TaskEntity task, String person) {
    if (isDecision(task) && !person.equals(task.getAssignee())) {
      throw new FormRefused(
          task.getAssignee() == null
              ? "Nothing was done. Claim the task '%s' first: a decision is answered by whoever has claimed it."
                  .formatted(task.getName())
              : "Nothing was done. The task '%s' was claimed by somebody else meanwhile. Open it again."
                  .formatted(task.getName()));
    }
  }

  /**
   * Demands that a decision is claimed by a member of its group, for themselves.
   *
   * @param assignee for whom
   */
  void demandMayClaim(TaskEntity task, String person, String assignee) {
    if (!isDecision(task)) {
      return;
    }
    if (!person.equals(assignee)) {
      throw new FormRefused("Nothing was done. Everybody claims a decision for themselves.");
    }
    var groups = respondent(task, person).groups();
    if (task.getCandidates().stream().noneMatch(link -> groups.contains(link.getGroupId()))) {
      throw new FormRefused(
          "Nothing was done. %s is in none of the groups that this decision is for."
              .formatted(person));
    }
    demand(task, person);
  }

  /** Demands that this is no decision, of which nothing but the claim can be changed. */
  void demandChangeable(TaskEntity task) {
    if (isDecision(task)) {
      throw new FormRefused(
          "Nothing was done. Whom a decision is for, and until when, is not changed by hand. Claim the task '%s', or give it back."
              .formatted(task.getName()));
    }
  }

  /** True if only whoever has claimed the task may answer it. */
  boolean isDecision(TaskEntity task) {
    return !decisions(task).isEmpty();
  }

  private List<DecisionListener> decisions(DelegateTask task) {
    var definition = ((TaskEntity) task).getTaskDefinition();
    if (definition == null) {
      return List.of(); // of no process
    }
    return definition
        .getTaskListeners()
        .getOrDefault(TaskListener.EVENTNAME_COMPLETE, List.of())
        .stream()
        .filter(DelegateExpressionTaskListener.class::isInstance)
        .map(listener -> ((DelegateExpressionTaskListener) listener).getExpressionText())
        .map(BEAN::matcher)
        .filter(Matcher::matches)
        .map(bean -> bean.group(1))
        .filter(bean -> palette.isA(bean, DecisionListener.class))
        .map(bean -> context.getBean(bean, DecisionListener.class))
        .toList();
  }

  /** The account and its groups are read afresh, whatever the person may see of accounts. */
  static Respondent respondent(DelegateTask task, String person) {
    var identity = task.getProcessEngineServices().getIdentityService();
    return Context.getCommandContext()
        .runWithoutAuthorization(
            () -> {
              var address =
                  Optional.ofNullable(identity.createUserQuery().userId(person).singleResult())
                      .map(User::getEmail);
              Set<String> groups =
                  identity.createGroupQuery().groupMember(person).list().stream()
                      .map(Group::getId)
                      .collect(Collectors.toSet());
              return new Respondent(
                  person, Stream.concat(Stream.of(person), address.stream()).toList(), groups);
            });
  }
}
