package io.muster.directory.entra;

import static io.muster.directory.vendor.AccountActions.ACTIVATE;
import static io.muster.directory.vendor.AccountActions.RESTORE;
import static io.muster.directory.vendor.AccountActions.RETIRE;
import static io.muster.directory.vendor.AccountActions.SUSPEND;

import com.microsoft.graph.models.User;
import io.muster.directory.Directory;
import io.muster.directory.entra.EntraProperties.Connection;
import io.muster.directory.entra.EntraProperties.Retiring;
import io.muster.directory.vendor.AccountDisabling;
import io.muster.directory.vendor.AccountSearch;
import io.muster.directory.vendor.AccountVisibility;
import io.muster.directory.vendor.AccountWrite;
import io.muster.directory.vendor.AttributeWrite;
import io.muster.directory.vendor.ManagerLinks;
import io.muster.directory.vendor.SessionsSeen;
import io.muster.directory.vendor.VendorAccounts;
import io.muster.directory.vendor.VendorConnection;
import io.muster.ledger.CaseRef;
import io.muster.people.EmployeeId;
import io.muster.people.LegalHolds;
import io.muster.people.Worker;
import io.muster.remote.RemoteFailure.Refused;
import io.muster.remote.RemoteFailure.Unavailable;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The accounts of one Entra tenant.
 *
 * <p>Entra knows no suspension beside {@code accountEnabled}; an account is retired when it is
 * disabled for good or, where that is wanted, put into the bin, from which it comes back for 30
 * days.
 *
 * @see <a href="https://learn.microsoft.com/graph/api/resources/user">Graph's users</a>
 */
final class EntraAccounts implements VendorAccounts<EntraUser> {
  static final String KIND = "Entra ID";

  private static final Logger log = LoggerFactory.getLogger(EntraAccounts.class);

  private final VendorConnection name;
  private final Connection connection;
  private final String number;
  private final EntraApi api;
  private final LegalHolds holds;
  private final CopiesAndGuests elsewhere;

