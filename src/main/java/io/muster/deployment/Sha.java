package io.muster.deployment;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/** SHA-256, by which files are told from each other. */
final class Sha {
  private Sha() {}

  static String of(byte[] bytes) {
    return HexFormat.of().formatHex(digest().digest(bytes));
  }

  /** Of files by name, in no matter which order they come. */
  static String of(Map<String, byte[]> files) {
    var digest = digest();
    new TreeMap<>(files)
        .forEach(
            (name, bytes) -> {
              digest.update("%s %s\n".formatted(name, of(bytes)).getBytes(StandardCharsets.UTF_8));
            });
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
