package io.muster.testing;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.ContextClosedEvent;

/**
 * Closes the contexts that Spring keeps for the next test class, once there is none, while the
 * database is still there. In the shutdown of the JVM the database goes first, and every pool of
 * connections would wait for it for seconds.
 */
public final class OpenContexts
    implements ApplicationContextInitializer<ConfigurableApplicationContext> {
  private static final Set<ConfigurableApplicationContext> OPEN = ConcurrentHashMap.newKeySet();

  @Override
  public void initialize(ConfigurableApplicationContext context) {
    OPEN.add(context);
    context.addApplicationListener(
        event -> {
          if (event instanceof ContextClosedEvent closed) {
            OPEN.remove((ConfigurableApplicationContext) closed.getApplicationContext());
          }
        });
  }

  static void close() {
    List.copyOf(OPEN).forEach(ConfigurableApplicationContext::close);
  }
}
