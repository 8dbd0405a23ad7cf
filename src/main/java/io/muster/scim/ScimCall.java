package io.muster.scim;

import de.captaingoldfish.scim.sdk.server.endpoints.Context;
import de.captaingoldfish.scim.sdk.server.endpoints.authorize.Authorization;
import java.util.Map;
import java.util.Set;

/** One request of one client, as the endpoints get to see it. */
final class ScimCall extends Context {
  private final String client;
  private final boolean answered;
  private final boolean aboutMembers;

  /**
   * @param client whose request it is
   * @param answered whether the resource is shown in the answer
   * @param aboutMembers whether who is in a group may be another afterwards
   */
  ScimCall(String client, boolean answered, boolean aboutMembers) {
    super(new AtTheDoor(client));
    this.client = client;
    this.answered = answered;
    this.aboutMembers = aboutMembers;
  }

  /** Whose request it is. */
  static String client(Context context) {
    return ((ScimCall) context).client;
  }

  /** True if the resource is shown in the answer, so that it has to be whole. */
  static boolean isAnswered(Context context) {
    return ((ScimCall) context).answered;
  }

  /** True if who is in a group may be another afterwards. */
  static boolean isAboutMembers(Context context) {
    return ((ScimCall) context).aboutMembers;
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
