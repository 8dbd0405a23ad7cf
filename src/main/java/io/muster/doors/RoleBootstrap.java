package io.muster.doors;

import static org.camunda.bpm.engine.authorization.Authorization.ANY;

import io.muster.process.GroupGrants;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import org.camunda.bpm.engine.AuthorizationService;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.authorization.BatchPermissions;
import org.camunda.bpm.engine.authorization.Groups;
import org.camunda.bpm.engine.authorization.Permission;
import org.camunda.bpm.engine.authorization.Permissions;
import org.camunda.bpm.engine.authorization.ProcessDefinitionPermissions;
import org.camunda.bpm.engine.authorization.Resource;
import org.camunda.bpm.engine.authorization.Resources;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Sees to it that every role is there with its grants, and that somebody can sign in. What an
 * administrator changed later is left alone; only a process that is new to the installation is
 * opened to those who start processes, once.
 */
@Component
class RoleBootstrap implements SmartInitializingSingleton {
  private static final List<String> PROCESSES =
      List.of("onboarding", "transfer", "leave", "offboarding");
  private static final String KEEPER = "keeper";

  private final IdentityService identity;
  private final AuthorizationService authorizations;
  private final GroupGrants grants;
  private final GrantedProcesses granted;
  private final AdminProperties admin;
  private final Recovery recovery;
  private final TransactionTemplate transaction;

  RoleBootstrap(
      IdentityService identity,
      AuthorizationService authorizations,
      GrantedProcesses granted,
      AdminProperties admin,
      Recovery recovery,
      TransactionTemplate transaction) {
    this.identity = identity;
    this.authorizations = authorizations;
    this.grants = new GroupGrants(authorizations);
    this.granted = granted;
    this.admin = admin;
    this.recovery = recovery;
    this.transaction = transaction;
  }

  @Override
  public void afterSingletonsInstantiated() {
    transaction.executeWithoutResult(
        status -> {
          for (var role : Role.values()) {
            if (identity.createGroupQuery().groupId(role.group()).count() == 0) {
              open(role);
            }
          }
          openProcesses(Role.HR);
          recovery.perform();
          firstAdministrator();
          keeper();
        });
  }

  private void openProcesses(Role role) {
    for (var process : PROCESSES) {
      if (granted.isFirst(role, process) && !has(role, process)) {
        // without READ the engine says that there is no such process
        grant(
            role,
            Resources.PROCESS_DEFINITION,
            process,
            Permissions.READ,
            Permissions.CREATE_INSTANCE);
      }
    }
  }

  private boolean has(Role role, String process) {
    return authorizations
            .createAuthorizationQuery()
            .groupIdIn(role.group())
            .resourceType(Resources.PROCESS_DEFINITION)
            .resourceId(process)
            .count()
        > 0;
  }

  private void open(Role role) {
    var group = identity.newGroup(role.group());
    group.setName(role.title());
    group.setType("WORKFLOW");
    identity.saveGroup(group);
    switch (role) {
      case HR -> {
        grant(role, Resources.PROCESS_INSTANCE, ANY, Permissions.CREATE);
        granted.forget(role);
      }
      case APPROVER -> {
        grant(role, Resources.APPLICATION, "tasklist", Permissions.ACCESS);
        grant(role, Resources.PROCESS_DEFINITION, ANY, Permissions.READ);
      }
      case OPERATOR -> {
        grant(role, Resources.APPLICATION, "tasklist", Permissions.ACCESS);
        grant(role, Resources.APPLICATION, "cockpit", Permissions.ACCESS);
        // not UPDATE_TASK: an operator does not answer for the approvers
        grant(
            role,
            Resources.PROCESS_DEFINITION,
            ANY,
            Permissions.READ,
            Permissions.READ_INSTANCE,
            Permissions.READ_HISTORY,
            Permissions.READ_TASK,
            ProcessDefinitionPermissions.RETRY_JOB);
        grant(
            role,
            Resources.BATCH,
            ANY,
            Permissions.READ,
            BatchPermissions.CREATE_BATCH_SET_JOB_RETRIES);
        grant(role, Resources.DECISION_DEFINITION, ANY, Permissions.READ, Permissions.READ_HISTORY);
      }
      case PROCESSOWNER -> {
        grant(role, Resources.APPLICATION, "cockpit", Permissions.ACCESS);
        grant(role, Resources.DEPLOYMENT, ANY, Permissions.READ, Permissions.CREATE);
        grant(role, Resources.PROCESS_DEFINITION, ANY, Permissions.READ);
        grant(role, Resources.DECISION_DEFINITION, ANY, Permissions.READ);
      }
      case AUDITOR -> {
        grant(role, Resources.APPLICATION, "cockpit", Permissions.ACCESS);
        grant(
            role,
            Resources.PROCESS_DEFINITION,
            ANY,
            Permissions.READ,
            Permissions.READ_INSTANCE,
            Permissions.READ_HISTORY,
            Permissions.READ_TASK);
        grant(role, Resources.DECISION_DEFINITION, ANY, Permissions.READ, Permissions.READ_HISTORY);
        grant(role, Resources.DEPLOYMENT, ANY, Permissions.READ);
      }
      case ADMINISTRATOR -> {
        for (var resource : Resources.values()) {
          grant(role, resource, ANY, Permissions.ALL);
        }
      }
    }
  }

  private void grant(Role role, Resource resource, String id, Permission... permissions) {
    grants.add(role.group(), resource, id, permissions);
  }

  private void firstAdministrator() {
    if (identity.createUserQuery().memberOfGroup(Role.ADMINISTRATOR.group()).count() > 0) {
      return;
    }
    var password = admin.demandPassword();
    if (identity.createUserQuery().userId(admin.user()).count() == 0) {
      var user = identity.newUser(admin.user());
      user.setFirstName("First");
      user.setLastName("Administrator");
      user.setPassword(password);
      GuardedIdentity.saveChecked(identity, user); // the settings were held against our own rules
    }
    identity.createMembership(admin.user(), Role.ADMINISTRATOR.group());
  }

  /**
   * While the engine's own administrators' group is empty, its pages show a form for a first
   * administrator to everybody and nothing else. So one account is in it, whose password nobody
   * knows.
   */
  private void keeper() {
    if (identity.createUserQuery().memberOfGroup(Groups.CAMUNDA_ADMIN).count() > 0) {
      return;
    }
    if (identity.createGroupQuery().groupId(Groups.CAMUNDA_ADMIN).count() == 0) {
      var group = identity.newGroup(Groups.CAMUNDA_ADMIN);
      group.setName("Keeps the setup page shut");
      group.setType(Groups.GROUP_TYPE_SYSTEM);
      identity.saveGroup(group);
    }
    if (identity.createUserQuery().userId(KEEPER).count() == 0) {
      var user = identity.newUser(KEEPER);
      user.setFirstName("Nobody");
      user.setLastName("Keeps the setup page shut");
      user.setPassword(randomPassword());
      identity.saveUser(user);
    }
    identity.createMembership(KEEPER, Groups.CAMUNDA_ADMIN);
  }

  private static String randomPassword() {
    var random = new byte[32];
    new SecureRandom().nextBytes(random);
    return Base64.getEncoder().encodeToString(random);
  }
}
