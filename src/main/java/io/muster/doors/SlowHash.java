package io.muster.doors;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.camunda.bpm.engine.impl.digest.PasswordEncryptor;
import org.springframework.security.crypto.password.Pbkdf2PasswordEncoder;
import org.springframework.security.crypto.password.Pbkdf2PasswordEncoder.SecretKeyFactoryAlgorithm;

/**
 * Hashes passwords with PBKDF2, so that a stolen table is no list of passwords. The engine writes
 * the name of the method before each hash and checks older ones by theirs.
 *
 * <p>A client of the REST API sends its password with every call. So what was found right is
 * remembered in memory, as a digest under a key that nobody else has.
 *
 * @see <a
 *     href="https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html">OWASP</a>
 */
final class SlowHash implements PasswordEncryptor {
  private static final int SALT_BYTES = 16;
  private static final int ITERATIONS = 210_000;
  private static final int REMEMBERED = 1_000;

  private final Pbkdf2PasswordEncoder pbkdf2 =
      new Pbkdf2PasswordEncoder(
          "", SALT_BYTES, ITERATIONS, SecretKeyFactoryAlgorithm.PBKDF2WithHmacSHA512);
  private final SecretKeySpec key;
  private final Map<String, byte[]> right =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, byte[]> eldest) {
          return size() > REMEMBERED;
        }
      };

  SlowHash() {
    var random = new byte[32];
    new SecureRandom().nextBytes(random);
    this.key = new SecretKeySpec(random, "HmacSHA256");
  }

  @Override
  public String encrypt(String password) {
    return pbkdf2.encode(password);
  }

  @Override
  public boolean check(String password, String hash) {
    var digest = digest(password);
    synchronized (right) {
      var known = right.get(hash);
      if (known != null && MessageDigest.isEqual(known, digest)) {
        return true;
      }
    }
    if (!pbkdf2.matches(password, hash)) {
      return false;
    }
    synchronized (right) {
      right.put(hash, digest);
    }
    return true;
  }

  @Override
  public String hashAlgorithmName() {
    return "PBKDF2-SHA512-210000";
  }

  private byte[] digest(String password) {
    try {
      var mac = Mac.getInstance(key.getAlgorithm());
      mac.init(key);
      return mac.doFinal(password.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
