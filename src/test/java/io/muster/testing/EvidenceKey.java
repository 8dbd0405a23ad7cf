package io.muster.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** A key to sign evidence with, made for one run. */
public final class EvidenceKey {
  private EvidenceKey() {}

  /** Writes a new one into the file, as OpenSSL does. */
  public static Path in(Path file) {
    try {
      var pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
      return Files.writeString(
          file,
          "-----BEGIN PRIVATE KEY-----\n%s\n-----END PRIVATE KEY-----\n"
              .formatted(Base64.getMimeEncoder().encodeToString(pair.getPrivate().getEncoded())));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** One that is gone when the JVM ends. */
  public static Path temporary() {
    try {
      var file = Files.createTempFile("muster-evidence", ".pem");
      file.toFile().deleteOnExit();
      return in(file);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
