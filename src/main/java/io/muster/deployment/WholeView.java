package io.muster.deployment;

import java.util.function.Supplier;
import org.camunda.bpm.engine.IdentityService;
import org.springframework.stereotype.Component;

/** Reads the engine as it is: what the caller may not read there is not missing. */
@Component
class WholeView {
  private final IdentityService identity;

  WholeView(IdentityService identity) {
    this.identity = identity;
  }

  <T> T of(Supplier<T> reading) {
    var caller = identity.getCurrentAuthentication();
    identity.clearAuthentication();
    try {
      return reading.get();
    } finally {
      identity.setAuthentication(caller);
    }
  }
}
