package io.muster.process;

import org.camunda.bpm.engine.impl.TaskQueryImpl;
import org.camunda.bpm.engine.task.TaskQuery;

/** Lists of tasks that people have kept, where a process has been cut into parts since. */
public final class TaskLists {
  private TaskLists() {}

  /**
   * Has the list show the parts as well, if it shows this process and no other.
   *
   * @param family the process first, then its parts
   * @return whether the list is another one now
   */
  public static boolean widen(TaskQuery list, String... family) {
    var shown = (TaskQueryImpl) list;
    if (family.length < 2 || !family[0].equals(shown.getProcessDefinitionKey())) {
      return false;
    }
    shown.processDefinitionKey(null);
    shown.processDefinitionKeyIn(family);
    return true;
  }
}
