package io.muster.evidence;

import io.muster.evidence.ChainEntry.Signed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Signs what is written down, if there is a key. */
@Component
class SigningKey {
  private static final Logger log = LoggerFactory.getLogger(SigningKey.class);
  private static final String ALGORITHM = "Ed25519";
  private static final String SETTING = "muster.evidence.signing-key";
  private static final int ID = 16;

  private final @Nullable Keys keys;
  private final String earlier;

  SigningKey(EvidenceProperties properties) {
    keys = properties.signingKey() == null ? null : read(properties.signingKey());
    earlier = properties.earlierKeys() == null ? "" : text(properties.earlierKeys());
    if (keys == null) {
      log.warn(
          "Evidence is chained but not signed: whoever may write to the database can rewrite a whole chain. Make a key with: openssl genpkey -algorithm ed25519 -out evidence.pem, and name the file in {}.",
          SETTING);
    } else {
      log.info("Evidence is signed with the key {}.", keys.id());
    }
  }

  private record Keys(PrivateKey signing, PublicKey checking, String id) {}

  /** Whether there is a key. */
  boolean isThere() {
    return keys != null;
  }

  /** The signature over a hash or any other text; empty if there is no key. */
  Optional<Signed> sign(String text) {
    return sign(text.getBytes(StandardCharsets.UTF_8));
  }

  Optional<Signed> sign(byte[] content) {
    if (keys == null) {
      return Optional.empty();
    }
    try {
      var signature = Signature.getInstance(ALGORITHM);
      signature.initSign(keys.signing());
      signature.update(content);
      return Optional.of(
          new Signed(keys.id(), Base64.getEncoder().encodeToString(signature.sign())));
    } catch (GeneralSecurityException failed) {
      throw new IllegalStateException("cannot sign evidence", failed);
    }
  }

  /** Every public key there is or was, PEM, the present one first; empty if there is none. */
  String publicKeys() {
    if (keys == null) {
      return earlier;
    }
    return "-----BEGIN PUBLIC KEY-----\n%s\n-----END PUBLIC KEY-----\n%s"
        .formatted(Base64.getEncoder().encodeToString(keys.checking().getEncoded()), earlier);
  }

  private static Keys read(Path file) {
    var pem = text(file);
    try {
      var encoded =
          Base64.getMimeDecoder()
              .decode(
                  pem.replaceAll("(?s).*-----BEGIN PRIVATE KEY-----", "")
                      .replaceAll("(?s)-----END PRIVATE KEY-----.*", ""));
      var signing =
          KeyFactory.getInstance(ALGORITHM).generatePrivate(new PKCS8EncodedKeySpec(encoded));
      var checking = publicKeyOf((EdECPrivateKey) signing);
      return new Keys(signing, checking, Sha256.of(checking.getEncoded()).substring(0, ID));
    } catch (GeneralSecurityException | IllegalArgumentException | ClassCastException wrong) {
      // the cause may quote what is in the file
      throw new IllegalStateException(
          "The file %s (%s) holds no Ed25519 key in PKCS #8. Make one with: openssl genpkey -algorithm ed25519 -out evidence.pem"
              .formatted(file, SETTING));
    }
  }

  /**
   * The public half. The JDK derives it only while it makes a pair, so a pair is made from the same
   * seed.
   */
  private static PublicKey publicKeyOf(EdECPrivateKey key) throws GeneralSecurityException {
    var seed = key.getBytes().orElseThrow(() -> new GeneralSecurityException("no seed"));
    var generator = KeyPairGenerator.getInstance(ALGORITHM);
    generator.initialize(NamedParameterSpec.ED25519, new Given(seed));
    var pair = generator.generateKeyPair();
    if (!Arrays.equals(((EdECPrivateKey) pair.getPrivate()).getBytes().orElseThrow(), seed)) {
      throw new IllegalStateException("this JDK makes Ed25519 keys in a way of its own");
    }
    return pair.getPublic();
  }

  /** Gives these bytes when asked for random ones. */
  private static final class Given extends SecureRandom {
    private static final long serialVersionUID = 1L;
    private final byte[] seed;

    private Given(byte[] seed) {
      this.seed = seed.clone();
    }

    @Override
    public void nextBytes(byte[] bytes) {
      System.arraycopy(seed, 0, bytes, 0, bytes.length);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file, StandardCharsets.US_ASCII);
    } catch (IOException unreadable) {
      throw new IllegalStateException(
          "The file %s with keys for evidence cannot be read: %s. See the settings muster.evidence.*"
              .formatted(file, unreadable.getClass().getSimpleName()));
    }
  }
}
