package io.muster.process;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A process as somebody drew it, before it is live.
 *
 * @param key its id
 * @param variables the variables it declares
 * @param tasks its service tasks and receive tasks, those in sub-processes included
 */
public record DrawnProcess(String key, Set<String> variables, Collection<DrawnTask> tasks) {
  /** Copies what it is given. */
  public DrawnProcess {
    variables = Set.copyOf(variables);
    tasks = List.copyOf(tasks);
  }

  /** The task of that id. */
  public Optional<DrawnTask> task(String id) {
    return tasks.stream().filter(task -> task.id().equals(id)).findFirst();
  }
}
