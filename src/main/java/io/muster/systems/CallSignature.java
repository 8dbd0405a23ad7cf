package io.muster.systems;

import io.muster.remote.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HMAC-SHA256, for the signature of a call and for the address of a call back. */
final class CallSignature {
  private static final String PREFIX = "whsec_";

  private CallSignature() {}

  /** True if the secret is as Standard Webhooks 1.0.0 wants it. */
  static boolean usable(Secret secret) {
    try {
      var length = key(secret).length;
      return secret.reveal().startsWith(PREFIX) && length >= 24 && length <= 64;
    } catch (IllegalArgumentException notBase64) {
      return false;
    }
  }

  /** Signs the bytes as they travel: id, dot, timestamp, dot, body. */
  static String sign(Secret secret, String id, String timestamp, byte[] body) {
    var head = (id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8);
    var signed = new byte[head.length + body.length];
    System.arraycopy(head, 0, signed, 0, head.length);
    System.arraycopy(body, 0, signed, head.length, body.length);
    return "v1," + Base64.getEncoder().encodeToString(hmac(key(secret), signed));
  }

  static byte[] hmac(byte[] key, byte[] text) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(text);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every Java platform knows HmacSHA256", impossible);
    }
  }

  private static byte[] key(Secret secret) {
    var text = secret.reveal().strip();
    return Base64.getDecoder()
        .decode(text.startsWith(PREFIX) ? text.substring(PREFIX.length()) : text);
  }
}
