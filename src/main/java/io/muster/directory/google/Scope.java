package io.muster.directory.google;

/** What an administrator allows the service account to do, for all of the domain. */
enum Scope {
  USERS("admin.directory.user"),
  SECURITY("admin.directory.user.security"),
  GROUPS("admin.directory.group.readonly"),
  MEMBERS_SEEN("admin.directory.group.member.readonly"),
  MEMBERS("admin.directory.group.member"),
  RULES("cloud-identity.groups.readonly");

  private final String uri;

  Scope(String name) {
    this.uri = "https://www.googleapis.com/auth/" + name;
  }

  /** As Google writes it. */
  String uri() {
    return uri;
  }
}
