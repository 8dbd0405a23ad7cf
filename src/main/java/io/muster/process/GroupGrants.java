package io.muster.process;

import org.camunda.bpm.engine.AuthorizationService;
import org.camunda.bpm.engine.authorization.Authorization;
import org.camunda.bpm.engine.authorization.Permission;
import org.camunda.bpm.engine.authorization.Resource;

/** What groups may do in the engine. */
public final class GroupGrants {
  private final AuthorizationService authorizations;

  /** Grants through this service, as whoever calls it. */
  public GroupGrants(AuthorizationService authorizations) {
    this.authorizations = authorizations;
  }

  /**
   * Lets a group do more with a resource. What it may do already stays, as the roles and a process
   * of the owner's own grant the same in any order.
   *
   * @param id which resource of its kind, or {@link Authorization#ANY}
   */
  public void add(String group, Resource resource, String id, Permission... permissions) {
    var before =
        authorizations
            .createAuthorizationQuery()
            .authorizationType(Authorization.AUTH_TYPE_GRANT)
            .groupIdIn(group)
            .resourceType(resource)
            .resourceId(id)
            .list();
    var grant =
        before.isEmpty()
            ? authorizations.createNewAuthorization(Authorization.AUTH_TYPE_GRANT)
            : before.get(0);
    grant.setGroupId(group);
    grant.setResource(resource);
    grant.setResourceId(id);
    for (var permission : permissions) {
      grant.addPermission(permission);
    }
    authorizations.saveAuthorization(grant);
  }
}
