package io.muster.directory.okta;

import com.okta.sdk.resource.api.GroupApi;
import com.okta.sdk.resource.api.GroupRuleApi;
import com.okta.sdk.resource.api.UserApi;
import com.okta.sdk.resource.api.UserLifecycleApi;
import com.okta.sdk.resource.api.UserResourcesApi;
import com.okta.sdk.resource.api.UserSessionsApi;
import com.okta.sdk.resource.model.CreateUserRequest;
import com.okta.sdk.resource.model.Group;
import com.okta.sdk.resource.model.GroupRule;
import com.okta.sdk.resource.model.GroupRuleStatus;
import com.okta.sdk.resource.model.GroupType;
import com.okta.sdk.resource.model.UpdateUserRequest;
import com.okta.sdk.resource.model.UserProfile;
import com.okta.sdk.resource.model.UserStatus;
import io.muster.directory.Account;
import io.muster.directory.AccountId;
import io.muster.directory.Directory;
import io.muster.ledger.Ledger;
import io.muster.people.EmployeeId;
import io.muster.people.Worker;
import io.muster.remote.RemoteFailure.Refused;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One Okta org.
 *
 * <p>People are found by login, which is current, and by employee number, whose index lags; so a
 * new account is looked for both ways before it is made.
 *
 * @see <a href="https://developer.okta.com/docs/api/openapi/okta-management/management/tag/User/">
 *     Okta's users</a>
 */
final class OktaDirectory implements Directory {
  private static final int PAGE = 200;

  private final String connection;
  private final OktaAnswers okta;
  private final Ledger ledger;
  private final UserApi users;
  private final UserLifecycleApi lifecycle;
  private final UserSessionsApi sessions;
  private final UserResourcesApi resources;
  private final GroupApi groups;
  private final GroupRuleApi rules;

  OktaDirectory(String connection, OktaWire wire, OktaAnswers okta, Ledger ledger) {
    this.connection = connection;
    this.okta = okta;
    this.ledger = ledger;
    var client = wire.client();
    this.users = new UserApi(client);
    this.lifecycle = new UserLifecycleApi(client);
    this.sessions = new UserSessionsApi(client);
    this.resources = new UserResourcesApi(client);
    this.groups = new GroupApi(client);
    this.rules = new GroupRuleApi(client);
  }

  @Override
  public String connection() {
    return connection;
  }

  @Override
  public Optional<Account> find(EmployeeId employee) {
    return byNumber(employee).map(OktaDirectory::account);
  }

  @Override
  public Optional<Account> read(AccountId account) {
    return user(account.value()).map(OktaDirectory::account);
  }

  @Override
  public AccountId ensureAccount(Worker worker) {
    var mine = mine(worker);
    var user = mine.isPresent() ? mine.get() : create(worker);
    update(user, worker);
    letIn(user);
    return new AccountId(user.id());
  }

  private Optional<Found> mine(Worker worker) {
    var atAddress = user(worker.workEmail());
    if (atAddress.isEmpty()) {
      return byNumber(worker.id());
    }
    if (!worker.id().value().equals(atAddress.get().profile().getEmployeeNumber())) {
      throw new Refused(
          "In Okta (%s) the address of employee %s is held by account %s, which bears %s. Give one of them another address, or write the right number on the account."
              .formatted(
                  connection,
                  worker.id(),
                  atAddress.get().id(),
                  atAddress.get().profile().getEmployeeNumber() == null
                      ? "no employee number"
                      : "another employee number"));
    }
    return atAddress;
  }

  private Found create(Worker worker) {
    var request = new CreateUserRequest();
    request.setProfile(written(worker));
    try {
      ledger.perform(
          connection,
          "account.create",
          worker.id().value(),
          () -> okta.ask(() -> users.createUser(request, true, false, null)));
    } catch (Refused refused) {
      // the number's index was behind, or an earlier answer was lost
      return mine(worker).orElseThrow(() -> refused);
    }
    return user(worker.workEmail())
        .orElseThrow(
            () ->
                new Refused(
                    "Okta (%s) made an account for employee %s and does not show it. Look there."
                        .formatted(connection, worker.id())));
  }

