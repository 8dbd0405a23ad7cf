package io.muster.process;

import java.sql.Timestamp;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.persistence.entity.DeploymentEntity;
import org.camunda.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.camunda.bpm.engine.repository.ResourceDefinition;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Which diagrams and tables led to a question, and who deployed them. */
@Component
public class ModelAuthors {
  private final JdbcClient jdbc;
  private final Clock clock;

  ModelAuthors(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /** Keeps who deploys this; what the service deploys by itself has no author. */
  void note(DeploymentEntity deployment) {
    var author = Context.getCommandContext().getAuthenticatedUserId();
    if (deployment.isNew() && author != null) {
      attribute(deployment, author);
    }
  }

  /** Keeps who handed this in, where it became live later and by the service itself. */
  public void attribute(DeploymentEntity deployment, String author) {
    jdbc.sql(
            """
            insert into muster_deployment_author (deployment, author, deployed_at)
            values (?, ?, ?) on conflict do nothing
            """)
        .params(deployment.getId(), author, Timestamp.from(clock.instant()))
        .update();
  }

  /**
   * Who has had a hand in the question, and how: whoever started the case, and whoever deployed a
   * diagram or table that led to it, or the table that is asked from now on.
   */
  public Map<String, String> involved(DelegateTask task) {
    var involved = new TreeMap<String, String>();
    for (var model : models(task)) {
      author(model.getDeploymentId())
          .ifPresent(
              author ->
                  involved.put(
                      author,
                      "deployed %s, version %d".formatted(model.getKey(), model.getVersion())));
    }
    Context.getCommandContext()
        .runWithoutAuthorization(
            () ->
                Optional.ofNullable(
                    task.getProcessEngineServices()
                        .getHistoryService()
                        .createHistoricProcessInstanceQuery()
                        .processInstanceId(Step.caseId(task.getExecution()))
                        .singleResult()))
        .map(started -> started.getStartUserId())
        .ifPresent(starter -> involved.putIfAbsent(starter, "started this case"));
    return involved;
  }

  /** The diagrams and tables that led to the task, with their versions. */
  String versions(DelegateTask task) {
    var versions = new TreeSet<String>();
    models(task).forEach(model -> versions.add(model.getKey() + ":" + model.getVersion()));
    return String.join(" ", versions);
  }

  private Optional<String> author(String deployment) {
    return jdbc.sql("select author from muster_deployment_author where deployment = ?")
        .param(deployment)
        .query(String.class)
        .optional();
  }

  private static List<ResourceDefinition> models(DelegateTask task) {
    return Context.getCommandContext().runWithoutAuthorization(() -> read(task));
  }

  private static List<ResourceDefinition> read(DelegateTask task) {
    var services = task.getProcessEngineServices();
    var repository = services.getRepositoryService();
    var models = new ArrayList<ResourceDefinition>();
    for (var instance = ((ExecutionEntity) task.getExecution()).getProcessInstance();
        instance != null;
        instance = caller(instance)) {
      models.add(instance.getProcessDefinition());
    }
    var tables = new TreeSet<String>();
    var keys = new TreeSet<String>();
    services
        .getHistoryService()
        .createHistoricDecisionInstanceQuery()
        .processInstanceId(task.getProcessInstanceId())
        .list()
        .forEach(
            asked -> {
              tables.add(asked.getDecisionDefinitionId());
              keys.add(asked.getDecisionDefinitionKey());
            });
    latest(keys, services).forEach(tables::add);
    tables.forEach(table -> models.add(repository.getDecisionDefinition(table)));
    return models;
  }

  private static Set<String> latest(
      Set<String> keys, org.camunda.bpm.engine.ProcessEngineServices services) {
    var latest = new TreeSet<String>();
    for (var key : keys) {
      services
          .getRepositoryService()
          .createDecisionDefinitionQuery()
          .decisionDefinitionKey(key)
          .latestVersion()
          .list()
          .forEach(table -> latest.add(table.getId()));
    }
    return latest;
  }

  private static @org.jspecify.annotations.Nullable ExecutionEntity caller(
      ExecutionEntity instance) {
    var calling = instance.getSuperExecution();
    return calling == null ? null : calling.getProcessInstance();
  }
}
