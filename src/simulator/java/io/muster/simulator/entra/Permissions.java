package io.muster.simulator.entra;

import io.muster.simulator.Call;
import java.util.Set;

/** Which application permission each call needs; the wider one does as well. */
final class Permissions {
  private Permissions() {}

  static void demand(Call call, Set<String> granted) {
    if (needed(call).stream().noneMatch(granted::contains)) {
      throw Shapes.refusal(
          403, "Authorization_RequestDenied", "Insufficient privileges to complete the operation.");
    }
  }

  private static Set<String> needed(Call call) {
    if (call.path().endsWith("/revokeSignInSessions")) {
      return Set.of("User.RevokeSessions.All", "Directory.ReadWrite.All");
    }
    if (call.path().endsWith("/subscribedSkus")) {
      return Set.of("LicenseAssignment.Read.All", "Organization.Read.All", "Directory.Read.All");
    }
    if (call.path().contains("/applications(")) {
      return Set.of("Application.Read.All", "Directory.Read.All");
    }
    if (call.path().endsWith("/$ref") && call.path().contains("/groups/")) {
      return Set.of("GroupMember.ReadWrite.All", "Group.ReadWrite.All");
    }
    if (call.path().contains("/groups") || call.path().endsWith("MemberOf")) {
      return Set.of(
          "GroupMember.Read.All",
          "GroupMember.ReadWrite.All",
          "Group.Read.All",
          "Directory.Read.All");
    }
    return call.method().equals("GET") || call.path().contains("/subscriptions")
        ? Set.of("User.Read.All", "User.ReadWrite.All", "Directory.Read.All")
        : Set.of("User.ReadWrite.All", "Directory.ReadWrite.All");
  }
}