  private void update(Found user, Worker worker) {
    var wanted = written(worker);
    wanted.setLogin(null);
    wanted.setEmail(null);
    if (same(user.profile(), wanted)) {
      return;
    }
    var request = new UpdateUserRequest();
    request.setProfile(wanted);
    ledger.perform(
        connection,
        "account.update",
        user.id(),
        () -> okta.ask(() -> users.updateUser(user.id(), request, false)));
  }

  private void letIn(Found user) {
    if (user.status() == UserStatus.SUSPENDED) {
      perform("account.unsuspend", user.id(), () -> lifecycle.unsuspendUser(user.id()));
    } else if (user.status() == UserStatus.STAGED || user.status() == UserStatus.DEPROVISIONED) {
      perform("account.activate", user.id(), () -> lifecycle.activateUser(user.id(), true));
    }
  }

  private static UserProfile written(Worker worker) {
    var profile = new UserProfile();
    profile.setLogin(worker.workEmail());
    profile.setEmail(worker.workEmail());
    profile.setFirstName(worker.givenName());
    profile.setLastName(worker.familyName());
    profile.setEmployeeNumber(worker.id().value());
    profile.setDepartment(worker.department());
    profile.setTitle(worker.title());
    profile.setCity(worker.location());
    if (worker.costCenter() != null) {
      profile.setCostCenter(worker.costCenter());
    }
    if (worker.manager() != null) {
      profile.setManagerId(worker.manager().value());
    }
    return profile;
  }

  private static boolean same(UserProfile there, UserProfile wanted) {
    return Objects.equals(there.getFirstName(), wanted.getFirstName())
        && Objects.equals(there.getLastName(), wanted.getLastName())
        && Objects.equals(there.getEmployeeNumber(), wanted.getEmployeeNumber())
        && Objects.equals(there.getDepartment(), wanted.getDepartment())
        && Objects.equals(there.getTitle(), wanted.getTitle())
        && Objects.equals(there.getCity(), wanted.getCity())
        && (wanted.getCostCenter() == null
            || Objects.equals(there.getCostCenter(), wanted.getCostCenter()))
        && (wanted.getManagerId() == null
            || Objects.equals(there.getManagerId(), wanted.getManagerId()));
  }

