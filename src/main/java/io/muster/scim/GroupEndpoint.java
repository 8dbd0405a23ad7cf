package io.muster.scim;

import com.fasterxml.jackson.databind.node.ObjectNode;
import de.captaingoldfish.scim.sdk.common.constants.enums.SortOrder;
import de.captaingoldfish.scim.sdk.common.exceptions.BadRequestException;
import de.captaingoldfish.scim.sdk.common.exceptions.ConflictException;
import de.captaingoldfish.scim.sdk.common.exceptions.ResourceNotFoundException;
import de.captaingoldfish.scim.sdk.common.resources.Group;
import de.captaingoldfish.scim.sdk.common.schemas.SchemaAttribute;
import de.captaingoldfish.scim.sdk.server.endpoints.Context;
import de.captaingoldfish.scim.sdk.server.endpoints.ResourceHandler;
import de.captaingoldfish.scim.sdk.server.endpoints.features.EndpointType;
import de.captaingoldfish.scim.sdk.server.filter.FilterNode;
import de.captaingoldfish.scim.sdk.server.response.PartialListResponse;
import io.muster.directory.Roster.Change.Kind;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** {@code /Groups}: keeps groups and who is in them; members are users of the same client. */
@Component
class GroupEndpoint extends ResourceHandler<Group> {
  private static final int LONGEST_NAME = 300;
  private static final List<String> NOT_KEPT = List.of("id", "meta", "members");

  private final GroupRows groups;
  private final MirrorChanges changes;
  private final MirrorChangedPublisher news;
  private final Clock clock;

  GroupEndpoint(GroupRows groups, MirrorChanges changes, MirrorChangedPublisher news, Clock clock) {
    this.groups = groups;
    this.changes = changes;
    this.news = news;
    this.clock = clock;
  }

  @Override
  public Group createResource(Group group, Context context) {
    var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    var row =
        new GroupRow(UUID.randomUUID(), ScimCall.client(context), content(group), 1, now, now);
    if (!groups.insert(row)) {
      throw taken();
    }
    changes.note(row.client(), Kind.GROUP, row.id(), null);
    join(row, members(group));
    news.about(row.client(), row.id());
    return shown(row, context, true);
  }

  @Override
  public @Nullable Group getResource(
      String id,
      List<SchemaAttribute> attributes,
      List<SchemaAttribute> excluded,
      Context context) {
    return Resources.id(id)
        .flatMap(known -> groups.find(ScimCall.client(context), known))
        .map(row -> shown(row, context, Resources.wanted("members", attributes, excluded)))
        .orElse(null);
  }

  @Override
  public @Nullable Group getResourceForUpdate(
      String id,
      List<SchemaAttribute> attributes,
      List<SchemaAttribute> excluded,
      Context context,
      EndpointType why) {
    // a change starts from the whole, whatever of it the client wants to see afterwards
    return Resources.id(id)
        .flatMap(known -> groups.find(ScimCall.client(context), known))
        .map(row -> shown(row, context, ScimCall.isAboutMembers(context)))
        .orElse(null);
  }

  @Override
  public PartialListResponse<Group> listResources(
      long startIndex,
      int count,
      @Nullable FilterNode filter,
      @Nullable SchemaAttribute sortBy,
      @Nullable SortOrder sortOrder,
      List<SchemaAttribute> attributes,
      List<SchemaAttribute> excluded,
      Context context) {
    var client = ScimCall.client(context);
    var condition = FilterSql.GROUPS.condition(filter);
    var order = FilterSql.GROUPS.order(sortBy, Resources.descending(sortOrder));
    var withMembers = Resources.wanted("members", attributes, excluded);
    return PartialListResponse.<Group>builder()
        .totalResults(groups.count(client, condition))
        .resources(
            groups.list(client, condition, order, startIndex - 1, count).stream()
                .map(row -> shown(row, context, withMembers))
                .collect(Collectors.toList()))
        .build();
  }

  @Override
  public Group updateResource(Group group, Context context) {
    var client = ScimCall.client(context);
    var before = find(client, group.getId().orElse(""));
    var content = content(group);
    var aboutMembers = ScimCall.isAboutMembers(context);
    var wanted = aboutMembers ? members(group) : Set.<UUID>of();
    var present = aboutMembers ? groups.members(before.id()).keySet() : Set.<UUID>of();
    var sameMembers = present.equals(wanted);
    if (sameMembers && content.equals(before.content())) {
      return shown(before, context, ScimCall.isAnswered(context));
    }
    var after =
        new GroupRow(
            before.id(),
            client,
            content,
            before.version() + 1,
            before.created(),
            clock.instant().truncatedTo(ChronoUnit.MILLIS));
    if (!groups.update(after)) {
      throw taken();
    }
    if (!content.equals(before.content())) {
      changes.note(client, Kind.GROUP, after.id(), null);
    }
    var gone = without(present, wanted);
    groups.leave(after, gone);
    changes.note(client, Kind.LEFT, after.id(), gone);
    join(after, without(wanted, present));
    if (!sameMembers) {
      news.about(client, after.id());
    }
    return shown(after, context, ScimCall.isAnswered(context));
  }

