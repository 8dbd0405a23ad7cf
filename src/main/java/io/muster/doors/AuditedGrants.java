package io.muster.doors;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.authorization.Authorization;
import org.camunda.bpm.engine.authorization.Permissions;
import org.camunda.bpm.engine.impl.AuthorizationServiceImpl;
import org.camunda.bpm.engine.impl.identity.Authentication;
import org.jspecify.annotations.Nullable;

/** The engine's authorization service, which writes down who changed what people may do. */
final class AuditedGrants extends AuthorizationServiceImpl {
  private final Supplier<@Nullable Authentication> caller;

  AuditedGrants(Supplier<@Nullable Authentication> caller) {
    this.caller = caller;
  }

  @Override
  public Authorization saveAuthorization(Authorization grant) {
    var what =
        "for %s on resource type %d '%s': %s"
            .formatted(
                Optional.ofNullable(grant.getGroupId())
                    .map("group "::concat)
                    .orElse("user " + grant.getUserId()),
                grant.getResourceType(),
                grant.getResourceId(),
                Arrays.stream(grant.getPermissions(Permissions.values()))
                    .filter(it -> it != Permissions.NONE)
                    .toList());
    try {
      var saved = super.saveAuthorization(grant);
      Audit.act("grant", true, who(), what);
      return saved;
    } catch (ProcessEngineException refused) {
      Audit.act("grant", false, who(), what);
      throw refused;
    }
  }

  @Override
  public void deleteAuthorization(String id) {
    try {
      super.deleteAuthorization(id);
      Audit.act("grant-deletion", true, who(), id);
    } catch (ProcessEngineException refused) {
      Audit.act("grant-deletion", false, who(), id);
      throw refused;
    }
  }

  private @Nullable String who() {
    return Optional.ofNullable(caller.get()).map(Authentication::getUserId).orElse(null);
  }
}
