package io.muster.directory.okta;

import io.muster.directory.DirectoryContract;
import io.muster.directory.DirectoryWorld;
import io.muster.simulator.okta.OktaOptions;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.TestInfo;

/** The Okta adapter keeps the directory's promises, through Okta's own SDK and HTTP. */
class OktaDirectoryTests extends DirectoryContract {
  private final SimulatedOkta world = new SimulatedOkta(OktaOptions.realistic(SimulatedOkta.TOKEN));

  @Override
  protected DirectoryWorld world() {
    return world;
  }

  @AfterEach
  void keepTheTraffic(TestInfo test) throws IOException {
    world.close(test.getTestMethod().orElseThrow().getName() + test.getDisplayName());
  }
}
