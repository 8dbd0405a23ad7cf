package io.muster.doors;

import io.muster.doors.AccountChange.What;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.identity.Group;
import org.camunda.bpm.engine.identity.User;
import org.camunda.bpm.engine.impl.IdentityServiceImpl;
import org.camunda.bpm.engine.impl.persistence.entity.UserEntity;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;

/**
 * The engine's identity service, with every check of a password behind the throttle: signing in to
 * the pages, to the REST API and to ours, and changing a password. It writes down who signed in,
 * and who changed accounts and groups.
 */
final class GuardedIdentity extends IdentityServiceImpl {
  private final ObjectProvider<SignInThrottle> throttle;
  private final ObjectProvider<AccountChanges> changes;

  GuardedIdentity(ObjectProvider<SignInThrottle> throttle, ObjectProvider<AccountChanges> changes) {
    this.throttle = throttle;
    this.changes = changes;
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
          var what = changedOf(user);
          if (what.contains(What.ADDRESS)) {
            demandNotTheOwn(user);
          }
          told(
              what.stream().map(each -> new AccountChange(user.getId(), each, Set.of())).toList(),
              () -> super.saveUser(user, skipPolicy));
        });
  }

  /** What somebody is about to change of another's account, or of whose account it is. */
  private Set<What> changedOf(User user) {
    var caller = getCurrentAuthentication();
    if (caller == null || caller.getUserId() == null) {
      return Set.of();
    }
    var now = unrestricted(() -> createUserQuery().userId(user.getId()).singleResult());
    if (now == null) {
      return Set.of(); // an account of its own has no groups yet
    }
    demandItsOwn((UserEntity) user, (UserEntity) now);
    var changed = EnumSet.noneOf(What.class);
    if (!Objects.requireNonNullElse(now.getEmail(), "")
        .equals(Objects.requireNonNullElse(user.getEmail(), ""))) {
      changed.add(What.ADDRESS);
    }
    if (((UserEntity) user).hasNewPassword() && !user.getId().equals(caller.getUserId())) {
      changed.add(What.PASSWORD);
    }
    return changed;
  }

  /** With the id of another in a profile, the engine would give them the caller's password. */
  private static void demandItsOwn(UserEntity user, UserEntity now) {
    if (!Objects.equals(now.getPassword(), user.getPassword())) {
      throw new BadUserRequestException(
          "Nothing was done. What was sent is about the account %s, and was sent to that of another, or to what is out of date."
              .formatted(user.getId()));
    }
  }

  /** Whose question it is, is told by the address too; so nobody changes their own. */
  private void demandNotTheOwn(User user) {
    var caller = getCurrentAuthentication();
    if (user.getId().equals(caller.getUserId())
        && (caller.getGroupIds() == null
            || !caller.getGroupIds().contains(Role.ADMINISTRATOR.group()))) {
      throw new BadUserRequestException(
          "Nothing was done. The e-mail address of an account tells whom its owner may not answer for, so an administrator changes it.");
    }
  }

  @Override
  public void deleteUser(String account) {
    audited(
        "account-deletion",
        account,
        () -> told(left(account, groupsOf(account)), () -> super.deleteUser(account)));
  }

  @Override
  public void saveGroup(Group group) {
    audited("group", group.getId(), () -> super.saveGroup(group));
  }

  @Override
  public void deleteGroup(String group) {
    audited(
        "group-deletion",
        group,
        () ->
            told(
                unrestricted(() -> createUserQuery().memberOfGroup(group).unlimitedList()).stream()
                    .flatMap(member -> left(member.getId(), Set.of(group)).stream())
                    .toList(),
                () -> super.deleteGroup(group)));
  }

  @Override
  public void createMembership(String account, String group) {
    audited(
        "membership",
        "%s into %s".formatted(account, group),
        () ->
            told(
                List.of(new AccountChange(account, What.JOINED, Set.of(group))),
                () -> super.createMembership(account, group)));
  }

  @Override
  public void deleteMembership(String account, String group) {
    audited(
        "membership-deletion",
        "%s out of %s".formatted(account, group),
        () -> told(left(account, Set.of(group)), () -> super.deleteMembership(account, group)));
  }

  private static List<AccountChange> left(String account, Set<String> groups) {
    return groups.isEmpty() ? List.of() : List.of(new AccountChange(account, What.LEFT, groups));
  }

  private Set<String> groupsOf(String account) {
    return unrestricted(() -> createGroupQuery().groupMember(account).unlimitedList()).stream()
        .map(Group::getId)
        .collect(Collectors.toSet());
  }

  /** Reads whatever the caller may see, as what is at stake is not what is shown. */
  private <T extends @Nullable Object> T unrestricted(Supplier<T> read) {
    return commandExecutor.execute(context -> context.runWithoutAuthorization(read::get));
  }

  /**
   * Does what a person wants and tells of it, in one transaction: what was told is kept even if
   * this is undone, never the other way round.
   */
  private void told(List<AccountChange> what, Runnable change) {
    var caller = getCurrentAuthentication();
    if (caller == null || caller.getUserId() == null || what.isEmpty()) {
      change.run();
      return;
    }
    commandExecutor.execute(
        context -> {
          change.run();
          changes.ifAvailable(
              hears -> what.forEach(each -> hears.changed(each, caller.getUserId())));
          return true;
        });
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