  @Override
  public void deleteResource(String id, Context context) {
    var row = find(ScimCall.client(context), id);
    groups.delete(row);
    changes.note(row.client(), Kind.GROUP_GONE, row.id(), null);
  }

  private void join(GroupRow group, Set<UUID> users) {
    if (!users.isEmpty()) {
      demandKnown(group.client(), users);
      groups.join(group, users);
      changes.note(group.client(), Kind.JOINED, group.id(), users);
    }
  }

  private void demandKnown(String client, Set<UUID> users) {
    if (groups.known(client, users) < users.size()) {
      throw noSuchMember();
    }
  }

  /**
   * Adds and removes members without looking at the others.
   *
   * @return the group as it is then
   * @throws ResourceNotFoundException if there is no such group
   * @throws BadRequestException if somebody who is to come in is no user of the client
   */
  GroupRow change(String client, String id, List<MemberPatch.Change> wanted) {
    var before = find(client, id);
    var changed = false;
    for (var change : wanted) {
      var users = new LinkedHashSet<>(change.users());
      if (change.display() != null) {
        users.addAll(groups.named(before, change.display()));
      }
      if (change.joins()) {
        demandKnown(client, users);
      }
      var moved = change.joins() ? groups.join(before, users) : groups.leave(before, users);
      changes.note(client, change.joins() ? Kind.JOINED : Kind.LEFT, before.id(), moved);
      changed |= !moved.isEmpty();
    }
    if (!changed) {
      return before;
    }
    var after =
        new GroupRow(
            before.id(),
            client,
            before.content(),
            before.version() + 1,
            before.created(),
            clock.instant().truncatedTo(ChronoUnit.MILLIS));
    groups.touch(after);
    news.about(client, after.id());
    return after;
  }

  private GroupRow find(String client, String id) {
    return Resources.id(id)
        .flatMap(known -> groups.find(client, known))
        .orElseThrow(() -> new ResourceNotFoundException("There is no such group."));
  }

  private Group shown(GroupRow row, Context context, boolean withMembers) {
    var group =
        Resources.of(
            Group.class,
            row.content(),
            row.id(),
            row.version(),
            row.created(),
            row.changed(),
            context);
    var members = withMembers ? groups.members(row.id()) : Map.<UUID, String>of();
    if (!members.isEmpty()) {
      var array = group.putArray("members");
      members.forEach(
          (user, name) -> {
            var member =
                array
                    .addObject()
                    .put("value", user.toString())
                    .put("display", name)
                    .put("type", "User");
            context
                .getCrossResourceReferenceUrl(user.toString(), "User")
                .ifPresent(url -> member.put("$ref", url));
          });
    }
    return group;
  }

  private static ObjectNode content(Group group) {
    ObjectNode json = ScimJson.object(group.toString());
    json.remove(NOT_KEPT);
    for (var key : List.of("displayName", "externalId")) {
      ScimJson.bound(key, json.path(key), LONGEST_NAME);
    }
    if (UserContent.found(json, "displayName").isEmpty()) {
      throw ScimJson.value("Attribute displayName is missing.");
    }
    return json;
  }

  private static Set<UUID> members(Group group) {
    var members = new LinkedHashSet<UUID>();
    for (var member : group.path("members")) {
      members.add(
          Resources.id(member.path("value").asText()).orElseThrow(GroupEndpoint::noSuchMember));
    }
    return members;
  }

  private static Set<UUID> without(Set<UUID> these, Set<UUID> those) {
    var rest = new LinkedHashSet<>(these);
    rest.removeAll(those);
    return rest;
  }

  static BadRequestException noSuchMember() {
    return ScimJson.value(
        "A member is no user of this client. Create the user first and name it by its id; groups in"
            + " groups are not offered.");
  }

  private static ConflictException taken() {
    return new ConflictException(
        "There is a group of this displayName and externalId already. Search for it by displayName"
            + " and update it.",
        "uniqueness");
  }
}
