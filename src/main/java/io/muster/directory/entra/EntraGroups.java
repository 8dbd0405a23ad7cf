package io.muster.directory.entra;

import com.microsoft.graph.models.DirectoryObjectCollectionResponse;
import com.microsoft.graph.models.Group;
import com.microsoft.graph.serviceclient.GraphServiceClient;
import io.muster.directory.DirectoryGroup;
import io.muster.directory.DirectoryGroup.KeptBy;
import io.muster.directory.GroupId;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Every call about single groups that we make to one tenant, each wrapped once. */
final class EntraGroups {
  private static final int PAGE = 999;
  private static final String[] SELECTION = {
    "id",
    "displayName",
    "groupTypes",
    "membershipRule",
    "membershipRuleProcessingState",
    "onPremisesSyncEnabled"
  };

  private final GraphServiceClient graph;
  private final EntraCalls calls;

  EntraGroups(GraphServiceClient graph, EntraCalls calls) {
    this.graph = graph;
    this.calls = calls;
  }

  /** The groups of this name; Entra lets several have one. */
  List<Group> named(String name) {
    var found =
        calls.read(
            "search for groups",
            EntraPermissions.READ_GROUPS,
            () ->
                graph
                    .groups()
                    .get(
                        ask -> {
                          ask.queryParameters.filter = "displayName eq " + EntraCalls.quoted(name);
                          ask.queryParameters.select = SELECTION;
                        }));
    return Optional.ofNullable(found.getValue()).orElse(List.of()).stream()
        .filter(group -> name.equals(group.getDisplayName()))
        .toList();
  }

  /** The group of this id as it is now; empty if it is gone. */
  Optional<Group> group(String id) {
    return calls.find(
        "GET group " + id,
        EntraPermissions.READ_GROUPS,
        () ->
            graph
                .groups()
                .byGroupId(EntraCalls.named(id))
                .get(ask -> ask.queryParameters.select = SELECTION));
  }

  /** Some of what is in the group and in groups within it; empty if the group is gone. */
  Optional<DirectoryObjectCollectionResponse> members(
      String id, @Nullable String page, String number) {
    var builder = graph.groups().byGroupId(EntraCalls.named(id)).transitiveMembers();
    return calls.find(
        "the members of group " + id,
        EntraPermissions.READ_GROUPS,
        () ->
            page != null
                ? builder.withUrl(page).get()
                : builder.get(
                    ask -> {
                      ask.queryParameters.select = shown(number);
                      ask.queryParameters.top = PAGE;
                    }));
  }

  private static String[] shown(String number) {
    var ofPeople =
        Stream.of("userPrincipalName", "mail", "accountEnabled", UserProperty.selected(number));
    return Stream.concat(Stream.of(SELECTION), ofPeople).toArray(String[]::new);
  }

  /** The ids of the groups that this one is in, directly or through others. */
  List<String> around(String id) {
    return calls
        .find(
            "the groups around group " + id,
            EntraPermissions.READ_GROUPS,
            () ->
                graph
                    .groups()
                    .byGroupId(EntraCalls.named(id))
                    .transitiveMemberOf()
                    .get(
                        ask -> {
                          ask.queryParameters.select = new String[] {"id"};
                          ask.queryParameters.top = PAGE;
                        }))
        .flatMap(shown -> Optional.ofNullable(shown.getValue()))
        .orElse(List.of())
        .stream()
        .filter(Group.class::isInstance)
        .flatMap(group -> Optional.ofNullable(group.getId()).stream())
        .toList();
  }

  /**
   * The group in our words. Entra does not say whether it has worked a rule out, only if it will.
   */
  static DirectoryGroup ours(Group group) {
    return new DirectoryGroup(
        new GroupId(Optional.ofNullable(group.getId()).orElse("")),
        Optional.ofNullable(group.getDisplayName()).orElse(""),
        keptBy(group),
        group.getMembershipRule(),
        true);
  }

  static boolean dynamic(Group group) {
    return Optional.ofNullable(group.getGroupTypes())
        .filter(types -> types.contains("DynamicMembership"))
        .isPresent();
  }

  /** True if the rule of the group is not worked out until somebody switches it on again. */
  static boolean paused(Group group) {
    return "Paused".equalsIgnoreCase(group.getMembershipRuleProcessingState());
  }

  static KeptBy keptBy(Group group) {
    if (dynamic(group)) {
      return KeptBy.RULE;
    }
    return Boolean.TRUE.equals(group.getOnPremisesSyncEnabled()) ? KeptBy.ELSEWHERE : KeptBy.HAND;
  }
}
