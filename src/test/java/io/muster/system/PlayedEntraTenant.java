package io.muster.system;

import io.muster.simulator.Simulator;
import io.muster.simulator.SimulatorSettings;
import io.muster.simulator.entra.EntraOptions;
import io.muster.simulator.entra.EntraSimulator;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** An Entra tenant; its domain has to be one of those that the simulator has verified. */
record PlayedEntraTenant(
    String connection, String domain, String id, String secret, EntraSimulator tenant)
    implements PlayedDirectory {
  private static final String CLIENT = "99999999-8888-7777-6666-555555555555";

  static PlayedEntraTenant start(String connection, String domain) {
    var id = UUID.randomUUID().toString();
    var secret = UUID.randomUUID().toString();
    var tenant =
        EntraSimulator.start(
            EntraOptions.realistic(id, CLIENT, secret).rulesAfter(Duration.ofSeconds(5)),
            SimulatorSettings.onLoopback());
    tenant.setRule("Engineering", "user.department -eq \"Engineering\"");
    tenant.setRule("Berlin", "user.city -eq \"Berlin\"");
    return new PlayedEntraTenant(connection, domain, id, secret, tenant);
  }

  @Override
  public Map<String, String> settings() {
    var prefix = "muster.entra.connections." + connection + ".";
    return Map.of(
        prefix + "tenant-id", id,
        prefix + "client-id", CLIENT,
        prefix + "client-secret", secret,
        prefix + "authority", tenant.base().toString(),
        prefix + "graph-url", tenant.base() + "/v1.0",
        prefix + "domains", domain);
  }

  @Override
  public void revokeSecret() {
    tenant.revokeSecret();
  }

  @Override
  public Map<String, String> makeSecret() {
    var another = UUID.randomUUID().toString();
    tenant.makeSecret(another);
    return Map.of("muster.entra.connections." + connection + ".client-secret", another);
  }

  @Override
  public Simulator server() {
    return tenant;
  }

  @Override
  public boolean letsIn(String address) {
    return tenant.property(address, "accountEnabled").filter("true"::equals).isPresent();
  }

  @Override
  public void bar(String address) {
    tenant.enable(tenant.property(address, "id").orElseThrow(), false);
  }

  @Override
  public boolean knows(String address) {
    return tenant.property(address, "id").isPresent();
  }

  @Override
  public Set<String> groupsOf(String address) {
    return tenant.property(address, "id").map(tenant::groupsOf).orElse(Set.of());
  }
}
