package io.muster.intake.webhook;

import io.muster.remote.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The symmetric signature of Standard Webhooks 1.0.0.
 *
 * @see <a
 *     href="https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md">the
 *     specification</a>
 */
final class Signatures {
  private static final String SECRET = "whsec_";
  private static final String VERSION = "v1,";

  private Signatures() {}

  /** True if one of the space-separated signatures was made with one of the secrets. */
  static boolean valid(
      String header, List<Secret> secrets, String id, String timestamp, byte[] body) {
    boolean valid = false;
    // no early way out: the time taken must not tell which secret or signature came close
    for (var secret : secrets) {
      var expected = sign(secret, id, timestamp, body).getBytes(StandardCharsets.US_ASCII);
      for (var signature : header.split(" ", 17)) {
        valid |= MessageDigest.isEqual(expected, signature.getBytes(StandardCharsets.UTF_8));
      }
    }
    return valid;
  }

  /** Signs the bytes as they travel: id, dot, timestamp, dot, body. */
  static String sign(Secret secret, String id, String timestamp, byte[] body) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key(secret), "HmacSHA256"));
      mac.update((id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
      return VERSION + Base64.getEncoder().encodeToString(mac.doFinal(body));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every Java platform knows HmacSHA256", impossible);
    }
  }

  static boolean usable(Secret secret) {
    try {
      var length = key(secret).length;
      return secret.reveal().startsWith(SECRET) && length >= 24 && length <= 64;
    } catch (IllegalArgumentException notBase64) {
      return false;
    }
  }

  private static byte[] key(Secret secret) {
    var text = secret.reveal().strip();
    return Base64.getDecoder()
        .decode(text.startsWith(SECRET) ? text.substring(SECRET.length()) : text);
  }
}
