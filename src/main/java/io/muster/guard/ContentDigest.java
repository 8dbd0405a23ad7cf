package io.muster.guard;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Tells the content of one change from any other. */
final class ContentDigest {
  private ContentDigest() {}

  /** A digest of all of these, in this order, each with its length. */
  static String of(String... parts) {
    var said = new StringBuilder();
    for (var part : parts) {
      said.append(part.length()).append(':').append(part);
    }
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256")
                  .digest(said.toString().getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
