package io.muster.testing;

import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.ProcessEngines;
import org.springframework.core.Ordered;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.TestExecutionListener;

/**
 * Gives the engine's REST API the engine of the context under test. It takes its engine by name
 * from the whole JVM, where the context that started last has the name.
 */
class OwnEngine implements TestExecutionListener, Ordered {
  @Override
  public int getOrder() {
    return Ordered.LOWEST_PRECEDENCE;
  }

  @Override
  public void prepareTestInstance(TestContext test) {
    test.getApplicationContext()
        .getBeanProvider(ProcessEngine.class)
        .ifUnique(ProcessEngines::registerProcessEngine);
  }
}
