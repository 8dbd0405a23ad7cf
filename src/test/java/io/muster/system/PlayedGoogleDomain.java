package io.muster.system;

import io.muster.simulator.Simulator;
import io.muster.simulator.SimulatorSettings;
import io.muster.simulator.google.GoogleOptions;
import io.muster.simulator.google.GoogleSimulator;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A Google domain. */
record PlayedGoogleDomain(String connection, String domain, String key, GoogleSimulator google)
    implements PlayedDirectory {
  private static final Set<String> SCOPES =
      Stream.of(
              "admin.directory.user",
              "admin.directory.user.security",
              "admin.directory.group.readonly",
              "admin.directory.group.member.readonly",
              "cloud-identity.groups.readonly")
          .map("https://www.googleapis.com/auth/"::concat)
          .collect(Collectors.toUnmodifiableSet());

  static PlayedGoogleDomain start(String connection, String domain) {
    var email = email(connection);
    var keys = keys();
    var google =
        GoogleSimulator.start(
            GoogleOptions.realistic(
                domain, new GoogleOptions.Account(email, keys.getPublic(), SCOPES)),
            SimulatorSettings.onLoopback());
    for (var rule : Map.of("Engineering", "department", "Berlin", "location").entrySet()) {
      google.setQuery(
          rule.getKey(),
          "user.organizations.exists(org, org.%s=='%s')".formatted(rule.getValue(), rule.getKey()));
    }
    return new PlayedGoogleDomain(connection, domain, key(email, "key-1", keys), google);
  }

  private static String email(String connection) {
    return connection + "@project.iam.gserviceaccount.com";
  }

  private static String key(String email, String id, KeyPair keys) {
    return """
    {"type": "service_account", "project_id": "project", "private_key_id": "%s",
     "private_key": "-----BEGIN PRIVATE KEY-----\\n%s\\n-----END PRIVATE KEY-----\\n",
     "client_email": "%s", "client_id": "1234567890",
     "token_uri": "https://oauth2.googleapis.com/token"}
    """
        .formatted(id, Base64.getEncoder().encodeToString(keys.getPrivate().getEncoded()), email);
  }

  private static KeyPair keys() {
    try {
      var generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  @Override
  public Map<String, String> settings() {
    var prefix = "muster.google.connections." + connection + ".";
    var base = google.base().toString();
    return Map.of(
        prefix + "service-account-key",
        key,
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
    return key.substring(key.indexOf("PRIVATE KEY"), key.indexOf("client_email"));
  }

  @Override
  public void revokeSecret() {
    google.removeKey();
    google.revokeTokens();
  }

  @Override
  public Map<String, String> makeSecret() {
    var keys = keys();
    google.makeKey(keys.getPublic());
    return Map.of(
        "muster.google.connections." + connection + ".service-account-key",
        key(email(connection), "key-2", keys));
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
