package io.muster.directory.google;

import com.google.api.services.directory.model.User;
import io.muster.directory.Account;
import io.muster.directory.AccountTrait;
import io.muster.directory.vendor.VendorUser;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One user as Google shows it.
 *
 * @param json all that was shown
 * @param unitOfLeavers the organizational unit of those who have left, or null if there is none
 */
record GoogleUser(User json, @Nullable String unitOfLeavers) implements VendorUser {

  @Override
  public String id() {
    return String.valueOf(json.getId());
  }

  /** The primary address. */
  @Override
  public String login() {
    return json.getPrimaryEmail() == null ? "" : json.getPrimaryEmail();
  }

  /** A part of the name, {@code givenName} or {@code familyName}. */
  Optional<String> name(String part) {
    return Optional.ofNullable(json.getName())
        .flatMap(name -> Optional.ofNullable(name.get(part)))
        .map(Object::toString);
  }

  /** The name as people say it. */
  Optional<String> fullName() {
    return name("displayName").or(() -> name("fullName")).filter(name -> !name.isBlank());
  }

  /** True if mail to this address reaches the user. */
  boolean reachedBy(String address) {
    return Stream.of(
            List.of(login()), listed(json.getAliases()), listed(json.getNonEditableAliases()))
        .flatMap(List::stream)
        .anyMatch(address::equalsIgnoreCase);
  }

  private static List<String> listed(@Nullable List<String> addresses) {
    return addresses == null ? List.of() : addresses;
  }

  boolean suspended() {
    return Boolean.TRUE.equals(json.getSuspended());
  }

  boolean archived() {
    return Boolean.TRUE.equals(json.getArchived());
  }

  @Override
  public boolean open() {
    return !suspended() && !archived();
  }

  /** True if it is as it is left for those who have left. */
  boolean retired() {
    return archived()
        || (suspended() && unitOfLeavers != null && unitOfLeavers.equals(json.getOrgUnitPath()));
  }

  @Override
  public Account.Status status() {
    if (retired()) {
      return Account.Status.RETIRED;
    }
    if (suspended()) {
      return Account.Status.SUSPENDED;
    }
    return Boolean.FALSE.equals(json.getAgreedToTerms())
        ? Account.Status.PENDING
        : Account.Status.ACTIVE;
  }

  /** The account in our words, its number from there. */
  Account account(AccountLocation number) {
    return account(number.read(json));
  }

  @Override
  public Set<AccountTrait> traits() {
    var traits = EnumSet.noneOf(AccountTrait.class);
    if (administrator()) {
      traits.add(AccountTrait.ADMINISTRATOR);
    }
    if (shutByGoogle()) {
      traits.add(AccountTrait.SHUT_BY_VENDOR);
    }
    return traits;
  }

  /** True for a super administrator and for one by delegation. */
  boolean administrator() {
    return Boolean.TRUE.equals(json.getIsAdmin())
        || Boolean.TRUE.equals(json.getIsDelegatedAdmin());
  }

  /** True if Google suspended it, for abuse mostly, and not an administrator. */
  boolean shutByGoogle() {
    return suspended()
        && json.getSuspensionReason() != null
        && !"ADMIN".equals(json.getSuspensionReason());
  }

  @Override
  public String words() {
    if (archived()) {
      return "archived";
    }
    if (!suspended()) {
      return "active";
    }
    return json.getSuspensionReason() == null
        ? "suspended"
        : "suspended (" + json.getSuspensionReason() + ")";
  }
}
