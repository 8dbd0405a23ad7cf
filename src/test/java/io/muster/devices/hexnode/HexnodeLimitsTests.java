package io.muster.devices.hexnode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.devices.Ground;
import io.muster.remote.BudgetProperties.Limits;
import io.muster.simulator.SimulatedClock;
import io.muster.simulator.SimulatorSettings;
import io.muster.simulator.hexnode.HexnodeOptions;
import io.muster.simulator.hexnode.HexnodeSimulator;
import io.muster.simulator.hexnode.Machine;
import io.muster.simulator.hexnode.NewDevice;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HexnodeLimitsTests {
  @Test
  void areThePublishedOnesIfNobodySaysOtherwise() {
    assertThat(limits(Map.of()).now()).isEqualTo(new Limits(30, null));
    assertThat(limits(Map.of("devices", "1000")).now()).isEqualTo(new Limits(30, 10_000));
    assertThat(limits(Map.of("devices", "5")).now()).isEqualTo(new Limits(30, 300));
  }

  @Test
  void canBeSaidOtherwise() {
    var said =
        Map.of(
            "per-minute", "60", "per-device-and-day", "20", "devices", "100", "daily-floor", "50");
    assertThat(limits(said).now()).isEqualTo(new Limits(60, 2000));
    assertThatThrownBy(SimulatedHexnode.properties(settings(Map.of("per-minute", "0")))::check)
        .hasMessageContaining("muster.hexnode.limits");
  }

  @Test
  void growWithTheDevicesThatHexnodeShows() {
    var ground = Ground.shared();
    try (var portal =
        HexnodeSimulator.start(
            new HexnodeOptions().unlimited(),
            SimulatorSettings.onLoopback().in(SimulatedClock.following(ground.clock())))) {
      var user = portal.addUser("Ada", "ada@example.com");
      for (int number = 0; number < 40; number++) {
        portal.addDevice(NewDevice.of(Machine.MAC, "SN" + number).ownedBy(user));
      }
      var properties =
          SimulatedHexnode.properties(
              Map.of("url", portal.base().toString(), "api-key", portal.apiKey()));
      var limits = new HexnodeLimits(properties);
      var fleet =
          HexnodeConfiguration.fleet(
              properties,
              limits,
              SimulatedHexnode.footing(ground, ground.safety(), ground.clock()));
      var ada = fleet.findUser("ada@example.com").orElseThrow();

      assertThat(limits.now().perDay()).isNull();
      assertThat(fleet.devicesOf(ada)).hasSize(40);
      assertThat(limits.now().perDay()).isEqualTo(400);
    }
  }

  private static HexnodeLimits limits(Map<String, String> said) {
    return new HexnodeLimits(SimulatedHexnode.properties(settings(said)));
  }

  private static Map<String, String> settings(Map<String, String> said) {
    var settings = new HashMap<String, String>();
    settings.put("url", "https://acme.hexnodemdm.com");
    settings.put("api-key", "the-key");
    said.forEach((name, value) -> settings.put("limits." + name, value));
    return settings;
  }
}
