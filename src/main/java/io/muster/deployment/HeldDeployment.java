package io.muster.deployment;

import io.muster.guard.Loosenings.Change;
import io.muster.guard.Loosenings.State;
import org.camunda.bpm.engine.BadUserRequestException;

/** A deployment that makes destruction easier was kept, and is not live. */
final class HeldDeployment extends BadUserRequestException {
  private final transient Change change;

  HeldDeployment(Change change) {
    super(
        "Nothing is live yet and what is live stays live, because this makes destruction easier: %s; %s."
            .formatted(String.join("; ", change.loosens()), remedy(change)));
    this.change = change;
  }

  Change change() {
    return change;
  }

  /** What is to be done about it. */
  static String remedy(Change change) {
    var number = change.number();
    if (change.state() == State.REFUSED) {
      return "change %d was refused; change the files, or ask whoever refused it".formatted(number);
    }
    return change.missing() > 0
        ? "it is kept as change %d and waits: %d more of the groups approver or administrator, who did not hand it in, have to agree (POST /api/models/pending/%d/agree); see GET /api/models/pending"
            .formatted(number, change.missing(), number)
        : "it is kept as change %d, enough people have agreed, and it is live at %s unless somebody refuses it"
            .formatted(number, change.liveAt());
  }
}
