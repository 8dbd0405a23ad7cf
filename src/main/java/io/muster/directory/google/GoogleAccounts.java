package io.muster.directory.google;

import static io.muster.directory.vendor.AccountActions.ACTIVATE;
import static io.muster.directory.vendor.AccountActions.RETIRE;
import static io.muster.directory.vendor.AccountActions.SUSPEND;

import com.google.api.services.directory.model.User;
import io.muster.directory.google.GoogleAnswers.AlreadyThere;
import io.muster.directory.google.GoogleProperties.Connection;
import io.muster.directory.google.GoogleProperties.Retiring;
import io.muster.directory.vendor.AccountDisabling;
import io.muster.directory.vendor.AccountVisibility;
import io.muster.directory.vendor.AccountWrite;
import io.muster.directory.vendor.AttributeWrite;
import io.muster.directory.vendor.SessionsSeen;
import io.muster.directory.vendor.Undeletion;
import io.muster.directory.vendor.VendorAccounts;
import io.muster.directory.vendor.VendorConnection;
import io.muster.people.EmployeeId;
import io.muster.people.Worker;
import io.muster.remote.RemoteFailure.Refused;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The accounts of some domains of one Google customer.
 *
 * <p>A new user may not be shown for some seconds. None is ever erased: Google keeps no record of
 * an erased one, and a rescinded leaving could not bring its mail back.
 *
 * @see <a href="https://developers.google.com/workspace/admin/directory/reference/rest/v1/users">
 *     Google's users</a>
 */
final class GoogleAccounts implements VendorAccounts<GoogleUser> {
  static final String KIND = "Google Workspace";

  private static final Duration NEW_AWAITED = Duration.ofMinutes(5);
  private static final Duration UNDELETION_PAUSE = Duration.ofMinutes(5);
  private static final Duration LONGEST_UNDELETION = Duration.ofDays(1);

  private final VendorConnection name;
  private final Connection connection;
  private final UserApi users;
  private final GroupApi groups;
  private final UserMapping profile;

  GoogleAccounts(String name, Connection connection, UserApi users, GroupApi groups) {
    this.name = new VendorConnection(KIND, "Google", name);
    this.connection = connection;
    this.users = users;
    this.groups = groups;
    this.profile = new UserMapping(connection.attributes());
  }

  @Override
  public VendorConnection connection() {
    return name;
  }

  @Override
  public Map<String, String> attributes() {
    var names = connection.attributes();
    return Map.of(
        "employeeId", names.employeeNumber(),
        "givenName", "name.givenName",
        "familyName", "name.familyName",
        "workEmail", "primaryEmail",
        "title", names.title(),
        "department", names.department(),
        "costCenter", names.costCenter(),
        "location", names.location(),
        "manager", names.manager());
  }

  @Override
  public AccountVisibility visibility() {
    return new AccountVisibility.NewAccountsLate(NEW_AWAITED);
  }

  @Override
  public List<GoogleUser> searchByNumber(EmployeeId employee) {
    return users.search(profile.employeeNumber().search(employee.value())).stream()
        .flatMap(id -> users.user(id).stream())
        .toList();
  }

  @Override
  public List<GoogleUser> searchByMail(String address) {
    return holder(address).stream().toList();
  }

  /** By address or alias; Google shows nobody of other domains, and minds being asked. */
  @Override
  public Optional<GoogleUser> holder(String address) {
    return connection.covers(address)
        ? users.userNamed(address).filter(user -> user.reachedBy(address))
        : Optional.empty();
  }

  @Override
  public Optional<GoogleUser> read(String id) {
    return users.user(id);
  }

  @Override
  public Optional<String> number(GoogleUser user) {
    return profile.employeeNumber().read(user.json());
  }

  @Override
  public void demandFits(Worker worker) {
    if (!connection.covers(worker.workEmail())) {
      throw new Refused(
          "The address of employee %s is in none of the domains %s of %s. Have HR give another address, or mend the routing table."
              .formatted(worker.id(), connection.domains(), name));
    }
  }

  @Override
  public void demandFree(Worker worker) {
    if (users.deletedAt(worker.workEmail())) {
      throw new Refused(
          "An account in %s that was deleted in the last 20 days still holds the address of employee %s. Restore it in the Admin console under Users, Recently deleted, and write the number on it (%s), or have HR give another address; then try again."
              .formatted(name, worker.id(), connection.attributes().employeeNumber()));
    }
  }

  @Override
  public String create(Worker worker) {
    return users.create(profile.created(worker, connection.orgUnit()));
  }

  @Override
  public Refused whyNotMade(Worker worker, Refused refused) {
    return refused.getCause() instanceof AlreadyThere
            && groups.group(worker.workEmail()).isPresent()
        ? new Refused(
            "A group in %s has the address of employee %s. Give the group another address, or have HR give the person one."
                .formatted(name, worker.id()))
        : refused;
  }

