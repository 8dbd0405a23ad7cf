package io.muster.sources.bamboohr;

import io.muster.remote.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * How BambooHR signs a webhook: HMAC-SHA256 of the body and, right behind it, the timestamp as its
 * header has it, in hexadecimal.
 */
final class Signature {
  private Signature() {}

  /** True if it was made with one of the keys. */
  static boolean valid(String signature, List<Secret> keys, byte[] body, String timestamp) {
    byte[] given;
    try {
      given = HexFormat.of().parseHex(signature.strip().toLowerCase(Locale.ROOT));
    } catch (IllegalArgumentException notHexadecimal) {
      return false;
    }
    boolean valid = false;
    // no early way out: the time taken must not tell which key came close
    for (var key : keys) {
      valid |= MessageDigest.isEqual(sign(key, body, timestamp), given);
    }
    return valid;
  }

  private static byte[] sign(Secret key, byte[] body, String timestamp) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(
          new SecretKeySpec(key.reveal().strip().getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      mac.update(body);
      return mac.doFinal(timestamp.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every Java platform knows HmacSHA256", impossible);
    }
  }
}
