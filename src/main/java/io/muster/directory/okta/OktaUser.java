package io.muster.directory.okta;

import com.okta.sdk.resource.model.UserStatus;
import io.muster.directory.Account;
import io.muster.directory.AccountId;
import io.muster.people.EmployeeId;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One user as Okta shows it.
 *
 * @param id Okta's id
 * @param status where in its life it is
 * @param becoming where it is about to be, or null
 * @param profile what is written on it; attributes without a value are left out
 */
record OktaUser(
    String id, UserStatus status, @Nullable UserStatus becoming, Map<String, Object> profile) {

  /** A profile attribute as text, if it has a value. */
  Optional<String> attribute(String name) {
    return Optional.ofNullable(profile.get(name))
        .map(Object::toString)
        .filter(value -> !value.isBlank());
  }

  String login() {
    return attribute("login").orElse("");
  }

  boolean bears(EmployeeId employee, String attribute) {
    return attribute(attribute).filter(employee.value()::equals).isPresent();
  }

  /** True if the person can use it or is about to be able to. */
  boolean open() {
    return becoming == UserStatus.ACTIVE
        || !(status == UserStatus.STAGED
            || status == UserStatus.SUSPENDED
            || status == UserStatus.DEPROVISIONED);
  }

  /** The account in our words. */
  Account account(String employeeAttribute) {
    return new Account(
        new AccountId(id),
        login(),
        attribute(employeeAttribute).flatMap(OktaUser::employee).orElse(null),
        ours(status));
  }

  private static Optional<EmployeeId> employee(String number) {
    try {
      return Optional.of(new EmployeeId(number));
    } catch (IllegalArgumentException notANumber) {
      return Optional.empty();
    }
  }

  private static Account.Status ours(UserStatus status) {
    return switch (status) {
      case STAGED, PROVISIONED -> Account.Status.PENDING;
      // each of these can be used again without an administrator
      case ACTIVE, RECOVERY, PASSWORD_EXPIRED, LOCKED_OUT -> Account.Status.ACTIVE;
      case SUSPENDED -> Account.Status.SUSPENDED;
      case DEPROVISIONED -> Account.Status.RETIRED;
      case UNKNOWN_DEFAULT_OPEN_API -> Account.Status.OTHER;
    };
  }

  /** For people, in Okta's words. */
  String words() {
    return becoming == null
        ? status.getValue()
        : status.getValue() + " becoming " + becoming.getValue();
  }
}
