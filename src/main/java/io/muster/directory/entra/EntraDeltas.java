package io.muster.directory.entra;

import com.microsoft.graph.models.BaseDeltaFunctionResponse;
import com.microsoft.graph.models.Entity;
import com.microsoft.graph.models.Group;
import com.microsoft.graph.serviceclient.GraphServiceClient;
import com.microsoft.kiota.serialization.UntypedArray;
import com.microsoft.kiota.serialization.UntypedNode;
import com.microsoft.kiota.serialization.UntypedObject;
import com.microsoft.kiota.serialization.UntypedString;
import io.muster.remote.RemoteFailure.Refused;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Every call about changes that we make to one tenant, each wrapped once. */
final class EntraDeltas {
  private static final String USERS = "id,accountEnabled,userPrincipalName";
  private static final String GROUPS =
      "id,displayName,groupTypes,membershipRule,membershipRuleProcessingState,members";
  private static final String USER_TYPE = "#microsoft.graph.user";
  private static final String GROUP_TYPE = "#microsoft.graph.group";

  private final GraphServiceClient graph;
  private final EntraCalls calls;
  private final String base;

  EntraDeltas(GraphServiceClient graph, EntraCalls calls, String base) {
    this.graph = graph;
    this.calls = calls;
    this.base = base;
  }

  /** Somebody or something that came into a group or left it. */
  record Moved(String id, String type, boolean left) {
    boolean isUser() {
      return type.equals(USER_TYPE);
    }

    boolean isGroup() {
      return type.equals(GROUP_TYPE);
    }
  }

  /** The link that tells what changes among users from now on. */
  String usersFromNow() {
    return end(users(fromNow("/users/delta", USERS)));
  }

  /** The link that tells what changes among groups from now on. */
  String groupsFromNow() {
    return end(groups(fromNow("/groups/delta", GROUPS)));
  }

  private String fromNow(String path, String select) {
    return EntraCalls.url(base + path, "$select", select, "$deltatoken", "latest");
  }

  private static String end(Optional<? extends BaseDeltaFunctionResponse> shown) {
    return shown
        .map(BaseDeltaFunctionResponse::getOdataDeltaLink)
        .orElseThrow(() -> new Refused("Microsoft Graph gave us no link to go on from."));
  }

  /** What changed among users; empty if Graph no longer knows. */
  Optional<com.microsoft.graph.users.delta.DeltaGetResponse> users(String link) {
    return calls.unlessForgotten(
        "the changes among users",
        EntraPermissions.READ_USERS,
        () -> graph.users().delta().withUrl(link).get());
  }

  /** What changed among groups; empty if Graph no longer knows. */
  Optional<com.microsoft.graph.groups.delta.DeltaGetResponse> groups(String link) {
    return calls.unlessForgotten(
        "the changes among groups",
        EntraPermissions.READ_GROUPS,
        () -> graph.groups().delta().withUrl(link).get());
  }

  /** True if the thing is gone, for now or for good. */
  static boolean removed(Entity thing) {
    return thing.getAdditionalData().containsKey("@removed");
  }

  /** Who came into the group or left it. */
  static List<Moved> members(Group group) {
    var moved = new ArrayList<Moved>();
    if (group.getAdditionalData().get("members@delta") instanceof UntypedArray members) {
      for (var member : members.getValue()) {
        if (member instanceof UntypedObject item) {
          var parts = item.getValue();
          moved.add(
              new Moved(
                  text(parts, "id"), text(parts, "@odata.type"), parts.containsKey("@removed")));
        }
      }
    }
    return moved;
  }

  private static String text(Map<String, UntypedNode> parts, String name) {
    var value = parts.get(name);
    return value instanceof UntypedString string ? string.getValue() : "";
  }
}
