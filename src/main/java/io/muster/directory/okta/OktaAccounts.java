package io.muster.directory.okta;

import static io.muster.directory.vendor.AccountActions.ACTIVATE;
import static io.muster.directory.vendor.AccountActions.RETIRE;
import static io.muster.directory.vendor.AccountActions.SUSPEND;
import static io.muster.directory.vendor.AccountActions.UNSUSPEND;

import com.okta.sdk.resource.model.UserStatus;
import io.muster.directory.AccountId;
import io.muster.directory.okta.OktaProperties.Connection;
import io.muster.directory.okta.OktaProperties.WhenNotSuspendable;
import io.muster.directory.vendor.AccountDisabling;
import io.muster.directory.vendor.AccountVisibility;
import io.muster.directory.vendor.AccountWrite;
import io.muster.directory.vendor.AttributeWrite;
import io.muster.directory.vendor.VendorAccounts;
import io.muster.directory.vendor.VendorConnection;
import io.muster.people.EmployeeId;
import io.muster.people.Worker;
import io.muster.remote.RemoteFailure.Refused;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The accounts of one Okta org.
 *
 * <p>A deactivated one takes no change before it is active again. Only those in use can be
 * suspended; the others are deactivated, which takes its time.
 *
 * @see <a href="https://developer.okta.com/docs/api/openapi/okta-management/management/tag/User/">
 *     Okta's users</a>
 */
final class OktaAccounts implements VendorAccounts<OktaUser> {
  static final String KIND = "Okta";

  private final VendorConnection name;
  private final Connection connection;
  private final OktaApi api;
  private final LoggedSessionEnds sessionEnds;

  OktaAccounts(String name, Connection connection, OktaApi api) {
    this.name = new VendorConnection(KIND, "Okta", name);
    this.connection = connection;
    this.api = api;
    this.sessionEnds = new LoggedSessionEnds(api);
  }

  @Override
  public VendorConnection connection() {
    return name;
  }

  @Override
  public Map<String, String> attributes() {
    return ProfileOf.names(connection.attributes());
  }

  @Override
  public AccountVisibility visibility() {
    return new AccountVisibility.Immediate();
  }

  @Override
  public List<OktaUser> searchByNumber(EmployeeId employee) {
    return search(
        "profile.%s eq \"%s\"".formatted(connection.attributes().employeeNumber(), employee));
  }

  @Override
  public List<OktaUser> searchByMail(String address) {
    return search("profile.email eq %s".formatted(OktaApi.quoted(address))).stream()
        .filter(user -> user.attribute("email").filter(address::equalsIgnoreCase).isPresent())
        .toList();
  }

  private List<OktaUser> search(String expression) {
    return api.search(expression).stream().flatMap(id -> api.user(id).stream()).toList();
  }

  /** Okta also takes the part before the at sign for a login. */
  @Override
  public Optional<OktaUser> holder(String address) {
    return api.userNamed(address).filter(user -> user.login().equalsIgnoreCase(address));
  }

  @Override
  public Optional<OktaUser> read(String id) {
    return api.user(id);
  }

  @Override
  public Optional<String> number(OktaUser user) {
    return user.attribute(connection.attributes().employeeNumber());
  }

  @Override
  public String create(Worker worker) {
    return api.create(ProfileOf.created(worker, connection.attributes()));
  }

  @Override
  public Optional<AttributeWrite> changes(OktaUser user, Worker worker) {
    var changes = ProfileOf.changes(user, worker, connection.attributes());
    return changes.isEmpty()
        ? Optional.empty()
        : Optional.of(new AttributeWrite(changes.keySet(), () -> api.update(user.id(), changes)));
  }

  @Override
  public Refused notWritten(String id, Set<String> attributes) {
    return new Refused(
        "%s took the change of account %s but keeps its own %s. See which source these attributes have in the profile editor."
            .formatted(name, id, attributes));
  }

  @Override
  public void writeLogin(String id, String login) {
    api.update(id, ProfileOf.renamed(login));
  }

  @Override
  public Refused loginNotWritten(String id) {
    return notWritten(id, Set.of("login"));
  }

  @Override
  public Optional<AccountWrite> revival(OktaUser user) {
    return user.is(UserStatus.DEPROVISIONED) && !user.open()
        ? Optional.of(activation(user))
        : Optional.empty();
  }

  @Override
  public AccountWrite enabling(OktaUser user) {
    return user.is(UserStatus.SUSPENDED)
        ? new AccountWrite(UNSUSPEND, () -> api.unsuspend(user.id()))
        : activation(user);
  }

  private AccountWrite activation(OktaUser user) {
    return new AccountWrite(ACTIVATE, () -> api.activate(user.id()));
  }

  @Override
  public List<String> enablingActions() {
    return List.of(ACTIVATE, UNSUSPEND);
  }

  @Override
  public AccountDisabling<OktaUser> disabling(OktaUser user) {
    if (user.isDisabled() || user.is(UserStatus.ACTIVE)) {
      return new AccountDisabling<>(
          new AccountWrite(SUSPEND, () -> api.suspend(user.id())), OktaUser::isDisabled);
    }
    if (connection.suspending() == WhenNotSuspendable.ASK) {
      throw new Refused(
          "Account %s in %s is %s, and Okta suspends only accounts in use. Deactivate it, or unlock it and try again."
              .formatted(user.id(), name, user.words()));
    }
    return new AccountDisabling<>(deactivation(user), OktaUser::isDisabled);
  }

  @Override
  public AccountDisabling<OktaUser> retiring(OktaUser user) {
    return new AccountDisabling<>(deactivation(user), it -> it.is(UserStatus.DEPROVISIONED));
  }

  private AccountWrite deactivation(OktaUser user) {
    return new AccountWrite(RETIRE, () -> api.deactivate(user.id()));
  }

  @Override
  public boolean isBeingDisabled(OktaUser user) {
    return user.becoming() == UserStatus.DEPROVISIONED;
  }

  @Override
  public boolean mayHaveSessions(OktaUser user) {
    return !user.is(UserStatus.DEPROVISIONED);
  }

  @Override
  public void endSessions(String id) {
    api.endSessions(id);
  }

  /** Whether they ended shows late, and only in the log. */
  @Override
  public Optional<Boolean> sessionsEnded(String id, Instant since) {
    var logged = sessionEnds.since(since, new AccountId(id));
    if (logged.orElse(false)) {
      return logged;
    }
    // a deactivation ends sessions, and need not have happened since then
    return api.user(id).map(user -> !mayHaveSessions(user)).orElse(true)
        ? Optional.of(true)
        : logged;
  }
}
