package io.muster.evidence;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * One key for each person, in {@code muster_evidence_key}. Without it nothing that names the person
 * can be read, and the hashes stay right.
 *
 * <p>Every text is encrypted (AES-256-GCM) with a key of its own, made from the person's key and
 * the nonce. So a pack can open what is in it and nothing else.
 */
@Component
class PersonKeys {
  private static final String MAC = "HmacSHA256";
  private static final int KEY = 32;
  private static final int NONCE = 12;
  private static final int TAG_BITS = 128;

  private final JdbcClient jdbc;
  private final SecureRandom random;
  private final Clock clock;

  PersonKeys(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
    this.random = new SecureRandom();
  }

  /** A person's key. */
  record PersonKey(String id, SecretKeySpec secret) {}

  /** What was opened, and the key of this text alone. */
  record Opened(String text, String key) {}

  /**
   * The keys of these people, made where there is none. They are taken in one order by everybody,
   * so that two transactions never wait for each other.
   */
  Map<String, PersonKey> of(Collection<String> subjects) {
    var keys = new HashMap<String, PersonKey>();
    if (!subjects.isEmpty()) {
      jdbc.sql("select subject, id, secret from muster_evidence_key where subject = any(?)")
          .param(subjects.toArray(String[]::new))
          .query(
              row -> {
                keys.put(row.getString("subject"), key(row));
              });
    }
    for (var subject : new TreeSet<>(subjects)) {
      if (!keys.containsKey(subject)) {
        keys.put(subject, make(subject));
      }
    }
    return keys;
  }

  Optional<PersonKey> find(String subject) {
    return jdbc.sql("select id, secret from muster_evidence_key where subject = ?")
        .param(subject)
        .query((row, number) -> key(row))
        .optional();
  }

  private static PersonKey key(ResultSet row) throws SQLException {
    return new PersonKey(row.getString("id"), new SecretKeySpec(row.getBytes("secret"), MAC));
  }

  private PersonKey make(String subject) {
    var secret = new byte[KEY];
    random.nextBytes(secret);
    jdbc.sql(
            """
            insert into muster_evidence_key (id, subject, secret, made_at) values (?, ?, ?, ?)
            on conflict (subject) do nothing
            """)
        .params(UUID.randomUUID().toString(), subject, secret, Timestamp.from(clock.instant()))
        .update();
    return find(subject).orElseThrow();
  }

  /** The secrets of the keys with these ids that were not deleted. */
  Map<String, PersonKey> byId(Collection<String> ids) {
    var keys = new HashMap<String, PersonKey>();
    jdbc.sql("select id, secret from muster_evidence_key where id = any(?)")
        .param(ids.toArray(String[]::new))
        .query((row, number) -> key(row))
        .list()
        .forEach(key -> keys.put(key.id(), key));
    return keys;
  }

  /** Deletes the key; false if there is none. */
  boolean erase(String subject) {
    return jdbc.sql("delete from muster_evidence_key where subject = ?").param(subject).update()
        == 1;
  }

  /** The encrypted form, in which it is hashed. */
  Map<String, Object> seal(PersonKey key, String text) {
    var nonce = new byte[NONCE];
    random.nextBytes(nonce);
    try {
      var cipher = cipher(Cipher.ENCRYPT_MODE, own(key, nonce), nonce);
      var sealed = cipher.doFinal(text.getBytes(StandardCharsets.UTF_8));
      var both = new byte[NONCE + sealed.length];
      System.arraycopy(nonce, 0, both, 0, NONCE);
      System.arraycopy(sealed, 0, both, NONCE, sealed.length);
      return Map.of("key", key.id(), "sealed", Base64.getEncoder().encodeToString(both));
    } catch (GeneralSecurityException failed) {
      throw new IllegalStateException("cannot encrypt", failed);
    }
  }

  /** What is in the encrypted form; empty if it was not encrypted with this key. */
  static Optional<Opened> open(PersonKey key, String sealed) {
    try {
      var both = Base64.getDecoder().decode(sealed);
      var nonce = Arrays.copyOf(both, NONCE);
      var own = own(key, nonce);
      var text = cipher(Cipher.DECRYPT_MODE, own, nonce).doFinal(both, NONCE, both.length - NONCE);
      return Optional.of(
          new Opened(
              new String(text, StandardCharsets.UTF_8), Base64.getEncoder().encodeToString(own)));
    } catch (GeneralSecurityException | IllegalArgumentException altered) {
      return Optional.empty();
    }
  }

  private static byte[] own(PersonKey key, byte[] nonce) throws GeneralSecurityException {
    var mac = Mac.getInstance(MAC);
    mac.init(key.secret());
    return mac.doFinal(nonce);
  }

  private static Cipher cipher(int mode, byte[] key, byte[] nonce) throws GeneralSecurityException {
    var cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
    return cipher;
  }
}
