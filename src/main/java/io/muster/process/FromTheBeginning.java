package io.muster.process;

import org.camunda.bpm.engine.impl.ProcessInstantiationBuilderImpl;
import org.camunda.bpm.engine.impl.interceptor.CommandExecutor;
import org.camunda.bpm.engine.runtime.ProcessInstantiationBuilder;

/** Starts a case where it begins, never at a step in its middle. */
final class FromTheBeginning extends ProcessInstantiationBuilderImpl {
  private FromTheBeginning(CommandExecutor executor) {
    super(executor);
  }

  static ProcessInstantiationBuilder byId(CommandExecutor executor, String definition) {
    var start = new FromTheBeginning(executor);
    start.processDefinitionId = definition;
    return start;
  }

  static ProcessInstantiationBuilder byKey(CommandExecutor executor, String key) {
    var start = new FromTheBeginning(executor);
    start.processDefinitionKey = key;
    return start;
  }

  @Override
  public ProcessInstantiationBuilder startBeforeActivity(String activity) {
    throw GuardedRuntime.moved();
  }

  @Override
  public ProcessInstantiationBuilder startAfterActivity(String activity) {
    throw GuardedRuntime.moved();
  }

  @Override
  public ProcessInstantiationBuilder startTransition(String transition) {
    throw GuardedRuntime.moved();
  }
}
