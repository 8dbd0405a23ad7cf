package io.muster.devices.hexnode;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.devices.Ground;
import io.muster.preflight.Finding;
import io.muster.preflight.Finding.Severity;
import io.muster.preflight.Preflight;
import io.muster.remote.CallBudget;
import io.muster.simulator.hexnode.HexnodeOptions;
import io.muster.testing.Expected;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HexnodePreflightTests {
  private final SimulatedHexnode hexnode = new SimulatedHexnode(new HexnodeOptions(), Map.of());

  @AfterEach
  void close() {
    hexnode.close();
  }

  @Test
  void readsWhatItNeedsAndChangesNothing() {
    hexnode.policy("Company baseline");
    var findings = look(hexnode.portal().apiKey(), "Company baseline");
    assertThat(findings)
        .extracting(Finding::what)
        .contains(
            "May read users.",
            "May read user groups.",
            "May read devices.",
            "The policy 'Leaver lockdown' is there.",
            "The policy 'Company baseline' is there.",
            "2 of 30 calls per minute are left for us.");
    assertThat(hexnode.portal().journal().calls())
        .hasSize(4)
        .allSatisfy(entry -> assertThat(entry.call().method()).isEqualTo("GET"));
  }

  @Test
  void missesThePoliciesThatTheTablesName() {
    assertThat(look(hexnode.portal().apiKey(), "Sales apps catalogue"))
        .anySatisfy(
            finding -> {
              assertThat(finding.severity()).isEqualTo(Severity.BLOCKS);
              assertThat(finding.what()).contains("'Sales apps catalogue'", "tables name it");
            });
  }

  @Test
  void saysWhichKeyToSetWhereItIsNotValid() {
    assertThat(look("not-the-key"))
        .filteredOn(finding -> finding.severity() == Severity.BLOCKS)
        .extracting(Finding::remedy)
        .contains("Make a key under Admin, API and set it as muster.hexnode.api-key.");
  }

  private List<Finding> look(String key, String... policies) {
    return preflight(key).check(new Expected(Set.of(), Set.of(), Set.of(policies), Set.of()));
  }

  private Preflight preflight(String key) {
    var ground = Ground.shared();
    var properties =
        SimulatedHexnode.properties(
            Map.of("url", hexnode.portal().base().toString(), "api-key", key));
    var wire =
        HexnodeConfiguration.wire(properties, ground.safety(), ground.gate(), ground.clock());
    var api = HexnodeConfiguration.api(properties, wire);
    return new HexnodePreflight(
        new Hexnode(api, properties, new HexnodeLimits(properties), ground.ledger()),
        wire,
        new CallBudget() {
          @Override
          public void pay(String connection) {}

          @Override
          public List<Room> room(String connection) {
            return List.of(new Room("minute", 30, 2));
          }
        },
        ground.clock());
  }
}
