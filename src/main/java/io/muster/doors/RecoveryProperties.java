package io.muster.doors;

import io.muster.remote.Secret;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The way back in when nobody can sign in as an administrator. At the next start the account is
 * made if need be, gets the password and the role, and its waits end. Each password is taken once,
 * so that leaving the setting in place undoes no later change; take it out all the same.
 *
 * @param user the account; default {@code admin}
 * @param password the password it gets, at least twelve characters; no default, and then nothing is
 *     done
 */
@ConfigurationProperties("muster.recovery")
record RecoveryProperties(@DefaultValue("admin") String user, @Nullable Secret password) {
  boolean isWanted() {
    return password != null && !password.isBlank();
  }

  /**
   * The password.
   *
   * @throws MissingSecret if there is none, or one that cannot be used
   */
  String demandPassword() {
    return AdminProperties.usable("muster.recovery.password", user, password);
  }
}
