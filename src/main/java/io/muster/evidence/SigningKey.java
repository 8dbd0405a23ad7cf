package io.muster.evidence;

import io.muster.evidence.ChainEntry.Signed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Signs what is written down, if there is a key: entries as they happen, days and packs by the key
 * in the key store where there is one.
 */
@Component
class SigningKey {
  private static final Logger log = LoggerFactory.getLogger(SigningKey.class);

  private final @Nullable Signer entries;
  private final @Nullable Signer seals;
  private final String earlier;

  @Autowired
  SigningKey(EvidenceProperties properties) {
    this(
        properties.signingKey() == null ? null : KeyFile.read(properties.signingKey()),
        properties.keyStore() == null ? null : new KeyStoreKey(properties.keyStore()),
        properties.earlierKeys() == null ? "" : text(properties.earlierKeys()));
  }

  /**
   * Signs with one key or two.
   *
   * @param file the key at hand, or null
   * @param store the key in a key store, or null
   * @param earlier public keys of before, PEM
   */
  SigningKey(@Nullable Signer file, @Nullable Signer store, String earlier) {
    entries = file == null ? store : file;
    seals = store == null ? file : store;
    this.earlier = earlier;
    if (entries == null || seals == null) {
      log.warn(
          "Evidence is chained but not signed: whoever may write to the database can rewrite a whole chain. Make a key with: openssl genpkey -algorithm ed25519 -out evidence.pem, and name the file in muster.evidence.signing-key.");
    } else {
      log.info(
          "Evidence is signed with the key {}, days and packs with {}.",
          Signer.id(entries.checking()),
          Signer.id(seals.checking()));
    }
  }

  /** Whether there is a key. */
  boolean isThere() {
    return entries != null;
  }

  /** The signature over the hash of an entry; empty if there is no key. */
  Optional<Signed> sign(String hash) {
    return Optional.ofNullable(entries)
        .map(signer -> signer.sign(hash.getBytes(StandardCharsets.UTF_8)));
  }

  /** The signature over a day or a pack; empty if there is no key. */
  Optional<Signed> seal(byte[] content) {
    return Optional.ofNullable(seals).map(signer -> signer.sign(content));
  }

  /** Every public key there is or was, PEM, the present ones first; empty if there is none. */
  String publicKeys() {
    return Stream.of(seals, entries)
            .filter(Objects::nonNull)
            .map(SigningKey::pem)
            .distinct()
            .collect(Collectors.joining())
        + earlier;
  }

  private static String pem(Signer signer) {
    return "-----BEGIN PUBLIC KEY-----\n%s\n-----END PUBLIC KEY-----\n"
        .formatted(Base64.getEncoder().encodeToString(signer.checking().getEncoded()));
  }

  static String text(Path file) {
    try {
      return Files.readString(file, StandardCharsets.US_ASCII);
    } catch (IOException unreadable) {
      throw new IllegalStateException(
          "The file %s with keys for evidence cannot be read: %s. See the settings muster.evidence.*"
              .formatted(file, unreadable.getClass().getSimpleName()));
    }
  }
}
