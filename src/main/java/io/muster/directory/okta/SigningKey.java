package io.muster.directory.okta;

import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.security.SignatureAlgorithm;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/**
 * A key that signs, and how; it is never printed.
 *
 * @param key the private half
 * @param algorithm what it signs with
 */
record SigningKey(PrivateKey key, SignatureAlgorithm algorithm) {
  private static final Map<String, SignatureAlgorithm> ALGORITHMS =
      Map.of("RSA", Jwts.SIG.RS256, "EC", Jwts.SIG.ES256);

  /**
   * Reads a key in PKCS #8.
   *
   * @throws IllegalArgumentException if it is none; without any of it in the message
   */
  static SigningKey of(String pem) {
    var inner = pem.replaceAll("-----(BEGIN|END) PRIVATE KEY-----|\\s", "");
    var bytes = decoded(inner);
    return ALGORITHMS.entrySet().stream()
        .flatMap(kind -> read(bytes, kind.getKey(), kind.getValue()).stream())
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("not a key"));
  }

  private static Optional<SigningKey> read(
      byte[] bytes, String kind, SignatureAlgorithm algorithm) {
    try {
      var key = KeyFactory.getInstance(kind).generatePrivate(new PKCS8EncodedKeySpec(bytes));
      // a key that is too weak, or of another curve, shows when it signs
      Jwts.builder().subject("trial").signWith(key, algorithm).compact();
      return Optional.of(new SigningKey(key, algorithm));
    } catch (GeneralSecurityException | io.jsonwebtoken.security.SecurityException notThisKind) {
      return Optional.empty();
    }
  }

  private static byte[] decoded(String base64) {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException notBase64) {
      throw new IllegalArgumentException("not base 64", null);
    }
  }

  @Override
  public String toString() {
    return "***";
  }
}
