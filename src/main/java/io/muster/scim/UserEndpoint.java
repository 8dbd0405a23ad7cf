package io.muster.scim;

import de.captaingoldfish.scim.sdk.common.constants.enums.SortOrder;
import de.captaingoldfish.scim.sdk.common.exceptions.ConflictException;
import de.captaingoldfish.scim.sdk.common.exceptions.ResourceNotFoundException;
import de.captaingoldfish.scim.sdk.common.resources.User;
import de.captaingoldfish.scim.sdk.common.schemas.SchemaAttribute;
import de.captaingoldfish.scim.sdk.server.endpoints.Context;
import de.captaingoldfish.scim.sdk.server.endpoints.ResourceHandler;
import de.captaingoldfish.scim.sdk.server.endpoints.features.EndpointType;
import de.captaingoldfish.scim.sdk.server.filter.FilterNode;
import de.captaingoldfish.scim.sdk.server.response.PartialListResponse;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** {@code /Users}: keeps what a client says, and hands on what it means. */
@Component
class UserEndpoint extends ResourceHandler<User> {
  private final UserRows users;
  private final GroupRows groups;
  private final Meanings meanings;
  private final Clock clock;

  UserEndpoint(UserRows users, GroupRows groups, Meanings meanings, Clock clock) {
    this.users = users;
    this.groups = groups;
    this.meanings = meanings;
    this.clock = clock;
  }

  @Override
  public User createResource(User user, Context context) {
    var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    var row =
        new UserRow(
            UUID.randomUUID(), ScimCall.client(context), UserContent.of(user, true), 1, now, now);
    if (!users.insert(row)) {
      throw taken();
    }
    meanings.of(row.client()).pushed(null, row);
    return shown(row, List.of(), context);
  }

  @Override
  public @Nullable User getResource(
      String id,
      List<SchemaAttribute> attributes,
      List<SchemaAttribute> excluded,
      Context context) {
    return Resources.id(id)
        .flatMap(known -> users.find(ScimCall.client(context), known))
        .map(
            row ->
                shown(
                    row,
                    Resources.wanted("groups", attributes, excluded)
                        ? groups.groupsOf(List.of(row.id())).getOrDefault(row.id(), List.of())
                        : List.of(),
                    context))
        .orElse(null);
  }

  @Override
  public @Nullable User getResourceForUpdate(
      String id,
      List<SchemaAttribute> attributes,
      List<SchemaAttribute> excluded,
      Context context,
      EndpointType why) {
    // a change starts from the whole, whatever of it the client wants to see afterwards
    return getResource(id, List.of(), List.of(), context);
  }

  @Override
  public PartialListResponse<User> listResources(
      long startIndex,
      int count,
      @Nullable FilterNode filter,
      @Nullable SchemaAttribute sortBy,
      @Nullable SortOrder sortOrder,
      List<SchemaAttribute> attributes,
      List<SchemaAttribute> excluded,
      Context context) {
    var client = ScimCall.client(context);
    var condition = FilterSql.USERS.condition(filter);
    var order = FilterSql.USERS.order(sortBy, Resources.descending(sortOrder));
    var rows = users.list(client, condition, order, startIndex - 1, count);
    var groupsOf =
        rows.isEmpty() || !Resources.wanted("groups", attributes, excluded)
            ? java.util.Map.<UUID, List<GroupRow>>of()
            : groups.groupsOf(rows.stream().map(UserRow::id).toList());
    return PartialListResponse.<User>builder()
        .totalResults(users.count(client, condition))
        .resources(
            rows.stream()
                .map(row -> shown(row, groupsOf.getOrDefault(row.id(), List.of()), context))
                .collect(Collectors.toList()))
        .build();
  }

  @Override
  public User updateResource(User user, Context context) {
    var client = ScimCall.client(context);
    var before = find(client, user.getId().orElse(""));
    var content = UserContent.of(user, before.content().active());
    var changed = !content.equals(before.content());
    var after =
        changed
            ? new UserRow(
                before.id(),
                client,
                content,
                before.version() + 1,
                before.created(),
                clock.instant().truncatedTo(ChronoUnit.MILLIS))
            : before;
    if (changed && !users.update(after)) {
      throw taken();
    }
    meanings.of(client).pushed(before, after);
    return shown(
        after, groups.groupsOf(List.of(after.id())).getOrDefault(after.id(), List.of()), context);
  }

  @Override
  public void deleteResource(String id, Context context) {
    var row = find(ScimCall.client(context), id);
    meanings.of(row.client()).deleted(row);
    users.delete(row);
  }

  private UserRow find(String client, String id) {
    return Resources.id(id)
        .flatMap(known -> users.find(client, known))
        .orElseThrow(() -> new ResourceNotFoundException("There is no such user."));
  }

  private static User shown(UserRow row, List<GroupRow> memberOf, Context context) {
    var user =
        Resources.of(
            User.class,
            row.content().json(),
            row.id(),
            row.version(),
            row.created(),
            row.changed(),
            context);
    if (!memberOf.isEmpty()) {
      var groups = user.putArray("groups");
      for (var group : memberOf) {
        groups
            .addObject()
            .put("value", group.id().toString())
            .put("display", GroupRows.displayName(group))
            .put("type", "direct");
      }
    }
    return user;
  }

  private static ConflictException taken() {
    return new ConflictException(
        "There is a user of this userName already. Search for it by userName and update it.",
        "uniqueness");
  }
}
