package io.muster.directory.google;

import io.muster.directory.DirectoryContract;
import io.muster.directory.DirectoryWorld;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.TestInfo;

/** The Google adapter keeps the directory's promises, through Google's own clients and HTTP. */
class GoogleDirectoryTests extends DirectoryContract {
  private final SimulatedGoogle world = new SimulatedGoogle();

  @Override
  protected DirectoryWorld world() {
    return world;
  }

  @AfterEach
  void keepTheTraffic(TestInfo test) throws IOException {
    world.close(test.getTestMethod().orElseThrow().getName() + test.getDisplayName());
  }
}
