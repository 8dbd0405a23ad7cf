package io.muster.devices.hexnode;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.devices.Ground;
import io.muster.preflight.Expectations.LoginWindow;
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
  void saysWhomHexnodeAccessTakesInOnWhichPlatform() {
    var findings =
        windows(
            window("okta", "Okta", "macos", "Access for Mac"),
            window("okta", "Okta", "windows", "Access for Windows"),
            window("tenant", "Entra ID", "windows", "Access for Windows"),
            window("firm", "Google Workspace", "macos", null),
            window("labs", "Okta", "windows", null));
    assertThat(findings)
        .contains(
            Finding.good(
                "Hexnode Access takes people of 'okta' (Okta) in on macOS (macOS 10.13 or newer), by the policy 'Access for Mac'."),
            Finding.warns(
                "Hexnode names no support of Hexnode Access on Windows for people of 'okta' (Okta), but access-deployment.dmn gives their machines 'Access for Windows'.",
                "Try it on a spare machine before day one. If Okta is not offered there, put a rule without a policy for the platform \"windows\" and the directory \"okta\" first in access-deployment.dmn."),
            Finding.good(
                "Hexnode Access takes people of 'tenant' (Entra ID) in on Windows (Windows 10 version 1803 or newer, and not on ARM), by the policy 'Access for Windows'."),
            Finding.warns(
                "Hexnode Access takes people of 'firm' (Google Workspace) in on macOS, but access-deployment.dmn gives their machines no policy, so they keep the system's own sign-in.",
                "Add a rule to access-deployment.dmn, or leave it so if that is meant."),
            Finding.good(
                "People of 'labs' (Okta) keep the system's own sign-in on Windows, where Hexnode Access is not offered for them."))
        .anySatisfy(
            finding -> {
              assertThat(finding.severity()).isEqualTo(Severity.UNKNOWN);
              assertThat(finding.what()).contains("your plan");
            });
    assertThat(windows(window("labs", "Okta", "windows", null)))
        .as("where nobody gets it, the plan is of no account")
        .noneMatch(finding -> finding.what().contains("your plan"));
  }

  private List<Finding> windows(LoginWindow... windows) {
    return preflight(hexnode.portal().apiKey())
        .check(new Expected(Set.of(), Set.of(), Set.of(), List.of(windows), Set.of()));
  }

  private static LoginWindow window(
      String connection,
      String directory,
      String platform,
      @org.jspecify.annotations.Nullable String policy) {
    return new LoginWindow(connection, directory, platform, policy);
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
