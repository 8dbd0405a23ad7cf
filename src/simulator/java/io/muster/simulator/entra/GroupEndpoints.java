package io.muster.simulator.entra;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.muster.simulator.Answer;
import io.muster.simulator.Call;
import io.muster.simulator.Routes;
import java.util.Collection;

/** What Graph does with groups. */
final class GroupEndpoints {
  private static final String GROUPS = "/v1.0/groups";

  private final Tenant tenant;
  private final Lists lists;

  GroupEndpoints(Tenant tenant, Lists lists) {
    this.tenant = tenant;
    this.lists = lists;
  }

  void on(Routes routes) {
    routes
        .on("GET", GROUPS, this::list)
        .on("GET", GROUPS + "/{group}", call -> Answer.json(200, Shapes.group(group(call), call)))
        .on("GET", GROUPS + "/{group}/members", call -> members(call, group(call).members()))
        .on(
            "GET",
            GROUPS + "/{group}/transitiveMembers",
            call -> members(call, tenant.membersWithin(group(call))))
        .on("POST", GROUPS + "/{group}/members/$ref", this::addMember)
        .on("DELETE", GROUPS + "/{group}/members/{member}/$ref", this::removeMember)
        .on("GET", GROUPS + "/{group}/transitiveMemberOf", this::groupsAround);
  }

  private Answer list(Call call) {
    var filter = call.parameter("$filter").map(GroupEndpoints::filter);
    return lists.page(
        call,
        tenant.groups().stream()
            .filter(group -> filter.map(it -> it.holds(Shapes.all(group))).orElse(true)),
        group -> Shapes.group(group, call));
  }

  private static Filter filter(String text) {
    try {
      return Filter.parse(text);
    } catch (IllegalArgumentException notUnderstood) {
      throw Shapes.badRequest("Invalid filter clause: " + text);
    }
  }

  private Answer members(Call call, Collection<String> ids) {
    return lists.page(call, ids.stream(), id -> member(id, call));
  }

  private ObjectNode member(String id, Call call) {
    var user = tenant.find(id);
    if (user.isPresent()) {
      return Shapes.user(user.get().data, call).put("@odata.type", "#microsoft.graph.user");
    }
    var group = tenant.group(id);
    return group.isPresent()
        ? Shapes.group(group.get(), call).put("@odata.type", "#microsoft.graph.group")
        : JsonNodeFactory.instance
            .objectNode()
            .put("@odata.type", "#microsoft.graph.servicePrincipal")
            .put("id", id);
  }

  private Answer addMember(Call call) {
    var group = byHand(call);
    var reference = call.json().path("@odata.id").asText();
    var member = reference.substring(reference.lastIndexOf('/') + 1);
    if (group.members().contains(member)) {
      throw Shapes.badRequest(
          "One or more added object references already exist for the following modified properties: 'members'.");
    }
    if (tenant.find(member).isEmpty() && tenant.group(member).isEmpty()) {
      throw Shapes.notFound(member);
    }
    tenant.addMember(group, member);
    return Answer.empty(204);
  }

  private Answer removeMember(Call call) {
    var group = byHand(call);
    var member = call.variable("member");
    if (!group.members().contains(member)) {
      throw Shapes.notFound(member);
    }
    tenant.removeMember(group, member);
    return Answer.empty(204);
  }

  private EntraGroup byHand(Call call) {
    var group = group(call);
    if (group.dynamic() || group.synced) {
      throw Shapes.badRequest("Members of this group cannot be changed by hand.");
    }
    return group;
  }

  private Answer groupsAround(Call call) {
    return lists.page(
        call,
        tenant.groupsAround(group(call).id).stream(),
        group -> Shapes.group(group, call).put("@odata.type", "#microsoft.graph.group"));
  }

  private EntraGroup group(Call call) {
    var id = call.variable("group");
    return tenant.group(id).orElseThrow(() -> Shapes.notFound(id));
  }
}
