package io.muster.process;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.camunda.bpm.engine.delegate.DelegateTask;

/** Who may not answer a task, whatever the engine grants them. Asked at every door. */
public interface AnswerRule {
  /** Why this person may not answer this task, and who may; empty if they may. */
  Optional<String> forbids(DelegateTask task, Respondent person);

  /**
   * Somebody who wants to answer.
   *
   * @param name the sign-in name
   * @param names the sign-in name and the address of the account, if it has one
   * @param groups the groups the person is in now
   */
  record Respondent(String name, List<String> names, Set<String> groups) {
    /** Keeps what it is given in its own hands. */
    public Respondent {
      names = List.copyOf(names);
      groups = Set.copyOf(groups);
    }

    /** Whoever is signed in and answers this task, as found right now; empty if nobody is. */
    public static Optional<Respondent> of(DelegateTask task) {
      var caller = task.getProcessEngineServices().getIdentityService().getCurrentAuthentication();
      return caller == null || caller.getUserId() == null
          ? Optional.empty()
          : Optional.of(AnswerRules.respondent(task, caller.getUserId()));
    }
  }
}
