package io.muster.intake;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The fingerprint that tells a repeat from a different event under the same id. */
public final class Digest {
  private Digest() {}

  /** SHA-256 in hexadecimal. */
  public static String of(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform knows SHA-256", impossible);
    }
  }

  /** SHA-256 in hexadecimal, of the text in UTF-8. */
  public static String of(String content) {
    return of(content.getBytes(StandardCharsets.UTF_8));
  }
}
