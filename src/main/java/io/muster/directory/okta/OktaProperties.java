package io.muster.directory.okta;

import io.muster.remote.Secret;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The Okta orgs people live in.
 *
 * @param connections each org, by the name the routing table uses; default none
 */
@ConfigurationProperties("muster.okta")
record OktaProperties(@DefaultValue Map<String, Connection> connections) {

  /**
   * One org.
   *
   * @param orgUrl where it is, such as {@code https://acme.okta.com}
   * @param apiToken an API token (Security, API, Tokens) of a service administrator who is nobody's
   *     person: a token dies with its owner
   * @param connectTimeout until a connection attempt is given up; default 5 seconds
   * @param answerTimeout until the wait for an answer is given up; default 30 seconds
   */
  record Connection(
      @Nullable URI orgUrl,
      @Nullable Secret apiToken,
      @DefaultValue("5s") Duration connectTimeout,
      @DefaultValue("30s") Duration answerTimeout) {

    URI url() {
      return java.util.Objects.requireNonNull(orgUrl);
    }

    Secret token() {
      return java.util.Objects.requireNonNull(apiToken);
    }
  }

  /**
   * Looks the settings through.
   *
   * @throws IllegalStateException that names everything missing or wrong
   */
  void check() {
    var wrong = new ArrayList<String>();
    new TreeMap<>(connections)
        .forEach((name, connection) -> wrong.addAll(problems(name, connection)));
    if (!wrong.isEmpty()) {
      throw new IllegalStateException("Okta is not set up: " + String.join("; ", wrong) + ".");
    }
  }

  private static List<String> problems(String name, Connection connection) {
    var prefix = "muster.okta.connections." + name + ".";
    var wrong = new ArrayList<String>();
    if (connection.orgUrl() == null || connection.orgUrl().getHost() == null) {
      wrong.add(prefix + "org-url must be the org's address, such as https://acme.okta.com");
    } else if (!"https".equals(connection.orgUrl().getScheme()) && !onLoopback(connection.url())) {
      wrong.add(prefix + "org-url must begin with https://");
    }
    if (connection.apiToken() == null || connection.token().reveal().isBlank()) {
      wrong.add(prefix + "api-token is missing; make one in Okta under Security, API, Tokens");
    }
    return wrong;
  }

  /** True for this machine itself, where a simulator may be spoken to in the clear. */
  static boolean onLoopback(URI url) {
    try {
      return InetAddress.getByName(url.getHost()).isLoopbackAddress();
    } catch (UnknownHostException unknown) {
      return false;
    }
  }
}
