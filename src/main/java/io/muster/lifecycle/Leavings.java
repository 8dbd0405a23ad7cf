package io.muster.lifecycle;

import io.muster.guard.Signatories;
import io.muster.people.EmploymentChange;
import io.muster.people.EmploymentChange.Terminated;
import io.muster.safety.Leaving;
import io.muster.safety.Requester;
import io.muster.safety.WipeSafety;
import java.time.Instant;
import java.util.Map;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Tells safety what HR said about somebody who leaves, and who asked for it. */
@Component
class Leavings {
  private final WipeSafety safety;
  private final ObjectProvider<Signatories> people;

  Leavings(WipeSafety safety, ObjectProvider<Signatories> people) {
    this.safety = safety;
    this.people = people;
  }

  /**
   * Somebody who is signed in asked for what this case does.
   *
   * @param by the sign-in name
   * @param deed what they did, for whoever asks why they cannot agree to a wipe
   */
  void requested(String caseId, String by, String deed) {
    var person = people.getObject().find(by);
    safety.requested(caseId, new Requester(person.name(), person.names(), deed));
  }

  /** HR says it once more of somebody whose case runs. */
  void saidAgain(String caseId) {
    safety.leavesAgain(caseId);
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
