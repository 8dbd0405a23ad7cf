package io.muster.process;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.batch.Batch;
import org.camunda.bpm.engine.history.HistoricProcessInstanceQuery;
import org.camunda.bpm.engine.impl.RuntimeServiceImpl;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.camunda.bpm.engine.migration.MigrationPlan;
import org.camunda.bpm.engine.migration.MigrationPlanExecutionBuilder;
import org.camunda.bpm.engine.runtime.ModificationBuilder;
import org.camunda.bpm.engine.runtime.ProcessInstanceModificationBuilder;
import org.camunda.bpm.engine.runtime.ProcessInstanceQuery;
import org.camunda.bpm.engine.runtime.ProcessInstantiationBuilder;
import org.camunda.bpm.engine.runtime.RestartProcessInstanceBuilder;
import org.jspecify.annotations.Nullable;

/**
 * The engine's runtime service, in which no person writes what tables and steps decide, or moves a
 * case past a step. Both would let one person answer for everybody who is to be asked.
 */
final class GuardedRuntime extends RuntimeServiceImpl {
  private final ModelCatalog palette;

  GuardedRuntime(ModelCatalog palette) {
    this.palette = palette;
  }

  @Override
  public void setVariable(String execution, String name, Object value) {
    notByHand(execution);
    super.setVariable(execution, name, value);
  }

  @Override
  public void setVariableLocal(String execution, String name, Object value) {
    notByHand(execution);
    super.setVariableLocal(execution, name, value);
  }

  @Override
  protected void setVariables(
      String execution, Map<String, ? extends Object> variables, boolean local) {
    notByHand(execution);
    super.setVariables(execution, variables, local);
  }

  @Override
  protected void updateVariables(
      String execution,
      Map<String, ? extends Object> changes,
      Collection<String> deletions,
      boolean local) {
    notByHand(execution);
    super.updateVariables(execution, changes, deletions, local);
  }

  @Override
  public void removeVariable(String execution, String name) {
    notByHand(execution);
    super.removeVariable(execution, name);
  }

  @Override
  public void removeVariableLocal(String execution, String name) {
    notByHand(execution);
    super.removeVariableLocal(execution, name);
  }

  @Override
  public void removeVariables(String execution, Collection<String> names) {
    notByHand(execution);
    super.removeVariables(execution, names);
  }

  @Override
  public void removeVariablesLocal(String execution, Collection<String> names) {
    notByHand(execution);
    super.removeVariablesLocal(execution, names);
  }

  @Override
  public Batch setVariablesAsync(
      @Nullable List<String> cases,
      @Nullable ProcessInstanceQuery running,
      @Nullable HistoricProcessInstanceQuery ended,
      Map<String, ?> variables) {
    notInABatch();
    return super.setVariablesAsync(cases, running, ended, variables);
  }

  @Override
  public Batch setVariablesAsync(List<String> cases, Map<String, ?> variables) {
    notInABatch();
    return super.setVariablesAsync(cases, variables);
  }

  @Override
  public Batch setVariablesAsync(ProcessInstanceQuery running, Map<String, ?> variables) {
    notInABatch();
    return super.setVariablesAsync(running, variables);
  }

  @Override
  public Batch setVariablesAsync(HistoricProcessInstanceQuery ended, Map<String, ?> variables) {
    notInABatch();
    return super.setVariablesAsync(ended, variables);
  }

  @Override
  public ProcessInstanceModificationBuilder createProcessInstanceModification(String instance) {
    notMovedByHand();
    return super.createProcessInstanceModification(instance);
  }

  @Override
  public ModificationBuilder createModification(String definition) {
    notMovedByHand();
    return super.createModification(definition);
  }

  @Override
  public MigrationPlanExecutionBuilder newMigration(MigrationPlan plan) {
    notMovedByHand();
    return super.newMigration(plan);
  }

  @Override
  public RestartProcessInstanceBuilder restartProcessInstances(String definition) {
    notMovedByHand();
    return super.restartProcessInstances(definition);
  }

  @Override
  public ProcessInstantiationBuilder createProcessInstanceById(String definition) {
    return isByHand()
        ? FromTheBeginning.byId(commandExecutor, definition)
        : super.createProcessInstanceById(definition);
  }

  @Override
  public ProcessInstantiationBuilder createProcessInstanceByKey(String key) {
    return isByHand()
        ? FromTheBeginning.byKey(commandExecutor, key)
        : super.createProcessInstanceByKey(key);
  }

  private void notByHand(String execution) {
    if (isByHand() && isOurs(execution)) {
      throw variables();
    }
  }

  private void notInABatch() {
    if (isByHand()) {
      throw variables();
    }
  }

  private static BadUserRequestException variables() {
    return new BadUserRequestException(
        "Nothing was done. The variables of a case are set by its steps, tables and forms, never by hand: they say what is wiped and who is asked. Answer the task of the case instead.");
  }

  private void notMovedByHand() {
    if (isByHand()) {
      throw moved();
    }
  }

  static BadUserRequestException moved() {
    return new BadUserRequestException(
        "Nothing was done. A case is not moved, migrated, restarted or begun half-way by hand, as it would pass steps that have to come first. Answer its task, or send the HR event again.");
  }

  /** One of our processes; what somebody else runs on this engine is theirs. */
  private boolean isOurs(String id) {
    return commandExecutor.execute(
        context ->
            Optional.ofNullable(context.getExecutionManager().findExecutionById(id))
                .map(ExecutionEntity::getProcessDefinition)
                .filter(definition -> palette.processes().contains(definition.getKey()))
                .isPresent());
  }

  /** A signed-in person calls, and no step or listener does within what somebody else called. */
  private boolean isByHand() {
    return Context.getCommandContext() == null
        && commandExecutor.execute(context -> context.getAuthenticatedUserId() != null);
  }
}
