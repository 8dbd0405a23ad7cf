package io.muster.directory.okta;

import com.okta.sdk.resource.model.UserStatus;
import io.muster.directory.Account;
import io.muster.directory.vendor.VendorUser;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One user as Okta shows it.
 *
 * @param id Okta's id
 * @param state where in its life it is
 * @param becoming where it is about to be, or null
 * @param profile what is written on it; attributes without a value are left out
 */
record OktaUser(
    String id, UserStatus state, @Nullable UserStatus becoming, Map<String, Object> profile)
    implements VendorUser {

  /** A profile attribute as text, if it has a value. */
  Optional<String> attribute(String name) {
    return Optional.ofNullable(profile.get(name))
        .map(Object::toString)
        .filter(value -> !value.isBlank());
  }

  @Override
  public String login() {
    return attribute("login").orElse("");
  }

  boolean is(UserStatus other) {
    return state == other;
  }

  boolean isDisabled() {
    return is(UserStatus.SUSPENDED) || is(UserStatus.DEPROVISIONED);
  }

  @Override
  public boolean open() {
    return becoming == UserStatus.ACTIVE || !(is(UserStatus.STAGED) || isDisabled());
  }

  @Override
  public Account.Status status() {
    return switch (state) {
      case STAGED, PROVISIONED -> Account.Status.PENDING;
      // each of these can be used again without an administrator
      case ACTIVE, RECOVERY, PASSWORD_EXPIRED, LOCKED_OUT -> Account.Status.ACTIVE;
      case SUSPENDED -> Account.Status.SUSPENDED;
      case DEPROVISIONED -> Account.Status.RETIRED;
      case UNKNOWN_DEFAULT_OPEN_API -> Account.Status.OTHER;
    };
  }

  @Override
  public String words() {
    return becoming == null
        ? state.getValue()
        : state.getValue() + " becoming " + becoming.getValue();
  }
}