  @Override
  public Set<String> groupsOf(AccountId account) {
    return okta.read(() -> resources.listUserGroups(account.value())).orElse(List.of()).stream()
        .filter(group -> group.getType() != GroupType.BUILT_IN)
        .map(OktaDirectory::name)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Override
  public String whyNotIn(AccountId account, Set<String> wanted) {
    var all = allRules();
    return wanted.stream()
        .sorted()
        .map(group -> group + ": " + why(group, all))
        .collect(Collectors.joining("; "));
  }

  private String why(String name, List<GroupRule> all) {
    var id =
        okta
            .read(() -> groups.listGroups(name, null, null, PAGE, null, null, null, null))
            .orElse(List.of())
            .stream()
            .filter(group -> name.equals(name(group)))
            .map(Group::getId)
            .findFirst();
    if (id.isEmpty()) {
      return "there is no such group in Okta";
    }
    var feeding = all.stream().filter(rule -> targets(rule).contains(id.get())).toList();
    if (feeding.isEmpty()) {
      return "no group rule puts anybody there";
    }
    if (feeding.stream().anyMatch(rule -> rule.getStatus() == GroupRuleStatus.ACTIVE)) {
      return "its rule is at work; either it is still being evaluated, or the person's attributes do not fit it";
    }
    return feeding.stream().anyMatch(rule -> rule.getStatus() == GroupRuleStatus.INVALID)
        ? "its rule is broken (INVALID in Okta)"
        : "its rule is switched off (INACTIVE in Okta)";
  }

  private List<GroupRule> allRules() {
    var all = new ArrayList<GroupRule>();
    for (String after = null; ; ) {
      var from = after;
      var page = okta.read(() -> rules.listGroupRules(PAGE, from, null, null)).orElse(List.of());
      all.addAll(page);
      if (page.size() < PAGE) {
        return all;
      }
      after = page.get(page.size() - 1).getId();
    }
  }

  private static List<String> targets(GroupRule rule) {
    var actions = rule.getActions();
    return actions == null || actions.getAssignUserToGroups() == null
        ? List.of()
        : Optional.ofNullable(actions.getAssignUserToGroups().getGroupIds()).orElse(List.of());
  }

  @Override
  public void ensureSuspended(AccountId account) {
    var found = user(account.value());
    if (found.isEmpty() || account(found.get()).barred()) {
      return;
    }
    // Okta suspends only what is active; everything else that might sign in is deactivated
    if (found.get().status() == UserStatus.ACTIVE) {
      perform("account.suspend", account.value(), () -> lifecycle.suspendUser(account.value()));
      saw("account.suspend", account);
    } else {
      deactivate(account);
    }
  }

  @Override
  public void ensureSessionsEnded(AccountId account) {
    perform(
        "sessions.end", account.value(), () -> sessions.revokeUserSessions(account.value(), true));
  }

  @Override
  public void ensureRetired(AccountId account) {
    var found = user(account.value());
    if (found.isPresent() && found.get().status() != UserStatus.DEPROVISIONED) {
      deactivate(account);
    }
  }

  private void deactivate(AccountId account) {
    perform(
        "account.retire",
        account.value(),
        () -> lifecycle.deactivateUser(account.value(), false, null));
    saw("account.retire", account);
  }

  private void perform(String action, String target, Runnable call) {
    ledger.perform(connection, action, target, () -> okta.write(call));
  }

  private void saw(String action, AccountId account) {
    var now = user(account.value());
    ledger.saw(
        action,
        account.value(),
        now.map(user -> account(user).barred()).orElse(true),
        now.map(user -> String.valueOf(user.status())).orElse("gone"));
  }

  private Optional<Found> byNumber(EmployeeId employee) {
    var quoted = employee.value().replace("\\", "\\\\").replace("\"", "\\\"");
    var found =
        okta
            .read(
                () ->
                    users.listUsers(
                        null,
                        null,
                        null,
                        PAGE,
                        null,
                        "profile.employeeNumber eq \"" + quoted + "\"",
                        null,
                        null))
            .orElse(List.of())
            .stream()
            .map(user -> new Found(user.getId(), user.getStatus(), user.getProfile()))
            .filter(user -> employee.value().equals(user.profile().getEmployeeNumber()))
            .toList();
    var live = found.stream().filter(user -> user.status() != UserStatus.DEPROVISIONED).toList();
    var candidates = live.isEmpty() ? found : live;
    if (candidates.size() > 1) {
      throw new Refused(
          "In Okta (%s) %d accounts bear the employee number %s. Leave it on one of them."
              .formatted(connection, candidates.size(), employee));
    }
    return candidates.stream().findFirst();
  }

  private Optional<Found> user(String key) {
    return okta.read(() -> users.getUser(key, null, null))
        .map(user -> new Found(user.getId(), user.getStatus(), user.getProfile()));
  }

  private static String name(Group group) {
    return group.getProfile() == null ? "" : String.valueOf(group.getProfile().getName());
  }

  private static Account account(Found user) {
    var number = user.profile().getEmployeeNumber();
    return new Account(
        new AccountId(user.id()),
        String.valueOf(user.profile().getLogin()),
        number == null || number.isBlank() ? null : new EmployeeId(number),
        status(user.status()));
  }

  private static Account.Status status(@Nullable UserStatus status) {
    if (status == null) {
      return Account.Status.OTHER;
    }
    return switch (status) {
      case STAGED, PROVISIONED -> Account.Status.PENDING;
      case ACTIVE, RECOVERY, PASSWORD_EXPIRED, LOCKED_OUT -> Account.Status.ACTIVE;
      case SUSPENDED -> Account.Status.SUSPENDED;
      case DEPROVISIONED -> Account.Status.RETIRED;
      case UNKNOWN_DEFAULT_OPEN_API -> Account.Status.OTHER;
    };
  }

  /** An account as Okta shows it; Okta's own model has one type for a list and another for one. */
  private record Found(String id, @Nullable UserStatus status, UserProfile profile) {
    Found(String id, @Nullable UserStatus status, @Nullable UserProfile profile) {
      this.id = id;
      this.status = status;
      this.profile = profile == null ? new UserProfile() : profile;
    }
  }
}
