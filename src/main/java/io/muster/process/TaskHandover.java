package io.muster.process;

import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.identity.User;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.interceptor.CommandExecutor;
import org.camunda.bpm.engine.impl.persistence.entity.TaskEntity;
import org.camunda.bpm.engine.task.IdentityLink;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationContext;
import org.springframework.stereotype.Component;

/**
 * Hands tasks over within the groups they are for. A decision is given to nobody: everybody claims
 * it for themselves.
 */
@Component
public class TaskHandover {
  private static final int MOST = 200;

  private final ProcessEngine engine;
  private final IdentityService identity;
  private final AnswerRules rules;

  TaskHandover(
      ProcessEngine engine,
      IdentityService identity,
      ObjectProvider<AnswerRule> rules,
      ApplicationContext context,
      ModelCatalog palette) {
    this.engine = engine;
    this.identity = identity;
    this.rules = new AnswerRules(rules, context, palette);
  }

  /** Who is in one of these groups, by sign-in name. */
  public List<String> membersOf(List<String> groups) {
    return groups.stream()
        .flatMap(
            group -> identity.createUserQuery().memberOfGroup(group).listPage(0, MOST).stream())
        .map(User::getId)
        .distinct()
        .sorted()
        .limit(MOST)
        .toList();
  }

  /**
   * Gives a task to a member of its groups.
   *
   * @throws org.camunda.bpm.engine.ProcessEngineException if it is a decision, or this person may
   *     not answer it
   */
  public void give(String task, String person) {
    change(
        task,
        found -> {
          rules.demandChangeable(found);
          if (!membersOf(groupsOf(found)).contains(person)) {
            throw new FormRefused(
                "Nothing was done. '%s' is in none of the groups that may answer '%s': %s."
                    .formatted(person, found.getName(), String.join(", ", groupsOf(found))));
          }
          rules.demand(found, person);
          found.setAssignee(person);
        });
  }

  /** Gives a task back to its groups, whoever has claimed it. */
  public void giveBack(String task) {
    change(task, found -> found.setAssignee(null));
  }

  /** True if only whoever claims it may have it. */
  public boolean isDecision(String task) {
    return answer(task, rules::isDecision);
  }

  private boolean answer(String task, Predicate<TaskEntity> question) {
    return executor()
        .execute(
            context -> {
              var found = context.getTaskManager().findTaskById(task);
              return found != null && question.test(found);
            });
  }

  private void change(String task, Consumer<TaskEntity> change) {
    executor()
        .execute(
            context -> {
              var found = context.getTaskManager().findTaskById(task);
              if (found == null) {
                throw new FormRefused("Nothing was done. The task is not open any more.");
              }
              change.accept(found);
              found.triggerUpdateEvent();
              return true;
            });
  }

  private CommandExecutor executor() {
    return ((ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration())
        .getCommandExecutorTxRequired();
  }

  private static List<String> groupsOf(TaskEntity task) {
    return task.getCandidates().stream()
        .map(IdentityLink::getGroupId)
        .filter(Objects::nonNull)
        .flatMap(Stream::of)
        .toList();
  }
}
