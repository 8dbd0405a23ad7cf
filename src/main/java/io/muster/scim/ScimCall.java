package io.muster.scim;

import de.captaingoldfish.scim.sdk.server.endpoints.Context;
import de.captaingoldfish.scim.sdk.server.endpoints.authorize.Authorization;
import java.util.Map;
import java.util.Set;

/** One request of one client, as the endpoints get to see it. */
final class ScimCall extends Context {
  private final String client;

  ScimCall(String client) {
    super(new AtTheDoor(client));
    this.client = client;
  }

  /** Whose request it is. */
  static String client(Context context) {
    return ((ScimCall) context).client;
  }

  /** The door has let the client in before we see it. */
  private static final class AtTheDoor implements Authorization {
    private final String client;

    private AtTheDoor(String client) {
      this.client = client;
    }

    @Override
    public String getClientId() {
      return client;
    }

    @Override
    public Set<String> getClientRoles() {
      return Set.of();
    }

    @Override
    public boolean authenticate(Map<String, String> headers, Map<String, String> query) {
      return true;
    }
  }
}
