package io.muster.directory.entra;

import com.microsoft.graph.models.Group;
import io.muster.directory.DirectoryGroup.KeptBy;
import io.muster.directory.entra.EntraProperties.GroupsKeptBy;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Says for people what keeps an account out of a group. */
final class EntraRules {
  private final EntraGroups groups;
  private final GroupsKeptBy keptBy;

  EntraRules(EntraGroups groups, GroupsKeptBy keptBy) {
    this.groups = groups;
    this.keptBy = keptBy;
  }

  String whyNotIn(EntraUser user, Set<String> names) {
    return new TreeSet<>(names)
        .stream().map(name -> name + ": " + reason(user, name)).collect(Collectors.joining("; "));
  }

  private String reason(EntraUser user, String name) {
    var found = groups.named(name);
    if (found.isEmpty()) {
      return "there is no group of that name";
    }
    return found.stream().map(group -> reason(user, group)).collect(Collectors.joining(", "));
  }

  private String reason(EntraUser user, Group group) {
    var kept = EntraGroups.keptBy(group);
    if (kept == KeptBy.ELSEWHERE) {
      return "the group is a copy of one on premises, and people are put in there";
    }
    if (kept != KeptBy.RULE) {
      return keptBy == GroupsKeptBy.MUSTER
          ? "Muster keeps the membership of this group, and has not put the account in"
          : "the group has no rule, and people are put in by hand";
    }
    var rule = " (" + group.getMembershipRule() + ")";
    if (EntraGroups.paused(group)) {
      return "the group's rule is paused" + rule;
    }
    return "the group's rule is still being evaluated, which can take Entra a day, or does not fit"
        + (user.open() ? "" : " an account that is disabled")
        + rule;
  }
}
