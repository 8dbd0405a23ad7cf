package io.muster.testing;

import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.ProcessEngines;
import org.springframework.core.Ordered;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.TestExecutionListener;

/**
 * Gives the engine's REST API the engine of the context under test, whatever it is called. It takes
 * the one named "default" from the whole JVM, and that would be another context's.
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
        .ifUnique(
            engine -> {
              ProcessEngines.registerProcessEngine(engine);
              ProcessEngines.getProcessEngines().put(ProcessEngines.NAME_DEFAULT, engine);
            });
  }
}
