package io.muster.system;

import io.muster.simulator.Simulator;
import io.muster.simulator.SimulatorSettings;
import io.muster.simulator.okta.OktaOptions;
import io.muster.simulator.okta.OktaSimulator;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** An Okta org. */
record PlayedOktaOrg(String connection, String domain, String token, OktaSimulator org)
    implements PlayedDirectory {
  static PlayedOktaOrg start(String connection, String domain) {
    var token = UUID.randomUUID().toString();
    var org =
        OktaSimulator.start(
            OktaOptions.realistic(token).rulesAfter(Duration.ofSeconds(1)),
            SimulatorSettings.onLoopback());
    org.addRule("Engineering", "user.department==\"Engineering\"");
    org.addRule("Berlin", "user.city==\"Berlin\"");
    return new PlayedOktaOrg(connection, domain, token, org);
  }

  @Override
  public Map<String, String> settings() {
    var prefix = "muster.okta.connections." + connection + ".";
    return Map.of(
        prefix + "org-url", org.base().toString(),
        prefix + "api-token", token,
        prefix + "hook-secret", hookSecret());
  }

  String hookSecret() {
    return "hook-secret-of-" + connection;
  }

  @Override
  public String secret() {
    return token;
  }

  @Override
  public void revokeSecret() {
    org.revokeApiToken();
  }

  @Override
  public Map<String, String> makeSecret() {
    var another = UUID.randomUUID().toString();
    org.makeApiToken(another);
    return Map.of("muster.okta.connections." + connection + ".api-token", another);
  }

  @Override
  public Simulator server() {
    return org;
  }

  @Override
  public boolean letsIn(String address) {
    return org.status(address).filter(Set.of("ACTIVE", "PROVISIONED")::contains).isPresent();
  }

  @Override
  public void bar(String address) {
    org.setStatus(address, "SUSPENDED");
  }

  @Override
  public boolean knows(String address) {
    return org.status(address).isPresent();
  }

  @Override
  public Set<String> groupsOf(String address) {
    return org.groupsOf(address);
  }
}
