package io.muster.directory.entra;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.muster.remote.AccessToken;
import java.io.IOException;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What an app shows to Graph. */
record AppToken(AccessToken access) {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /**
   * The application permissions it was granted, as the token itself says. Empty if it cannot be
   * read: what is in a token is between Entra and Graph, and may change.
   */
  Optional<Set<String>> permissions() {
    var parts = access.value().reveal().split("\\.", -1);
    if (parts.length != 3) {
      return Optional.empty();
    }
    try {
      var claims = JSON.readTree(Base64.getUrlDecoder().decode(parts[1]));
      if (!claims.isObject()) {
        return Optional.empty();
      }
      var roles = new TreeSet<String>();
      claims.path("roles").forEach(role -> roles.add(role.asText()));
      return Optional.of(roles);
    } catch (IOException | IllegalArgumentException unreadable) {
      return Optional.empty();
    }
  }
}
