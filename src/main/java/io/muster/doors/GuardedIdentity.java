package io.muster.doors;

import java.util.Objects;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.identity.Group;
import org.camunda.bpm.engine.identity.User;
import org.camunda.bpm.engine.impl.IdentityServiceImpl;
import org.springframework.beans.factory.ObjectProvider;

/**
 * The engine's identity service, with every check of a password behind the throttle: signing in to
 * the pages, to the REST API and to ours, and changing a password. It writes down who signed in,
 * and who changed accounts and groups.
 */
final class GuardedIdentity extends IdentityServiceImpl {
  private final ObjectProvider<SignInThrottle> throttle;

  GuardedIdentity(ObjectProvider<SignInThrottle> throttle) {
    this.throttle = throttle;
  }

  /** Saves somebody whose password was held against rules already: those of the settings. */
  static void saveChecked(IdentityService identity, User user) {
    ((IdentityServiceImpl) identity).saveUser(user, true);
  }

  @Override
  public boolean checkPassword(String account, String password) {
    var address = Caller.address();
    if (account == null || password == null || address.isEmpty()) {
      return super.checkPassword(account, password);
    }
    return isRight(account, password, address.orElseThrow());
  }

  private boolean isRight(String account, String password, String address) {
    var guard = throttle.getObject();
    if (guard.isTrusted(account, address) && super.checkPassword(account, password)) {
      Audit.signIn(true, account, address, "");
      return true;
    }
    if (!guard.mayTry(account, address)) {
      Audit.signIn(false, account, address, "too many wrong passwords, not looked at");
      return false;
    }
    if (!super.checkPassword(account, password)) {
      Audit.signIn(false, account, address, "unknown account or wrong password");
      return false;
    }
    guard.right(account, address);
    Audit.signIn(true, account, address, "");
    return true;
  }

  @Override
  public void unlockUser(String account) {
    audited(
        "account-unlocking",
        account,
        () -> {
          super.unlockUser(account);
          throttle.getObject().release(account);
        });
  }

  @Override
  public void saveUser(User user) {
    saveUser(user, false);
  }

  @Override
  public void saveUser(User user, boolean skipPolicy) {
    audited(
        "account",
        user.getId(),
        () -> {
          demandOwnAddressUnchanged(user);
          super.saveUser(user, skipPolicy);
        });
  }

  /** Whose question it is, is told by the address too; so nobody changes their own. */
  private void demandOwnAddressUnchanged(User user) {
    var caller = getCurrentAuthentication();
    if (caller == null
        || !user.getId().equals(caller.getUserId())
        || (caller.getGroupIds() != null
            && caller.getGroupIds().contains(Role.ADMINISTRATOR.group()))) {
      return;
    }
    var now = createUserQuery().userId(user.getId()).singleResult();
    if (now != null
        && !Objects.requireNonNullElse(now.getEmail(), "")
            .equals(Objects.requireNonNullElse(user.getEmail(), ""))) {
      throw new BadUserRequestException(
          "Nothing was done. The e-mail address of an account tells whom its owner may not answer for, so an administrator changes it.");
    }
  }

  @Override
  public void deleteUser(String account) {
    audited("account-deletion", account, () -> super.deleteUser(account));
  }

  @Override
  public void saveGroup(Group group) {
    audited("group", group.getId(), () -> super.saveGroup(group));
  }

  @Override
  public void deleteGroup(String group) {
    audited("group-deletion", group, () -> super.deleteGroup(group));
  }

  @Override
  public void createMembership(String account, String group) {
    audited(
        "membership",
        "%s into %s".formatted(account, group),
        () -> super.createMembership(account, group));
  }

  @Override
  public void deleteMembership(String account, String group) {
    audited(
        "membership-deletion",
        "%s out of %s".formatted(account, group),
        () -> super.deleteMembership(account, group));
  }

  private void audited(String act, String details, Runnable change) {
    var caller = getCurrentAuthentication();
    var who = caller == null ? null : caller.getUserId();
    try {
      change.run();
      Audit.act(act, true, who, details);
    } catch (ProcessEngineException refused) {
      Audit.act(act, false, who, details);
      throw refused;
    }
  }
}
