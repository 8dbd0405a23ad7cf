package io.muster.console;

import io.muster.doors.Role;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.task.Task;
import org.springframework.stereotype.Component;

/** Reads what waits for people. */
@Component
class TaskReader {
  private static final int MOST = 200;

  private final TaskService tasks;
  private final CaseReader cases;
  private final Times times;

  TaskReader(TaskService tasks, CaseReader cases, Times times) {
    this.tasks = tasks;
    this.cases = cases;
    this.times = times;
  }

  /** What waits for this person, or for anybody, the oldest first. */
  List<OpenTask> oldest(Viewer viewer, boolean everybodys, int limit) {
    if (everybodys) {
      return described(
          tasks.createTaskQuery().active().orderByTaskCreateTime().asc().listPage(0, limit));
    }
    var groups = viewer.roles().stream().map(Role::group).toList();
    var theirs = new TreeMap<String, Task>();
    if (!groups.isEmpty()) {
      tasks
          .createTaskQuery()
          .taskCandidateGroupIn(groups)
          .includeAssignedTasks()
          .active()
          .orderByTaskCreateTime()
          .asc()
          .listPage(0, limit)
          .forEach(task -> theirs.put(task.getId(), task));
    }
    tasks
        .createTaskQuery()
        .taskAssignee(viewer.name())
        .active()
        .orderByTaskCreateTime()
        .asc()
        .listPage(0, limit)
        .forEach(task -> theirs.put(task.getId(), task));
    return described(
        theirs.values().stream()
            .sorted(Comparator.comparing(Task::getCreateTime))
            .limit(limit)
            .toList());
  }

  /**
   * The open questions of this kind that this person may answer, or everybody's, the earliest due
   * first.
   */
  List<OpenTask> ofKind(String key, Viewer viewer, boolean everybodys, int limit) {
    var query = tasks.createTaskQuery().taskDefinitionKey(key).active();
    var open =
        described(query.orderByDueDate().asc().orderByTaskCreateTime().asc().listPage(0, limit));
    return everybodys ? open : open.stream().filter(task -> task.isFor(viewer)).toList();
  }

  /** One open question; empty if nothing of this number is open. */
  Optional<OpenTask> find(String id) {
    var task = tasks.createTaskQuery().taskId(id).active().singleResult();
    return task == null ? Optional.empty() : described(List.of(task)).stream().findFirst();
  }

  /** How many wait for anybody. */
  long count() {
    return tasks.createTaskQuery().active().count();
  }

  /** What waits in these cases and parts of cases, the oldest first. */
  List<OpenTask> in(Collection<String> caseIds) {
    return caseIds.isEmpty()
        ? List.of()
        : described(
            tasks
                .createTaskQuery()
                .processInstanceIdIn(caseIds.toArray(String[]::new))
                .active()
                .orderByTaskCreateTime()
                .asc()
                .listPage(0, MOST));
  }

  private List<OpenTask> described(List<Task> found) {
    var about = cases.byId(found.stream().map(Task::getProcessInstanceId).toList());
    var groups = groups(found);
    var open = new ArrayList<OpenTask>();
    for (var task : found) {
      var head = about.get(task.getProcessInstanceId());
      if (head != null) {
        open.add(described(task, head, groups.getOrDefault(task.getId(), List.of())));
      }
    }
    return open;
  }

  private OpenTask described(Task task, CaseHead about, List<String> groups) {
    var due = task.getDueDate() == null ? null : task.getDueDate().toInstant();
    return new OpenTask(
        task.getId(),
        task.getTaskDefinitionKey(),
        task.getName(),
        groups,
        task.getAssignee(),
        task.getCreateTime().toInstant(),
        due,
        times.isOver(due),
        about);
  }

  /** Who may answer, asked for by group: there are few groups and many tasks. */
  private Map<String, List<String>> groups(List<Task> found) {
    var groups = new HashMap<String, List<String>>();
    if (found.isEmpty()) {
      return groups;
    }
    var ids = found.stream().map(Task::getId).toArray(String[]::new);
    for (var role : Role.values()) {
      tasks
          .createTaskQuery()
          .taskIdIn(ids)
          .taskCandidateGroup(role.group())
          .includeAssignedTasks()
          .list()
          .forEach(
              task ->
                  groups.computeIfAbsent(task.getId(), id -> new ArrayList<>()).add(role.group()));
    }
    return groups;
  }
}
