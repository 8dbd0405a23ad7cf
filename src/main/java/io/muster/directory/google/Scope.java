package io.muster.directory.google;

/** What an administrator allows the service account to do, for all of the domain. */
enum Scope {
  USERS("admin.directory.user", "Users (create, read, update)"),
  SECURITY("admin.directory.user.security", "Users, User security management"),
  GROUPS("admin.directory.group.readonly", "Groups (read)"),
  MEMBERS_SEEN("admin.directory.group.member.readonly", "Groups (read)"),
  MEMBERS("admin.directory.group.member", "Groups (read, update)"),
  RULES("cloud-identity.groups.readonly", "Groups (read)");

  private final String uri;
  private final String privilege;

  Scope(String name, String privilege) {
    this.uri = "https://www.googleapis.com/auth/" + name;
    this.privilege = privilege;
  }

  /** As Google writes it. */
  String uri() {
    return uri;
  }

  /** What the administrator's role has to have as well, as the Admin console calls it. */
  String privilege() {
    return privilege;
  }

  /** What has to be enabled in the Cloud project. */
  String api() {
    return this == RULES ? "Cloud Identity API" : "Admin SDK API";
  }
}
