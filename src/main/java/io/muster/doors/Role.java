package io.muster.doors;

import java.util.Collection;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.springframework.security.core.GrantedAuthority;

/** What a person may be here; each role is a group of the engine. */
public enum Role {
  /** Sends HR events and starts processes; sees nothing else. */
  HR("Human resources"),
  /** Answers wipe approvals in Tasklist. */
  APPROVER("Approvers of wipes"),
  /** Repairs steps: tasks, incidents, retries. */
  OPERATOR("IT operators"),
  /** Edits and deploys processes. */
  PROCESSOWNER("Process owners"),
  /** Reads everything, changes nothing. */
  AUDITOR("Auditors"),
  /** Everything. */
  ADMINISTRATOR("Administrators");

  private final String title;

  Role(String title) {
    this.title = title;
  }

  /** The roles among what a person was granted; groups that are no role of ours are left out. */
  public static Set<Role> among(Collection<? extends GrantedAuthority> granted) {
    var roles = EnumSet.noneOf(Role.class);
    for (var role : values()) {
      if (granted.stream().anyMatch(held -> role.authority().equals(held.getAuthority()))) {
        roles.add(role);
      }
    }
    return roles;
  }

  /** The engine's id of the group, the one diagrams name. */
  public String group() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What Spring Security calls the role. */
  String authority() {
    return "ROLE_" + name();
  }

  /** What people call the group. */
  public String title() {
    return title;
  }
}
