package io.muster.sources.sftp;

import io.muster.remote.Secret;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import javax.security.auth.login.CredentialException;
import javax.security.auth.login.FailedLoginException;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.config.keys.FilePasswordProvider;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.jspecify.annotations.Nullable;

/** Reads private keys, of which nothing is ever told. */
final class PrivateKeys {
  private PrivateKeys() {}

  /**
   * Reads a key as {@code ssh-keygen} writes it, or as PEM.
   *
   * @throws IllegalArgumentException that says what is wrong, as the end of a sentence that begins
   *     with the setting's name; without any of the key
   */
  static KeyPair read(Secret key, @Nullable Secret passphrase) {
    try {
      var pairs =
          SecurityUtils.loadKeyPairIdentities(
              null,
              NamedResource.ofName("private-key"),
              new ByteArrayInputStream(key.reveal().getBytes(StandardCharsets.UTF_8)),
              passphrase == null ? null : FilePasswordProvider.of(passphrase.reveal()));
      if (pairs == null || !pairs.iterator().hasNext()) {
        throw noKey();
      }
      return pairs.iterator().next();
    } catch (FailedLoginException | CredentialException encrypted) {
      throw new IllegalArgumentException("is encrypted; set passphrase too", null);
    } catch (IOException | GeneralSecurityException | RuntimeException unreadable) {
      // what a parser says may quote the key
      throw passphrase == null
          ? noKey()
          : new IllegalArgumentException(
              "cannot be opened; see whether passphrase is its own", null);
    }
  }

  private static IllegalArgumentException noKey() {
    return new IllegalArgumentException(
        "must be a private key with its BEGIN and END lines, as ssh-keygen writes it, or PEM",
        null);
  }
}