  EntraAccounts(String name, Connection connection, EntraApi api, LegalHolds holds) {
    this.name = new VendorConnection(KIND, "Entra", name);
    this.connection = connection;
    this.number = connection.attributes().employeeNumber();
    this.api = api;
    this.holds = holds;
    this.elsewhere = new CopiesAndGuests(this.name);
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
        "givenName", "givenName",
        "familyName", "surname",
        "workEmail", "userPrincipalName",
        "title", "jobTitle",
        "department", "department",
        "costCenter", names.costCenter(),
        "location", names.location(),
        "manager", "manager");
  }

  @Override
  public AccountVisibility visibility() {
    return new AccountVisibility.Replicated();
  }

  /** The index may still show somebody who was put into the bin, where the number is not shown. */
  @Override
  public List<EntraUser> searchByNumber(EmployeeId employee) {
    return api.search(EntraApi.bearing(number, employee), UserProperty.needsIndex(number)).stream()
        .flatMap(
            id ->
                api
                    .user(id)
                    .or(() -> api.binned(id).map(user -> user.numbered(number, employee)))
                    .stream())
        .toList();
  }

  @Override
  public List<EntraUser> searchDeletedByNumber(EmployeeId employee) {
    return api.searchBin(EntraApi.bearing(number, employee));
  }

  @Override
  public List<EntraUser> searchByMail(String address) {
    var filter =
        "mail eq %s or proxyAddresses/any(p:p eq %s)"
            .formatted(EntraCalls.quoted(address), EntraCalls.quoted("smtp:" + address));
    return api.search(filter, true).stream()
        .flatMap(id -> api.user(id).stream())
        .filter(user -> user.reachedAt(address))
        .toList();
  }

  @Override
  public Optional<EntraUser> holder(String address) {
    return api.userNamed(address).filter(user -> user.login().equalsIgnoreCase(address));
  }

  @Override
  public List<EntraUser> holdersByAlias(String address) {
    return searchByMail(address);
  }

  @Override
  public Optional<EntraUser> read(String id) {
    return api.user(id);
  }

  @Override
  public Optional<EntraUser> readDeleted(String id) {
    return api.binned(id);
  }

  @Override
  public Optional<String> number(EntraUser user) {
    return user.attribute(number);
  }

  @Override
  public boolean isFormer(EntraUser user) {
    return user.deleted() || (connection.retiring() == Retiring.DISABLE && !user.open());
  }

  @Override
  public void demandFits(Worker worker) {
    if (number.equals(UserProperty.EMPLOYEE_ID)
        && worker.id().value().length() > UserProperty.LONGEST_EMPLOYEE_ID) {
      throw new Refused(
          "The number of employee %s is longer than the %d characters that Entra's employeeId takes. Set %s.attributes.employee-number to an extension attribute."
              .formatted(worker.id(), UserProperty.LONGEST_EMPLOYEE_ID, name.settings()));
    }
  }

  @Override
  public void demandFree(Worker worker) {
    if (!connection.takes(worker.workEmail())) {
      throw wrongDomain("address of employee " + worker.id());
    }
  }

  private Refused wrongDomain(String whose) {
    return new Refused(
        "The %s has none of the domains %s of %s. Have HR give another address, or mend %s.domains."
            .formatted(whose, connection.domains(), name, name.settings()));
  }

  @Override
  public String create(Worker worker) {
    return api.create(UserOf.created(worker, connection.attributes()));
  }

  @Override
  public void demandOurs(EntraUser user, Worker worker) {
    if (!CopiesAndGuests.has(user)) {
      return;
    }
    var wanted = new TreeSet<>(UserOf.changes(user, worker, connection.attributes()).keySet());
    if (!user.open()) {
      wanted.add("accountEnabled");
    }
    if (isManagerDifferent(user, worker)) {
      wanted.add("manager");
    }
    if (!wanted.isEmpty()) {
      throw elsewhere.notOurs(user, wanted);
    }
  }

  /** A manager without an account here is none that could be written. */
  private boolean isManagerDifferent(EntraUser user, Worker worker) {
    var wanted = worker.manager();
    if (wanted == null) {
      return user.manager().isPresent();
    }
    return !user.isManagedBy(number, wanted)
        && new AccountSearch<>(this)
            .idOf(wanted)
            .filter(id -> !user.manager().equals(Optional.of(id)))
            .isPresent();
  }

  @Override
  public Optional<AttributeWrite> changes(EntraUser user, Worker worker) {
    var changes = UserOf.changes(user, worker, connection.attributes());
    return changes.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new AttributeWrite(
                changes.keySet(), () -> api.update(user.id(), UserOf.changed(user, changes))));
  }

  @Override
  public Unavailable notWritten(String id, Set<String> attributes) {
    return Unavailable.answerLost(
        "%s took the change of account %s but does not show %s yet. If that stays so, see who else writes it."
            .formatted(name, id, attributes),
        null);
  }

  @Override
  public Optional<ManagerLinks<EntraUser>> managerLinks() {
    return Optional.of(new EntraManagers(number, api));
  }

  /** Entra goes on delivering mail to the addresses there are. */
  @Override
  public void demandLogin(EntraUser user, String login) {
    if (!connection.takes(login)) {
      throw wrongDomain("new address of account " + user.id());
    }
    elsewhere.demandLoginOurs(user);
  }

  @Override
  public void writeLogin(String id, String login) {
    var patch = new User();
    patch.setUserPrincipalName(login);
    api.update(id, patch);
  }

  @Override
  public Optional<AccountWrite> revival(EntraUser user) {
    return user.deleted()
        ? Optional.of(new AccountWrite(RESTORE, () -> api.restore(user.id())))
        : Optional.empty();
  }

  @Override
  public AccountWrite enabling(EntraUser user) {
    return new AccountWrite(ACTIVATE, () -> api.enable(user.id(), true));
  }

  @Override
  public AccountDisabling<EntraUser> disabling(EntraUser user) {
    return disabling(user, SUSPEND);
  }

  private AccountDisabling<EntraUser> disabling(EntraUser user, String action) {
    var disabling =
        new AccountDisabling<EntraUser>(
            new AccountWrite(action, () -> api.enable(user.id(), false)), it -> !it.open());
    return user.synced() ? disabling.thenAsking(elsewhere.enabledElsewhere(user)) : disabling;
  }

  /** Where a legal hold protects the person, disabling is all that is done. */
  @Override
  public AccountDisabling<EntraUser> retiring(EntraUser user) {
    if (connection.retiring() == Retiring.DISABLE) {
      return disabling(user, RETIRE);
    }
    return Unheld.of(user, number, CaseRef.current().employee(), holds)
        .map(
            unheld ->
                new AccountDisabling<EntraUser>(
                    new AccountWrite(RETIRE, () -> api.delete(unheld)), stillThere -> false))
        .orElseGet(() -> kept(user));
  }

  private AccountDisabling<EntraUser> kept(EntraUser user) {
    log.info("account {} in {} is not deleted: a legal hold keeps it", user.id(), name);
    return disabling(user, RETIRE).noting(", and kept for a legal hold");
  }

  @Override
  public void endSessions(String id) {
    api.endSessions(id);
  }

  @Override
  public Optional<SessionsSeen> sessionsAfter(EntraUser before) {
    var earlier = before.sessionsValidFrom();
    return api.user(before.id())
        .map(EntraUser::sessionsValidFrom)
        .filter(since -> earlier == null || since.isAfter(earlier))
        .map(since -> new SessionsSeen(true, "sessions before " + since + " are void"));
  }

  /**
   * Seen where Graph moved the time from which sessions are valid. For an account whose home is
   * elsewhere that time says nothing of the sessions.
   */
  @Override
  public Optional<Boolean> sessionsEnded(String id, Instant since) {
    var user = api.user(id);
    if (user.isEmpty()) {
      return Optional.of(true);
    }
    if (user.get().homeElsewhere()) {
      return Optional.empty();
    }
    return Optional.ofNullable(user.get().sessionsValidFrom())
        .map(from -> !from.toInstant().isBefore(since.minus(Directory.CLOCK_SKEW)));
  }

  /**
   * An app without a role of its own may not touch those who hold an administrator's role.
   *
   * @see <a
   *     href="https://learn.microsoft.com/graph/api/resources/users#who-can-perform-sensitive-actions">Who
   *     can perform sensitive actions</a>
   */
  @Override
  public Optional<String> whyProtected(String id) {
    return api.memberships(id)
        .filter(EntraApi.Memberships::roles)
        .map(
            user ->
                "it holds an administrator's role, which the app may not touch. Take the role away in the Entra admin center");
  }
}
