package io.muster.doors;

import io.muster.remote.Secret;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The first administrator, made when there is none and never changed afterwards.
 *
 * @param user the sign-in name; default {@code admin}
 * @param password the password, at least twelve characters; no default
 */
@ConfigurationProperties("muster.admin")
record AdminProperties(@DefaultValue("admin") String user, @Nullable Secret password) {
  private static final int SHORTEST = 12;

  boolean hasPassword() {
    return password != null && !password.isBlank();
  }

  /**
   * The password.
   *
   * @throws MissingSecret if there is none, or one that is too short
   */
  String demandPassword() {
    if (password == null || !hasPassword()) {
      throw new MissingSecret(
          "There is no administrator yet and no password for the first one.",
          "Set muster.admin.password (in the environment: MUSTER_ADMIN_PASSWORD, or a file muster.admin.password in a folder named by spring.config.import=configtree:/run/secrets/) to a secret of at least twelve characters.");
    }
    if (password.reveal().length() < SHORTEST) {
      throw new MissingSecret(
          "The password of the first administrator is too short.",
          "Set muster.admin.password to a secret of at least twelve characters.");
    }
    return password.reveal();
  }
}
