package io.muster.lifecycle.offboarding;

import io.muster.guard.AgreedDeployments;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.camunda.bpm.engine.ProcessEngine;
import org.springframework.core.io.ClassPathResource;

/** A decision table whose owner lets silence count as agreement where the shipped one escalates. */
final class SilenceMeansWipe {
  private static final String TABLE = "wipe-decision.dmn";

  private SilenceMeansWipe() {}

  /** Puts it in place of the shipped one for as long as this takes. */
  static void during(ProcessEngine engine, Runnable test) throws IOException {
    var shipped =
        new ClassPathResource("processes/offboarding/" + TABLE)
            .getContentAsString(StandardCharsets.UTF_8);
    var deployment =
        AgreedDeployments.deploy(
            engine,
            () ->
                engine
                    .getRepositoryService()
                    .createDeployment()
                    .addString(TABLE, shipped.replace("\"escalate\"", "\"wipe\"")));
    try {
      test.run();
    } finally {
      engine.getRepositoryService().deleteDeployment(deployment.getId(), true);
    }
  }
}
