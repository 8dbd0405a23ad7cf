package io.muster.devices.hexnode;

import io.muster.devices.DeviceFleetContract;
import io.muster.devices.FleetWorld;
import io.muster.simulator.hexnode.HexnodeOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;

/** Hexnode keeps the promises of a fleet; what was said on the wire is left in target. */
class HexnodeFleetTests extends DeviceFleetContract {
  private static final SimulatedHexnode WORLD =
      new SimulatedHexnode(new HexnodeOptions().unlimited(), Map.of());

  @Override
  protected FleetWorld world() {
    return WORLD;
  }

  @AfterEach
  void forgetFaultsThatDidNotStrike() {
    WORLD.portal().faults().clear();
  }

  @AfterAll
  static void keepTheTraffic() throws IOException {
    WORLD
        .portal()
        .journal()
        .writeTo(Files.createDirectories(Path.of("target/traffic")).resolve("hexnode.jsonl"));
    WORLD.close();
  }
}
