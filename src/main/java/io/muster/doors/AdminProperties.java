package io.muster.doors;

import io.muster.remote.Secret;
import java.util.Locale;
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
  /** The fewest characters of any password here. */
  static final int SHORTEST = 12;

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
    return usable("muster.admin.password", user, password);
  }

  /** A password that is long enough and is not the name, or a failure that names the setting. */
  static String usable(String setting, String user, @Nullable Secret password) {
    if (password == null || password.reveal().length() < SHORTEST) {
      throw new MissingSecret(
          "The password in %s is too short.".formatted(setting),
          "Set %s to a secret of at least twelve characters.".formatted(setting));
    }
    if (password
        .reveal()
        .toLowerCase(Locale.ROOT)
        .replace(user.toLowerCase(Locale.ROOT), "")
        .isEmpty()) {
      throw new MissingSecret(
          "The password in %s is the name of the account.".formatted(setting),
          "Set %s to a secret that nobody can guess.".formatted(setting));
    }
    return password.reveal();
  }
}
