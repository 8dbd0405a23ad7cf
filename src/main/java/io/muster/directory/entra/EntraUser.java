package io.muster.directory.entra;

import com.microsoft.graph.models.DirectoryObject;
import com.microsoft.graph.models.User;
import io.muster.directory.Account;
import io.muster.directory.AccountTrait;
import io.muster.directory.vendor.VendorUser;
import io.muster.people.EmployeeId;
import java.time.OffsetDateTime;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One user as Graph shows it.
 *
 * @param id Entra's id
 * @param user the user itself, with the properties that were asked for
 * @param deleted whether it lies in the bin
 */
record EntraUser(String id, User user, boolean deleted) implements VendorUser {

  /** Wraps what Graph shows. */
  static EntraUser of(User user, boolean deleted) {
    return new EntraUser(Optional.ofNullable(user.getId()).orElse(""), user, deleted);
  }

  /** A property as text, if it has a value. */
  Optional<String> attribute(String name) {
    return UserProperty.read(user, name);
  }

  /** The same user, bearing the employee's number where none is shown. */
  EntraUser numbered(String attribute, EmployeeId employee) {
    if (attribute(attribute).isEmpty()) {
      UserProperty.write(user, attribute, employee.value(), this);
    }
    return this;
  }

  /** In the bin Entra puts the id before it. */
  @Override
  public String login() {
    var name = Optional.ofNullable(user.getUserPrincipalName()).orElse("");
    var bin = id.replace("-", "");
    return deleted && name.startsWith(bin) ? name.substring(bin.length()) : name;
  }

  @Override
  public boolean open() {
    return !deleted && Boolean.TRUE.equals(user.getAccountEnabled());
  }

  /** True if it is a copy of an account on premises. */
  boolean synced() {
    return Boolean.TRUE.equals(user.getOnPremisesSyncEnabled());
  }

  /** Whether mail to this address reaches it. */
  boolean reachedAt(String address) {
    var addresses = new LinkedHashSet<String>();
    Optional.ofNullable(user.getMail()).ifPresent(addresses::add);
    Optional.ofNullable(user.getProxyAddresses()).orElse(List.of()).stream()
        .filter(it -> it.toLowerCase(Locale.ROOT).startsWith("smtp:"))
        .forEach(it -> addresses.add(it.substring("smtp:".length())));
    return addresses.stream().anyMatch(address::equalsIgnoreCase);
  }

  /** The manager's id, if there is a manager. */
  Optional<String> manager() {
    return Optional.ofNullable(user.getManager()).map(DirectoryObject::getId);
  }

  /** True if the manager that is shown bears this number. */
  boolean isManagedBy(String attribute, EmployeeId manager) {
    return Optional.ofNullable(user.getManager())
        .filter(User.class::isInstance)
        .map(User.class::cast)
        .flatMap(shown -> UserProperty.read(shown, attribute))
        .filter(manager.value()::equals)
        .isPresent();
  }

  /** Sessions begun before are void. */
  @Nullable OffsetDateTime sessionsValidFrom() {
    return user.getSignInSessionsValidFromDateTime();
  }

  /**
   * True if the person signs in at another tenant or elsewhere, as invited guests do.
   *
   * @see <a href="https://learn.microsoft.com/entra/external-id/user-properties">Properties of a
   *     B2B user</a>
   */
  boolean homeElsewhere() {
    return user.getExternalUserState() != null
        || "Invitation".equals(user.getCreationType())
        || login().toUpperCase(Locale.ROOT).contains("#EXT#");
  }

  /** What has to be asked for so that all of this is shown. */
  static String[] selection(EntraProperties.Attributes names) {
    var all =
        new LinkedHashSet<>(
            List.of(
                "id",
                "userPrincipalName",
                "mail",
                "proxyAddresses",
                "accountEnabled",
                "onPremisesSyncEnabled",
                "signInSessionsValidFromDateTime",
                "externalUserState",
                "creationType",
                "givenName",
                "surname",
                "displayName",
                "jobTitle",
                "department"));
    Set.of(names.employeeNumber(), names.location(), names.costCenter())
        .forEach(name -> all.add(UserProperty.selected(name)));
    return all.toArray(String[]::new);
  }

  @Override
  public Set<AccountTrait> traits() {
    var traits = EnumSet.noneOf(AccountTrait.class);
    if (synced()) {
      traits.add(AccountTrait.COPY);
    }
    if (homeElsewhere()) {
      traits.add(AccountTrait.GUEST);
    }
    return traits;
  }

  @Override
  public Account.Status status() {
    if (deleted) {
      return Account.Status.RETIRED;
    }
    return open() ? Account.Status.ACTIVE : Account.Status.SUSPENDED;
  }

  @Override
  public String words() {
    if (deleted) {
      return "deleted";
    }
    return open() ? "enabled" : "disabled";
  }

  @Override
  public String toString() {
    return id;
  }
}
