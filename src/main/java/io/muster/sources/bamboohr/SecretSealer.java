package io.muster.sources.bamboohr;

import io.muster.remote.Secret;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Closes what has to be kept in the database to whoever has only the database: AES-GCM under a key
 * made of a secret that is in the settings.
 */
final class SecretSealer {
  private static final String CIPHER = "AES/GCM/NoPadding";
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final SecretKeySpec key;

  SecretSealer(Secret secret) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      digest.update("muster bamboohr grant\n".getBytes(StandardCharsets.UTF_8));
      key =
          new SecretKeySpec(digest.digest(secret.reveal().getBytes(StandardCharsets.UTF_8)), "AES");
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every Java platform knows SHA-256", impossible);
    }
  }

  String close(Secret secret) {
    try {
      var nonce = new byte[NONCE_BYTES];
      RANDOM.nextBytes(nonce);
      var cipher = Cipher.getInstance(CIPHER);
      cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, nonce));
      var closed = cipher.doFinal(secret.reveal().getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder()
          .encodeToString(
              ByteBuffer.allocate(nonce.length + closed.length).put(nonce).put(closed).array());
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every Java platform knows AES-GCM", impossible);
    }
  }

  /** What was closed; empty if it was with another secret, or is damaged. */
  Optional<Secret> open(String sealed) {
    try {
      var bytes = Base64.getDecoder().decode(sealed);
      var cipher = Cipher.getInstance(CIPHER);
      cipher.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, bytes, 0, NONCE_BYTES));
      var text = cipher.doFinal(bytes, NONCE_BYTES, bytes.length - NONCE_BYTES);
      return Optional.of(new Secret(new String(text, StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException | IllegalArgumentException notOurs) {
      return Optional.empty();
    }
  }
}
