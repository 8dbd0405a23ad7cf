package io.muster.lifecycle.sync;

import io.muster.process.AllowedInModels;
import org.springframework.stereotype.Component;

/** How long syncs wait, as the diagram names it: {@code ${syncWaits.proofCheck(connection)}}. */
@Component("syncWaits")
@AllowedInModels
public class Waiting {
  private final Syncs syncs;

  Waiting(Syncs syncs) {
    this.syncs = syncs;
  }

  /** Between two looks whether the fleet is as wished. */
  public String proofCheck(String connection) {
    return syncs.named(connection).proofCheck().toString();
  }

  /** Until a question about removals is asked anew. */
  public String lookAgain(String connection) {
    return syncs.named(connection).lookAgain().toString();
  }
}
