package io.muster.console;

import io.muster.process.ProcessVocabulary;
import io.muster.process.TaskLists;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.camunda.bpm.engine.AuthorizationService;
import org.camunda.bpm.engine.FilterService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.authorization.Authorization;
import org.camunda.bpm.engine.authorization.Permissions;
import org.camunda.bpm.engine.authorization.Resources;
import org.camunda.bpm.engine.task.TaskQuery;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The lists people find in Tasklist. Each shows a person only the tasks that person may see. A list
 * that is there, whatever an administrator made of it, is left alone; only the parts of the process
 * it shows are added.
 */
@Component
class TasklistFilters implements SmartInitializingSingleton {
  private static final List<String> READERS = List.of("approver", "operator", "administrator");

  private final FilterService filters;
  private final TaskService tasks;
  private final AuthorizationService authorizations;
  private final TransactionTemplate transaction;
  private final List<ProcessVocabulary> vocabularies;

  TasklistFilters(
      FilterService filters,
      TaskService tasks,
      AuthorizationService authorizations,
      TransactionTemplate transaction,
      List<ProcessVocabulary> vocabularies) {
    this.filters = filters;
    this.tasks = tasks;
    this.authorizations = authorizations;
    this.transaction = transaction;
    this.vocabularies = vocabularies;
  }

  @Override
  public void afterSingletonsInstantiated() {
    transaction.executeWithoutResult(
        status -> {
          list(
              "Wipe approvals",
              "A device is to be erased and somebody has to agree",
              -30,
              "#b5152b",
              tasks.createTaskQuery().taskDefinitionKey("approveWipe").active());
          list(
              "Leavers",
              "Everything that waits for a person in an offboarding",
              -20,
              "#555555",
              of("offboarding"));
          widen("Leavers", "offboarding");
          list(
              "Joiners",
              "Everything that waits for a person in an onboarding",
              -10,
              "#555555",
              of("onboarding"));
          widen("Joiners", "onboarding");
          list(
              "Movers",
              "Everything that waits for a person in a transfer",
              -5,
              "#555555",
              of("transfer"));
          widen("Movers", "transfer");
          list(
              "Leaves",
              "Everything that waits for a person about a leave of absence",
              -3,
              "#555555",
              of("leave"));
          widen("Leaves", "leave");
          list(
              "Directories",
              "Removals that have to be agreed to, and memberships that no rule explains",
              0,
              "#555555",
              of("directory-sync"));
          widen("Directories", "directory-sync");
          list(
              "HR sources",
              "Sources that have fallen silent, fail, or have a reading that somebody has to look at",
              10,
              "#555555",
              of("source-alarm"));
          widen("HR sources", "source-alarm");
          list(
              "Breaker",
              "Wipes that wait until two people have agreed to the list of them",
              -30,
              "#a40000",
              of("wipe-breaker"));
          widen("Breaker", "wipe-breaker");
          list(
              "All tasks",
              "Everything that waits for you, those of processes of your own as well",
              20,
              "#555555",
              tasks.createTaskQuery().active());
        });
  }

  /** A list of an earlier version that shows a process shows its parts as well. */
  private void widen(String name, String process) {
    for (var filter : filters.createFilterQuery().filterName(name).list()) {
      TaskQuery shown = filter.getQuery();
      if (TaskLists.widen(shown, family(process))) {
        filter.setQuery(shown);
        filters.saveFilter(filter);
      }
    }
  }

  /** The tasks of a process and of those that are parts of it. */
  private TaskQuery of(String process) {
    var family = family(process);
    var query = tasks.createTaskQuery().active();
    return family.length == 1
        ? query.processDefinitionKey(process)
        : query.processDefinitionKeyIn(family);
  }

  /** The process first, then its parts. */
  private String[] family(String process) {
    return Stream.concat(
            Stream.of(process),
            vocabularies.stream()
                .filter(vocabulary -> vocabulary.partOf().filter(process::equals).isPresent())
                .map(ProcessVocabulary::key)
                .sorted())
        .toArray(String[]::new);
  }

  private void list(String name, String description, int priority, String colour, TaskQuery query) {
    if (filters.createFilterQuery().filterName(name).count() > 0) {
      return;
    }
    var filter = filters.newTaskFilter(name);
    filter.setQuery(query.orderByTaskPriority().desc().orderByDueDate().asc());
    filter.setProperties(
        Map.of(
            "description",
            description,
            "priority",
            priority,
            "color",
            colour,
            "refresh",
            true,
            "showUndefinedVariable",
            false,
            "variables",
            List.of(
                Map.of("name", "who", "label", "Who"),
                Map.of("name", "deviceName", "label", "Device"))));
    filters.saveFilter(filter);
    for (var group : READERS) {
      var grant = authorizations.createNewAuthorization(Authorization.AUTH_TYPE_GRANT);
      grant.setGroupId(group);
      grant.setResource(Resources.FILTER);
      grant.setResourceId(filter.getId());
      grant.addPermission(Permissions.READ);
      authorizations.saveAuthorization(grant);
    }
  }
}
