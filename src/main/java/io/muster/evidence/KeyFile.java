package io.muster.evidence;

import io.muster.evidence.ChainEntry.Signed;
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

/** An Ed25519 key in a PEM file. */
record KeyFile(PrivateKey signing, PublicKey checking) implements Signer {
  private static final String ALGORITHM = "Ed25519";

  /**
   * Reads the key.
   *
   * @throws IllegalStateException if there is none in the file, without what is in it
   */
  static KeyFile read(Path file) {
    var pem = SigningKey.text(file);
    try {
      var encoded =
          Base64.getMimeDecoder()
              .decode(
                  pem.replaceAll("(?s).*-----BEGIN PRIVATE KEY-----", "")
                      .replaceAll("(?s)-----END PRIVATE KEY-----.*", ""));
      var signing =
          KeyFactory.getInstance(ALGORITHM).generatePrivate(new PKCS8EncodedKeySpec(encoded));
      return new KeyFile(signing, publicKeyOf((EdECPrivateKey) signing));
    } catch (GeneralSecurityException | IllegalArgumentException | ClassCastException wrong) {
      // the cause may quote what is in the file
      throw new IllegalStateException(
          "The file %s (muster.evidence.signing-key) holds no Ed25519 key in PKCS #8. Make one with: openssl genpkey -algorithm ed25519 -out evidence.pem"
              .formatted(file));
    }
  }

  @Override
  public Signed sign(byte[] content) {
    try {
      var signature = Signature.getInstance(ALGORITHM);
      signature.initSign(signing);
      signature.update(content);
      return new Signed(Signer.id(checking), Base64.getEncoder().encodeToString(signature.sign()));
    } catch (GeneralSecurityException failed) {
      throw new IllegalStateException("cannot sign evidence", failed);
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
}
