package io.muster.lifecycle;

import io.muster.testing.MovableClock;
import java.util.Date;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.springframework.test.context.junit.jupiter.SpringExtension;

/**
 * Sets the engine's clock to that of the test's own context. The engine's is one for the whole JVM:
 * another context, made or used in between, leaves its own time there, and nothing falls due.
 */
final class EngineClock implements BeforeEachCallback, AfterAllCallback {
  @Override
  public void beforeEach(ExtensionContext test) {
    var clock = SpringExtension.getApplicationContext(test).getBean(MovableClock.class);
    ClockUtil.setCurrentTime(Date.from(clock.instant()));
  }

  @Override
  public void afterAll(ExtensionContext test) {
    ClockUtil.reset();
  }
}
