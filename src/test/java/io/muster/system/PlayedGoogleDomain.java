package io.muster.system;

import io.muster.simulator.Simulator;
import io.muster.simulator.SimulatorSettings;
import io.muster.simulator.google.GoogleOptions;
import io.muster.simulator.google.GoogleSimulator;
import io.muster.testing.GoogleServiceAccount;
import java.util.Map;
import java.util.Set;

/** A Google domain. */
record PlayedGoogleDomain(
    String connection, String domain, GoogleServiceAccount account, GoogleSimulator google)
    implements PlayedDirectory {
  static PlayedGoogleDomain start(String connection, String domain) {
    var account = GoogleServiceAccount.named(connection);
    var google =
        GoogleSimulator.start(
            GoogleOptions.realistic(
                domain,
                new GoogleOptions.Account(
                    account.email(), account.publicKey(), GoogleServiceAccount.SCOPES)),
            SimulatorSettings.onLoopback());
    for (var rule : Map.of("Engineering", "department", "Berlin", "location").entrySet()) {
      google.setQuery(
          rule.getKey(),
          "user.organizations.exists(org, org.%s=='%s')".formatted(rule.getValue(), rule.getKey()));
    }
    return new PlayedGoogleDomain(connection, domain, account, google);
  }

  @Override
  public Map<String, String> settings() {
    var prefix = "muster.google.connections." + connection + ".";
    var base = google.base().toString();
    return Map.of(
        prefix + "service-account-key",
        account.json(),
        prefix + "admin-email",
        google.admin(),
        prefix + "domains",
        domain,
        prefix + "root-url",
        base + "/",
        prefix + "cloud-identity-url",
        base + "/",
        prefix + "token-url",
        base + "/token");
  }

  @Override
  public String secret() {
    return account.privateKey();
  }

  @Override
  public void revokeSecret() {
    google.removeKey();
    google.revokeTokens();
  }

  @Override
  public Map<String, String> makeSecret() {
    var other = account.withKey("key-2");
    google.makeKey(other.publicKey());
    return Map.of("muster.google.connections." + connection + ".service-account-key", other.json());
  }

  @Override
  public Simulator server() {
    return google;
  }

  @Override
  public boolean letsIn(String address) {
    return google
        .user(address)
        .filter(user -> !user.path("suspended").asBoolean() && !user.path("archived").asBoolean())
        .isPresent();
  }

  @Override
  public void bar(String address) {
    var id = google.user(address).orElseThrow().path("id").asText();
    google.change(id, user -> user.put("suspended", true));
  }

  @Override
  public boolean knows(String address) {
    return google.user(address).isPresent();
  }

  @Override
  public Set<String> groupsOf(String address) {
    return google
        .user(address)
        .map(user -> google.groupsOf(user.path("id").asText()))
        .orElse(Set.of());
  }
}
