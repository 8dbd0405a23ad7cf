package io.muster.lifecycle;

import io.muster.people.EmploymentChange;
import io.muster.people.EmploymentChange.Terminated;
import io.muster.safety.Leaving;
import io.muster.safety.WipeSafety;
import java.time.Instant;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Tells safety what HR said about somebody who leaves, before the case does anything. */
@Component
class Leavings {
  private final WipeSafety safety;

  Leavings(WipeSafety safety) {
    this.safety = safety;
  }

  /**
   * A case has been started, or has been joined by a word that counts for it.
   *
   * @param variables what a case that starts with this change starts with
   */
  void begin(String caseId, EmploymentChange change, Map<String, Object> variables) {
    if (change instanceof Terminated leaving) {
      safety.begin(
          new Leaving(
              caseId,
              leaving.employee(),
              leaving.reason().name(),
              leaving.immediate(),
              leaving.origin().source(),
              Instant.parse((String) variables.get(LifecycleVariables.EFFECTIVE_AT.name()))));
    }
  }
}
