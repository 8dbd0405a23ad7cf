package io.muster.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.util.Base64;
import java.util.Map;

/**
 * A JSON web token whose signature was checked, with the JDK's means only.
 *
 * @param header its header
 * @param claims what it says
 */
public record Signed(JsonNode header, JsonNode claims) {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Map<String, String> ALGORITHMS =
      Map.of("RS256", "SHA256withRSA", "ES256", "SHA256withECDSAinP1363Format");

  /**
   * Reads one that this key signed.
   *
   * @throws IllegalArgumentException if it did not
   */
  public static Signed by(PublicKey key, String token) {
    return read(token, header -> key);
  }

  /**
   * Reads one that says itself which key signed it.
   *
   * @throws IllegalArgumentException if that is not so
   */
  public static Signed byItsOwnKey(String token) {
    return read(token, header -> key(header.path("jwk")));
  }

  /** Where the key of a token comes from. */
  private interface Keys {
    PublicKey of(JsonNode header) throws GeneralSecurityException;
  }

  private static Signed read(String token, Keys keys) {
    int first = token.indexOf('.');
    int second = token.lastIndexOf('.');
    if (first < 0 || first == second) {
      throw new IllegalArgumentException("not a token");
    }
    var header = json(token.substring(0, first));
    try {
      var algorithm = ALGORITHMS.get(header.path("alg").asText());
      if (algorithm == null) {
        throw new IllegalArgumentException("neither RS256 nor ES256");
      }
      var signature = Signature.getInstance(algorithm);
      signature.initVerify(keys.of(header));
      signature.update(token.substring(0, second).getBytes(StandardCharsets.US_ASCII));
      if (!signature.verify(decoded(token.substring(second + 1)))) {
        throw new IllegalArgumentException("signed by another key");
      }
    } catch (GeneralSecurityException unusable) {
      throw new IllegalArgumentException("not signed as it should be", unusable);
    }
    return new Signed(header, json(token.substring(first + 1, second)));
  }

  /** What {@code ath} says of an access token. */
  public static String hash(String accessToken) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(digest.digest(accessToken.getBytes(StandardCharsets.US_ASCII)));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static PublicKey key(JsonNode jwk) throws GeneralSecurityException {
    var curve = AlgorithmParameters.getInstance("EC");
    curve.init(new ECGenParameterSpec("secp256r1"));
    var point = new ECPoint(coordinate(jwk, "x"), coordinate(jwk, "y"));
    return KeyFactory.getInstance("EC")
        .generatePublic(new ECPublicKeySpec(point, curve.getParameterSpec(ECParameterSpec.class)));
  }

  private static BigInteger coordinate(JsonNode jwk, String name) {
    return new BigInteger(1, decoded(jwk.path(name).asText()));
  }

  private static JsonNode json(String part) {
    try {
      return JSON.readTree(decoded(part));
    } catch (IOException notJson) {
      throw new IllegalArgumentException("not JSON", notJson);
    }
  }

  private static byte[] decoded(String part) {
    return Base64.getUrlDecoder().decode(part);
  }
}
