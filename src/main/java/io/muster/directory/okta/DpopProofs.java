package io.muster.directory.okta;

import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.security.Jwks;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.Base64;
import java.util.Date;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Proves with each call that the caller holds the key its token is bound to (RFC 9449). */
final class DpopProofs {
  private final KeyPair keys = Jwts.SIG.ES256.keyPair().build();
  private final Clock clock;

  DpopProofs(Clock clock) {
    this.clock = clock;
  }

  /**
   * A proof for one call.
   *
   * @param nonce what the server wants to see in it, or null
   * @param token the token that goes along, or null
   */
  String proof(String method, URI uri, @Nullable String nonce, @Nullable String token) {
    var proof =
        Jwts.builder()
            .header()
            .type("dpop+jwt")
            .add("jwk", Jwks.builder().key(keys.getPublic()).build())
            .and()
            .claim("htm", method)
            .claim("htu", withoutQuery(uri))
            .issuedAt(Date.from(clock.instant()))
            .id(UUID.randomUUID().toString());
    if (nonce != null) {
      proof.claim("nonce", nonce);
    }
    if (token != null) {
      proof.claim("ath", hash(token));
    }
    return proof.signWith(keys.getPrivate(), Jwts.SIG.ES256).compact();
  }

  private static String withoutQuery(URI uri) {
    var text = uri.toString();
    int query = text.indexOf('?');
    return query < 0 ? text : text.substring(0, query);
  }

  private static String hash(String token) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(digest.digest(token.getBytes(StandardCharsets.US_ASCII)));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
