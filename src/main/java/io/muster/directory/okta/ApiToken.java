package io.muster.directory.okta;

import io.muster.remote.Secret;
import java.net.URI;
import java.util.Map;

/**
 * A token made by an administrator.
 *
 * @param connection the configured name
 * @param token the token itself
 */
record ApiToken(String connection, Secret token) implements OktaCredentials {
  @Override
  public Map<String, String> headersFor(String method, URI uri) {
    return Map.of("Authorization", "SSWS " + token.reveal());
  }

  @Override
  public boolean renew() {
    return false;
  }

  @Override
  public String remedy() {
    return "Make a new token under Security, API, Tokens with an administrator who stays, and set muster.okta.connections.%s.api-token to it"
        .formatted(connection);
  }
}