  @Override
  public void demandOurs(GoogleUser user, Worker worker) {
    demandNotShut(user);
  }

  /** What Google itself shut stays shut, whatever is written; so nothing is. */
  private void demandNotShut(GoogleUser user) {
    if (user.shutByGoogle()) {
      throw new Refused(
          "Google itself suspended account %s in %s (%s). Have a super admin ask for its return in the Admin console, then try again; no program can bring it back."
              .formatted(user.id(), name, user.json().getSuspensionReason()));
    }
  }

  @Override
  public Optional<AttributeWrite> changes(GoogleUser user, Worker worker) {
    return profile
        .changes(user, worker)
        .map(
            changes ->
                new AttributeWrite(
                    UserMapping.words(changes), () -> users.update(user.id(), changes)));
  }

  @Override
  public Refused notWritten(String id, Set<String> attributes) {
    return new Refused(
        "%s took the change of account %s but keeps its own %s. See whether another system writes them."
            .formatted(name, id, attributes));
  }

  @Override
  public void demandLogin(GoogleUser user, String login) {
    if (!connection.covers(login)) {
      throw new Refused(
          "The new address of account %s is in none of the domains %s of %s. Have HR give another address, or mend the routing table."
              .formatted(user.id(), connection.domains(), name));
    }
  }

  /** The former address goes on reaching the person, as an alias. */
  @Override
  public void writeLogin(String id, String login) {
    users.update(id, new User().setPrimaryEmail(login));
  }

  @Override
  public String loginWord() {
    return "address";
  }

  @Override
  public AccountWrite enabling(GoogleUser user) {
    demandNotShut(user);
    var back = new User().setSuspended(false).setArchived(false);
    if (connection.unitOfLeavers().equals(Optional.ofNullable(user.json().getOrgUnitPath()))) {
      back.setOrgUnitPath(connection.orgUnit());
    }
    return new AccountWrite(ACTIVATE, () -> users.update(user.id(), back));
  }

  /** Google takes a deletion back for some days, and is not always quick about it. */
  @Override
  public Optional<Undeletion> undeletion(String id) {
    return Optional.of(
        new Undeletion(() -> users.undelete(id), UNDELETION_PAUSE, LONGEST_UNDELETION));
  }

  @Override
  public AccountDisabling<GoogleUser> disabling(GoogleUser user) {
    if (user.open()) {
      refuseOurOwn(user);
    }
    var changes = new User().setSuspended(true);
    return new AccountDisabling<>(
        new AccountWrite(SUSPEND, () -> users.update(user.id(), changes)), it -> !it.open());
  }

  /** Suspends too, so that a licence for archived users that ends lets nobody in again. */
  @Override
  public AccountDisabling<GoogleUser> retiring(GoogleUser user) {
    if (!user.retired()) {
      refuseOurOwn(user);
    }
    var changes = new User().setSuspended(true);
    if (connection.retiring() == Retiring.ARCHIVE) {
      changes.setArchived(true);
    } else {
      connection.unitOfLeavers().ifPresent(changes::setOrgUnitPath);
    }
    return new AccountDisabling<>(
        new AccountWrite(RETIRE, () -> users.update(user.id(), changes)), GoogleUser::retired);
  }

  private void refuseOurOwn(GoogleUser user) {
    if (user.reachedBy(connection.admin())) {
      throw new Refused(
          "Account %s in %s is the administrator in whose name Muster calls; without it nothing works any more. Set %s.admin-email to another administrator, then try again."
              .formatted(user.id(), name, name.settings()));
    }
  }

  /**
   * Google's sign-out leaves the tokens of applications and their passwords alone, so these are
   * taken away one by one.
   */
  @Override
  public void endSessions(String id) {
    users.signOut(id);
    users.tokens(id).forEach(client -> users.revokeToken(id, client));
    users.appPasswords(id).forEach(code -> users.removeAppPassword(id, code));
  }

  @Override
  public Optional<SessionsSeen> sessionsAfter(GoogleUser before) {
    var tokens = users.tokens(before.id()).size();
    var passwords = users.appPasswords(before.id()).size();
    return Optional.of(
        new SessionsSeen(
            tokens == 0 && passwords == 0,
            "%d tokens and %d application passwords left".formatted(tokens, passwords)));
  }

  /** Google shows no sessions, and a suspended account proves nothing about them. */
  @Override
  public Optional<Boolean> sessionsEnded(String id, Instant since) {
    return Optional.empty();
  }

  /**
   * Only a super administrator may touch another one.
   *
   * @see <a href="https://support.google.com/a/answer/2405986">Pre-built administrator roles</a>
   */
  @Override
  public Optional<String> whyProtected(String id) {
    return users
        .user(id)
        .filter(GoogleUser::administrator)
        .map(
            user ->
                "it is an administrator's, whom only a super admin may touch. Take the role away in the Admin console under Account, Admin roles,");
  }
}
