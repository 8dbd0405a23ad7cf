package io.muster.directory.entra;

import io.muster.directory.DirectoryContract;
import io.muster.directory.DirectoryWorld;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.TestInfo;

/** The Entra adapter keeps the directory's promises, through Graph's own SDK and HTTP. */
class EntraDirectoryTests extends DirectoryContract {
  private final SimulatedEntra world =
      new SimulatedEntra(SimulatedEntra.realistic(), Map.of("retiring", "delete"));

  @Override
  protected DirectoryWorld world() {
    return world;
  }

  @AfterEach
  void keepTheTraffic(TestInfo test) throws IOException {
    world.close(test.getTestMethod().orElseThrow().getName() + test.getDisplayName());
  }
}
